"""What letters refuse, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NobodyToAsk(Refusal):
    """Whoever could answer is not here any more."""

    words = _l("There is nobody to write to: they are not here any more.")
    way_on = _l("Put your question under the practice; perhaps others know.")


class TooManyLetters(Refusal):
    """So many strangers in a day is no question any more."""

    words = _l("You wrote many letters today.")
    way_on = _l("Go on tomorrow, or put your question under the practice, where everybody reads it.")
