"""The kinds of Notification that practices give."""

PUBLISHED = "practices.published"
REPLICATED = "practices.replicated"
