"""The kinds of Notification that series give; what happens at one date is told by the meetup."""

PLANNED = "meetups.series_planned"
JOINED = "meetups.series_joined"
