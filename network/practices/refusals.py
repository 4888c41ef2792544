"""What the rules of practices refuse, in words."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NotComplete(Refusal):
    """Too little is filled in to be of use to another firm."""

    status = 422
    words = _l("This is not complete enough to publish.")
    way_on = _l("Fill in the title, the two sentences, the problem, what you did and what it brought.")

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__()
        self.missing = missing


class AlreadyPublished(Refusal):
    """What others have read is not thrown away."""

    words = _l("This practice has been published, so it cannot be thrown away.")
    way_on = _l("Put it in the archive: then it leaves lists and search.")


class NotPublished(Refusal):
    """Only what others can read can have been applied by them."""

    words = _l("This practice is not published now.")
    way_on = _l("Wait until its author publishes it, or look at the other practices.")


class OwnFirm(Refusal):
    """A firm's own report proves nothing."""

    words = _l("This is your own firm’s practice.")
    way_on = _l("Only other firms can say whether it worked for them too. You can add what you learned to the text.")


class ToldByColleague(Refusal):
    """One report a firm."""

    words = _l("A colleague has already told how it went at your firm.")
    way_on = _l("Ask that colleague, or your firm’s contact, to change it.")
