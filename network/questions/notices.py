"""The kinds of Notification that questions give."""

ASKED = "questions.asked"
ACCEPTED = "questions.accepted"
UNANSWERED = "questions.unanswered"
FITS = "questions.fits"
