"""The kinds of Notification that practices give."""

PUBLISHED = "practices.published"
REPLICATED = "practices.replicated"
CHANGED = "practices.changed"
CO_AUTHOR = "practices.co_author"
