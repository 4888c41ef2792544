"""What certificates and the learning record say no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import ChangedMeanwhile, Refusal


class NotOver(Refusal):
    """Nobody was at a meetup that is still to come, goes on, or was called off."""

    words = _l("There is a certificate only for a meetup that has been held.")
    way_on = _l("Come back when it is over.")


class WasNotThere(Refusal):
    """The list of who was there decides."""

    words = _l("You are not on the list of who was there.")
    way_on = _l("If you were, say it in a comment on the page of the meetup: the coordinator can add you.")


class ChangedElsewhere(ChangedMeanwhile):
    """The same person saved it in another window."""

    words = _l("You changed this in another window meanwhile. What you typed here is still below.")


class RecordFull(Refusal):
    """More lines than anybody writes by hand."""

    words = _l("Your learning record is full.")
    way_on = _l("Take it home as a file and remove what you no longer need.")
