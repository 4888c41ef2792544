"""What the verbs of co-authors refuse, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NotAColleague(Refusal):
    """Only people of the firm tell what the firm did."""

    words = _l("Only colleagues of the firm whose practice it is can write along.")
    way_on = _l("Let others tell how it went at their firm: that is what ‘We applied this too’ is for.")
