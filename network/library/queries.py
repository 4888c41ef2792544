"""Reads of the library. Everything in it is open to everyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, ScalarSelect, and_, bindparam, select
from sqlalchemy.orm import aliased, contains_eager
from werkzeug.exceptions import NotFound

from network.conversations.kinds import Subject
from network.kernel.database import db, json_rows
from network.kernel.i18n import both
from network.library.cards import Headline
from network.library.figures import Figures, figures_of
from network.library.models import Edition, Finding, Publication
from network.members.models import Member

STUDY = "llo-mkb-2023"  # the study that the network stands on
STRONGEST = ("wants_network", "learning_culture", "has_budget", "has_programme", "hr_department")

_ONE = (  # built once: making a statement costs as much as running it
    select(Finding)
    .join(Finding.publication)
    .options(contains_eager(Finding.publication))
    .where(Publication.key == bindparam("publication"), Finding.key == bindparam("key"))
)
_BY_KEY = select(Publication).where(Publication.key == bindparam("publication"))
_STRONGEST = (
    select(Finding.key, Finding.card)
    .join(Finding.publication)
    .where(Publication.key == STUDY, Finding.key.in_(STRONGEST), Finding.withdrawn_at.is_(None))
)
_FIGURES = (
    select(Finding, Publication.n)
    .join(Finding.publication)
    .where(
        Publication.key == bindparam("publication"),
        Finding.key.in_(bindparam("keys", expanding=True)),
        Finding.withdrawn_at.is_(None),
    )
)
_CARDS = (
    select(Finding.id, Finding.key, Finding.section, Finding.chapter, Finding.kind, Finding.card)
    .where(Finding.publication_id == bindparam("publication"), Finding.withdrawn_at.is_(None))
    .order_by(Finding.position)
)


def all_publications() -> Sequence[Publication]:
    """Every publication, the newest first."""
    return db.session.scalars(select(Publication).order_by(Publication.year.desc(), Publication.id.desc())).all()


def cards_in(publication: Publication) -> Sequence[Row[Any]]:
    """Id, key, section, chapter, kind and card of each finding of a publication, in its own order."""
    return db.session.execute(_CARDS, {"publication": publication.id}).all()


def findings_in(publication: Publication) -> Sequence[Finding]:
    """The findings of a publication whole, in its own order."""
    own = (Finding.publication_id == publication.id, Finding.withdrawn_at.is_(None))
    return db.session.scalars(select(Finding).where(*own).order_by(Finding.position)).all()


def findings_by(publication: Publication, keys: Sequence[str]) -> list[Finding]:
    """Some findings of a publication, in the order of their keys."""
    which = (Finding.publication_id == publication.id, Finding.key.in_(keys), Finding.withdrawn_at.is_(None))
    statement = select(Finding).join(Finding.publication).options(contains_eager(Finding.publication))
    found = {each.key: each for each in db.session.scalars(statement.where(*which))}
    return [found[key] for key in keys if key in found]


def has_publication(key: str) -> bool:
    """Whether there is a publication of that key."""
    return db.session.scalar(_BY_KEY, {"publication": key}) is not None


def publication_by(key: str) -> Publication:
    """One publication by its key. Raises 404 when there is none."""
    found = db.session.scalar(_BY_KEY, {"publication": key})
    if found is None:
        raise NotFound
    return found


def finding_by(publication_key: str, key: str) -> Finding:
    """One finding with its publication. Raises 404 when there is none."""
    found = db.session.scalar(_ONE, {"publication": publication_key, "key": key})
    if found is None:
        raise NotFound
    return found


def figures_by_key(keys: Sequence[str]) -> dict[str, tuple[Finding, Figures]]:
    """Findings of the study by their keys, with their figures; those that are not imported are left out. One statement."""
    rows = db.session.execute(_FIGURES, {"publication": STUDY, "keys": list(keys)})
    return {finding.key: (finding, figures_of(finding.words, n)) for finding, n in rows}


def both_by_key(publication: Publication) -> list[tuple[Finding, Finding]]:
    """The findings of a publication beside those of the study on the same question, in the order of the former. One statement."""
    theirs = aliased(Finding)
    report = aliased(Publication)
    pairs = (
        select(Finding, theirs)
        .join(theirs, theirs.key == Finding.key)
        .join(report, and_(report.id == theirs.publication_id, report.key == STUDY))
        .where(Finding.publication_id == publication.id, Finding.withdrawn_at.is_(None), theirs.withdrawn_at.is_(None))
    )
    return [(own, other) for own, other in db.session.execute(pairs.order_by(Finding.position))]


def asks_what_the_study_asked(publication: Publication) -> bool:
    """Whether a publication other than the study can stand beside it."""
    if publication.key == STUDY:
        return False
    theirs = aliased(Finding)
    same = select(Finding.id).join(theirs, theirs.key == Finding.key).join(theirs.publication)
    which = (Finding.publication_id == publication.id, Publication.key == STUDY)
    return db.session.scalar(same.where(*which).limit(1)) is not None


def editions_of(finding: Finding) -> Sequence[Edition]:
    """The figures that a finding had before, the newest first. Asks nothing of one whose figures never changed."""
    if finding.edition == 1:
        return []
    return db.session.scalars(
        select(Edition).where(Edition.finding_id == finding.id).order_by(Edition.number.desc())
    ).all()


def discussed(finding_id: int, reader: Member | None) -> Subject | None:
    """A finding as something that members talk about; coordinators of the network may take a comment away."""
    statement = select(Finding).join(Finding.publication).options(contains_eager(Finding.publication))
    found = db.session.scalar(statement.where(Finding.id == finding_id))
    if found is None:
        return None
    title = both(found.card["answer"])
    return Subject(
        found.path, title, may_comment=reader is not None, may_moderate=reader is not None and reader.is_coordinator
    )


def strongest_rows() -> ScalarSelect[Any]:
    """A column for a statement on anything: the study's strongest figures, for `headlines`."""
    wanted = (Publication.key == STUDY, Finding.key.in_(STRONGEST), Finding.withdrawn_at.is_(None))
    return select(json_rows(Finding.key, Finding.card)).join(Finding.publication).where(*wanted).scalar_subquery()


def highlights() -> list[Headline]:
    """The study's strongest figures; empty until it is imported."""
    return headlines(db.session.execute(_STRONGEST).all())


def headlines(rows: Iterable[Sequence[Any]], keys: Sequence[str] = STRONGEST) -> list[Headline]:
    """Figures from (key, card), in the order asked for."""
    cards = {key: card for key, card in rows if card["percent"] is not None}
    return [
        Headline(
            key=key, percent=card["percent"], count=card["count"], n=card["n"], answers=card["answer"],
            colour=card["colour"], path=f"/library/{STUDY}/{key}",
        )
        for key in keys if (card := cards.get(key))
    ]  # fmt: skip
