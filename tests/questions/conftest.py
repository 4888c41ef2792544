"""A question to begin with: Bram asked it in Ada's theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from network.members.models import Member
from network.questions.models import Question
from network.questions.services import ask
from network.themes.models import Theme


@pytest.fixture
def make_question(theme: Theme, bram: Member, in_theme: Callable[..., None]) -> Callable[..., Question]:
    """Ask something: `make_question(kind="offered")` offers it."""
    in_theme(bram)

    def make(author: Member = bram, title: str = "Wie wisselt er van taak?", **more: Any) -> Question:
        return ask(author, more.pop("theme", theme), title=title, **{"text": "Wij zijn met tien.", **more})

    return make


@pytest.fixture
def question(make_question: Callable[..., Question]) -> Question:
    return make_question()
