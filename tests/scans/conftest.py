"""Firms that confirmed their answers, as many as a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from network.kernel import clock
from network.members.models import Member, Organisation
from network.scans.questionnaire import QUESTIONS
from network.scans.services import confirm

SURE = {question.key: [question.options[0].key] for question in QUESTIONS}


def given(**more: list[str]) -> dict[str, list[str]]:
    """An answer to every question, the first of each where nothing else is said."""
    return {**SURE, **more}


@pytest.fixture
def contact_of(
    make_member: Callable[..., Member], make_organisation: Callable[..., Organisation]
) -> Callable[..., Member]:
    """Somebody who looks after a firm; `contact_of("Een", sector="care")` makes both."""

    def make(name: str, *, verified: bool = True, **facts: Any) -> Member:
        firm = make_organisation(f"Bedrijf {name}", verified_at=clock.now() if verified else None, **facts)
        return make_member(f"{name}{firm.id} Vos", firm, is_contact=True)

    return make


@pytest.fixture
def firms_confirm(contact_of: Callable[..., Member]) -> Callable[..., list[Member]]:
    """So many firms confirm the same; gives their contacts."""

    def make(many: int, name: str, answers: dict[str, list[str]] | None = None, **facts: Any) -> list[Member]:
        contacts = [contact_of(f"{name}{at}", **facts) for at in range(many)]
        for contact in contacts:
            confirm(contact, contact.organisation_id, clock.today().year, answers or SURE, seen=0)
        return contacts

    return make
