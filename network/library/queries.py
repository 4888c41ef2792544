"""Reads of the library. Everything in it is open to everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, load_only
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.library.cards import Headline
from network.library.models import Finding, Publication

STUDY = "llo-mkb-2023"  # the study that the network stands on
STRONGEST = ("wants_network", "learning_culture", "has_budget", "has_programme", "hr_department")

_OF_A_LIST = load_only(Finding.key, Finding.section, Finding.chapter, Finding.kind, Finding.card)


class Place(NamedTuple):
    """A finding between the two that stand beside it."""

    before: Finding | None
    finding: Finding
    after: Finding | None


def all_publications() -> Sequence[Publication]:
    """Every publication, the newest first."""
    return db.session.scalars(select(Publication).order_by(Publication.year.desc(), Publication.id.desc())).all()


def findings_in(publication: Publication, whole: bool = False) -> Sequence[Finding]:
    """The findings of a publication in its own order; only their cards unless asked for whole."""
    statement = select(Finding).where(Finding.publication_id == publication.id).order_by(Finding.position)
    findings = db.session.scalars(statement if whole else statement.options(_OF_A_LIST)).all()
    for finding in findings:
        set_committed_value(finding, "publication", publication)
    return findings


def publication_by(key: str) -> Publication:
    """One publication by its key. Raises 404 when there is none."""
    found: Publication = db.first_or_404(select(Publication).where(Publication.key == key))
    return found


def finding_by(publication_key: str, key: str) -> Place:
    """One finding with its publication and its neighbours, in one statement. Raises 404 when there is none."""
    own = Publication.key == publication_key
    here = (
        select(Finding.position)
        .join(Finding.publication)
        .where(own, Finding.key == key)
        .correlate(None)
        .scalar_subquery()
    )
    statement = select(Finding).join(Finding.publication).options(contains_eager(Finding.publication)).where(own)
    rows = {
        row.position: row for row in db.session.scalars(statement.where(Finding.position.between(here - 1, here + 1)))
    }
    found = next((row for row in rows.values() if row.key == key), None)
    if found is None:
        raise NotFound
    return Place(rows.get(found.position - 1), found, rows.get(found.position + 1))


def highlights(keys: Sequence[str] = STRONGEST) -> list[Headline]:
    """The study's strongest figures, in the order asked for; empty until it is imported."""
    statement = (
        select(Finding.key, Finding.card)
        .join(Finding.publication)
        .where(Publication.key == STUDY, Finding.key.in_(keys))
    )
    cards = {key: card for key, card in db.session.execute(statement) if card["percent"] is not None}
    return [
        Headline(
            key=key, percent=card["percent"], count=card["count"], n=card["n"], answers=card["answer"],
            colour=card["colour"], path=f"/library/{STUDY}/{key}",
        )
        for key in keys if (card := cards.get(key))
    ]  # fmt: skip
