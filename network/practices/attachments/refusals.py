"""What the verbs of a practice's files refuse, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class TooManyFiles(Refusal):
    """A practice is read, not browsed."""

    words = _l("A practice holds at most 30 files.")
    way_on = _l("Take one away first, or put them together in one PDF.")
