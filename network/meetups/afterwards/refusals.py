"""What is said no to after a meetup, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class StillToCome(Refusal):
    """Nothing came of it yet."""

    words = _l("This meetup is still to come.")
    way_on = _l("Come back afterwards to tell what came of it.")


class NotOver(Refusal):
    """What it was worth one says at the end."""

    words = _l("This meetup is not over yet.")
    way_on = _l("Come back when it has ended; we also send you a message the morning after.")


class NotThere(Refusal):
    """Only those who were there know what it was worth."""

    status = 403
    words = _l("These questions are for who was there.")
    way_on = _l("Were you there? Ask the coordinator to put you on the list, or say it in a comment.")


class AnsweringOver(Refusal):
    """After sixty days the answers stay as they are."""

    words = _l("You could answer until sixty days after the meetup.")
    way_on = _l("Say it in a comment on its page: the coordinator gets a message.")
