"""What series say no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class InSeriesAlready(Refusal):
    """A meetup is of one series at most."""

    words = _l("This meetup is part of a series already.")
    way_on = _l("Open the series from the page of the meetup, and change it there.")


class ByInvitation(Refusal):
    """Who is invited is said for one meetup at a time."""

    words = _l("A meetup for people whom you invite does not repeat.")
    way_on = _l("Let one repeat that is for a theme; a closed theme can hold a fixed circle.")


class SeriesOver(Refusal):
    """No date is to come any more."""

    words = _l("This series is over: no date is to come any more.")
    way_on = _l("Look at the other meetups; perhaps one of them suits you.")


class SeriesEnded(Refusal):
    """What has ended makes no more meetups, so there is nothing to change for all of them."""

    words = _l("This series has been ended.")
    way_on = _l("What is still to come can be changed date by date.")
