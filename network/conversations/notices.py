"""The kinds of Notification that conversations give."""

COMMENT = "conversations.comment"
REPLY = "conversations.reply"
MENTION = "conversations.mention"
USEFUL = "conversations.useful"
