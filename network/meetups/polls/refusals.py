"""What date polls say no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NotAsked(Refusal):
    """Only the theme's members answer its polls."""

    status = 403
    words = _l("This date poll is for the members of its theme.")
    way_on = _l("Join the theme first; then you can answer here.")


class PollOver(Refusal):
    """Its time is over, or a date was chosen, or it was closed without one."""

    words = _l("This date poll is over.")
    way_on = _l("Look at the meetups: perhaps the date stands there already.")


class OptionGone(Refusal):
    """The date was moved or taken away, or has passed, since the page was read."""

    words = _l("This date is no longer one of the options.")
    way_on = _l("Open the date poll again and choose one of the dates that stand there now.")


class NoDateLeft(Refusal):
    """There is nothing to decide about."""

    words = _l("All dates of this poll have passed.")
    way_on = _l("Change the poll: put new dates in it and a later last day to answer.")


class RemindedLately(Refusal):
    """Once a day is enough."""

    words = _l("Those who have not answered were reminded less than a day ago.")
    way_on = _l("Wait until tomorrow; two days before the end they are reminded by themselves as well.")
