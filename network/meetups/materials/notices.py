"""The kinds of Notification that materials give."""

MATERIALS = "meetups.materials"
