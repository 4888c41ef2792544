"""Something to talk about: a thing whose author is Bram, which Chen may see and Dina may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from network.conversations import kinds
from network.members.models import Member


@pytest.fixture
def counts(bram: Member, dina: Member) -> Iterator[dict[int, int]]:
    """How many comments stand under the things of the kind "thing", as its feature was told."""
    counted: dict[int, int] = {}

    def find(subject_id: int, reader: Member | None) -> kinds.Subject | None:
        if reader is None or reader.id == dina.id or subject_id > 9:
            return None
        moderates = reader.is_coordinator
        return kinds.Subject(
            f"/things/{subject_id}", "Een ding", bram.id, may_comment=subject_id != 9, may_moderate=moderates
        )

    def count(subject_id: int, difference: int) -> None:
        counted[subject_id] = counted.get(subject_id, 0) + difference

    kinds.register_kind("thing", find, count)
    yield counted
    del kinds._kinds["thing"]
