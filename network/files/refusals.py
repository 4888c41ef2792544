"""What files are not taken for, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.files import rules
from network.kernel.errors import Refusal

WORDS = {
    rules.EMPTY: _l("There is nothing in this file. Choose another one."),
    rules.TOO_LARGE: _l("This file is larger than 10 MB. Make it smaller, or put it elsewhere and add a link to it."),
    rules.UNKNOWN: _l(
        "This is not a file that can be kept here. Save it as PDF, or as a document, picture, TXT or CSV."
    ),
    rules.DAMAGED: _l("This file is damaged or not whole. Save it once more and choose it again."),
    rules.TWOFOLD: _l("This file is two kinds of file in one, which is not safe. Save it once more as a PDF."),
    rules.BOMB: _l("This file would unpack to far more than it seems to hold. Save it as a PDF."),
    rules.MACROS: _l("This document has macros in it, and those may do harm. Save it without macros, or as a PDF."),
    rules.LOCKED: _l("This document is locked with a password. Save it without one."),
    rules.TOO_MANY_PIXELS: _l("This picture is larger than 40 megapixels. Make it smaller."),
}


class NotKept(Refusal):
    """A file whose content may not be kept."""

    status = 422

    def __init__(self, why: str) -> None:
        super().__init__(WORDS[why])
