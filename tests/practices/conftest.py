"""A practice to begin with: Bram wrote it, in Ada's theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from network.members.models import Member
from network.practices.models import Practice
from network.practices.services import publish, write
from network.themes.models import Theme

WORDS = {
    "title": "Twee aan één machine",
    "summary": "Een vakman en een starter draaien samen.",
    "problem": "Drie van onze vijf kantbankers zijn boven de 58.",
    "action": "Elke donderdag één koppel.",
    "result": "Van negen naar zes maanden.",
}


@pytest.fixture
def make_practice(theme: Theme, bram: Member, in_theme: Callable[..., None]) -> Callable[..., Practice]:
    """Write a practice and publish it; `make_practice(published=False)` leaves a draft."""
    in_theme(bram)

    def make(author: Member = bram, *, published: bool = True, theme: Theme = theme, **words: Any) -> Practice:
        practice = write(author, theme, **{**WORDS, **words})
        if published:
            publish(practice)
        return practice

    return make


@pytest.fixture
def practice(make_practice: Callable[..., Practice]) -> Practice:
    """A published practice of Bram's, for every member of the network."""
    return make_practice()
