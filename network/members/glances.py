"""The few columns of people and firms that a page shows in passing: a list that loads no more costs half as much."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import InstrumentedAttribute

from network.members.models import Member, Organisation
from network.members.words import FirmWords

Columns = tuple[InstrumentedAttribute[Any], ...]


def of_person(who: Any = Member) -> Columns:
    """A name with its face and its page; `who` is Member or an alias of it."""
    return who.id, who.slug, who.name, who.job, who.is_listed, who.active, who.organisation_id


def of_firm(firm: Any = Organisation) -> Columns:
    """A firm as lists show it; `firm` is Organisation or an alias of it."""
    return (
        firm.id, firm.slug, firm.name, firm.place, firm.province, firm.size_class, firm.sector, firm.has_hr,
        firm.verified_at, firm.is_demo, firm.listed_at,
    )  # fmt: skip


class _Firm(NamedTuple):
    id: int
    slug: str
    name: str
    place: str
    province: str
    size_class: str
    sector: str
    has_hr: bool
    verified_at: datetime | None
    is_demo: bool
    listed_at: datetime | None


class Firm(FirmWords, _Firm):
    """A firm as lists show it: the columns of `of_firm`, in their order."""

    __slots__ = ()

    @property
    def path(self) -> str:
        return f"/organisations/{self.slug}"
