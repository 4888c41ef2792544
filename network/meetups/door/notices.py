"""The kinds of Notification that the door gives."""

DOOR_HELPER = "meetups.door_helper"
