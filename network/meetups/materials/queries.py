"""Reads of materials, named by who reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Select, and_, bindparam, select

from network.files.models import StoredFile, path_of
from network.kernel.database import db, json_rows
from network.meetups.materials import policy
from network.meetups.materials.models import Material
from network.meetups.models import Meetup
from network.meetups.queries import meetup_by_id
from network.members.models import Member


class Shown(NamedTuple):
    """A material as a page shows it: a link has an address, a file has a key, a name and a size in bytes."""

    id: int
    stage: str
    title: str
    url: str
    key: str | None
    name: str | None
    size: int | None

    @property
    def is_file(self) -> bool:
        return self.key is not None

    @property
    def path(self) -> str:
        return path_of(self.key, self.name or "") if self.key else self.url

    @property
    def kind(self) -> str:
        """What to expect: PDF for a file, the host's name for a link."""
        return (self.name or "").rpartition(".")[2].upper() if self.key else self.url.split("/")[2]


_SHOWN = (
    Material.id, Material.stage, Material.title, Material.url, StoredFile.key, StoredFile.name, StoredFile.size,
)  # fmt: skip
_FILE = and_(StoredFile.subject_kind == "material", StoredFile.subject_id == Material.id)


def of_a_meetup() -> ScalarSelect[Any]:
    """A column for a statement on Meetup: all its materials, for `shown_to`."""
    rows = select(json_rows(*_SHOWN)).select_from(Material).outerjoin(StoredFile, _FILE)
    return rows.where(Material.meetup_id == Meetup.id).correlate(Meetup).scalar_subquery()


def shown_to(reader: Member | None, meetup: Meetup, rows: Iterable[Sequence[Any]] | None) -> list[Shown]:
    """What of the rows of `of_a_meetup` a reader of the meetup sees, the oldest first."""
    materials = sorted(Shown(*row) for row in rows or ())
    return [each for each in materials if policy.may_see(reader, meetup, each.stage)]


@cache
def _listed() -> Select[Any]:
    columns: tuple[Any, ...] = _SHOWN
    listed = select(*columns).select_from(Material).outerjoin(StoredFile, _FILE)
    return listed.where(Material.meetup_id == bindparam("meetup_id")).order_by(Material.id)


def materials_of(meetup: Meetup) -> list[Shown]:
    """All materials of a meetup, for who coordinates it."""
    return [Shown(*row) for row in db.session.execute(_listed(), {"meetup_id": meetup.id})]


def material_of(meetup: Meetup, material_id: int) -> Material:
    """One material of a meetup, for who coordinates it. Raises 404."""
    found = select(Material).where(Material.id == material_id, Material.meetup_id == meetup.id)
    material: Material = db.first_or_404(found)
    return material


def may_see_file_of(material_id: int, reader: Member | None) -> bool:
    """Whether a material is there for a reader, and so the file beside it; there is none for a visitor."""
    if reader is None:
        return False
    material = db.session.get(Material, material_id)
    meetup = meetup_by_id(reader, material.meetup_id) if material else None
    return material is not None and meetup is not None and policy.may_see(reader, meetup, material.stage)


def standing() -> Select[Any]:
    """The ids of all materials."""
    return select(Material.id)
