"""The kinds of Notification that practices give."""

PUBLISHED = "practices.published"
REPLICATED = "practices.replicated"
TAKEN_BACK = "practices.taken_back"
CHANGED = "practices.changed"
CO_AUTHOR = "practices.co_author"
LETTER = "practices.letter"
