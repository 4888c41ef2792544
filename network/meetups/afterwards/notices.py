"""The kinds of Notification that are given after a meetup."""

REPORT_WANTED = "meetups.report_wanted"
FEEDBACK_ASKED = "meetups.feedback_asked"
INTENTION_ASKED = "meetups.intention_asked"
