"""What the verbs of questions refuse, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NoAnswer(Refusal):
    """What was chosen is no answer to this question any more."""

    words = _l("This answer is gone, or belongs to another question.")
    way_on = _l("Look at the answers that stand there now.")


class IsClosed(Refusal):
    """A question that was closed takes no answer as the one."""

    words = _l("This question is closed.")
    way_on = _l("Open it again first.")


class HasAnswers(Refusal):
    """What others answered is not thrown away."""

    words = _l("Somebody has answered already, so this cannot be thrown away.")
    way_on = _l("Close it instead, with a word on how it ended.")
