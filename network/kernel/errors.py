"""Refusals: what the network says when it will not do something, and what to do next."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l


class Refusal(Exception):
    """A rule of the network says no. `words` is for the person who meets it, `way_on` says what to do next."""

    status = 409
    words: Any = _l("That is not possible now.")
    way_on: Any = ""

    def __init__(self, words: Any = None, way_on: Any = None) -> None:
        super().__init__(str(type(self).__name__))
        if words is not None:
            self.words = words
        if way_on is not None:
            self.way_on = way_on


class NotYours(Refusal):
    """The person is known, but this is not for them to do."""

    status = 403
    words = _l("This is not yours to change.")
    way_on = _l("Ask the coordinator if you think it should be.")


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same thing while this person was editing it."""

    words = _l("Somebody else changed this meanwhile. Your text is still below; theirs stands on the page.")
    way_on = _l("Compare the two and save again.")


def require(allowed: bool) -> None:
    """Ask a policy before acting. Raises NotYours."""
    if not allowed:
        raise NotYours
