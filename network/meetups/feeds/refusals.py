"""What feeds say no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class AddressEnded(Refusal):
    """The address was ours, and opens nothing any more."""

    status = 410
    words = _l("This calendar address no longer works.")
    way_on = _l("Its owner ended it, or may not see these meetups any more. In your settings you can make a new one.")
