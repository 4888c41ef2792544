"""What the door says no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NotAtTheDoor(Refusal):
    """Only who coordinates and who helps note presence."""

    status = 403
    words = _l("This is for who stands at the door.")
    way_on = _l("Do you help at this meetup? Ask the coordinator to put you on the list of helpers.")


class NotOpenYet(Refusal):
    """Presence is noted on the day itself."""

    words = _l("The door is not open yet.")
    way_on = _l("From two hours before the start you note here who is there.")


class DoorClosed(Refusal):
    """Presence is settled."""

    words = _l("Presence at this meetup can no longer be changed.")
    way_on = _l("Who helps can do so until the day after, the coordinator for 30 days.")
