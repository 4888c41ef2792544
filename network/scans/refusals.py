"""What the scan says no to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class AnotherFirm(Refusal):
    """The person changed firm between opening the form and sending it."""

    words = _l("You are with another firm now than when you opened this page, so this was not kept.")
    way_on = _l("Check what you ticked for the firm where you are now, and save again.")


class NotComplete(Refusal):
    """A submission without an answer to every question."""

    words = _l("Some questions have no answer yet.")
    way_on = _l("Answer them, if only with ‘I do not know’.")
