"""What materials say no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class TooMany(Refusal):
    """A meetup has as many materials as it may."""

    words = _l("There are thirty materials here already, and nobody reads more.")
    way_on = _l("Take away what is old, or put several things in one file.")
