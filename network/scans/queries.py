"""Reads of the scan: what somebody answered, what their firm submitted, and the figures of the network that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from network.kernel.database import db
from network.members.models import Member, Organisation
from network.scans.disclosure import WHOLE, Figure, Group
from network.scans.models import Answers, Picture, ShownFigure, Submission


class Own(NamedTuple):
    """What a reader may know of their own firm's scan in a year: never what a colleague answered."""

    year: int
    answers: Mapping[str, Sequence[str]]  # the reader's own
    is_done: bool
    submissions: Sequence[Submission]  # of the firm, the latest year first
    people: int  # of whom the differences were drawn, 0 for none yet
    differ: Mapping[str, bool]
    is_verified: bool  # whether the firm counts in the figures of the network

    @property
    def submission(self) -> Submission | None:
        """What the firm answered this year."""
        return next((each for each in self.submissions if each.year == self.year), None)


def own_scan(reader: Member, year: int) -> Own:
    """Two statements."""
    firm = reader.organisation_id
    own = and_(Answers.organisation_id == firm, Answers.year == year, Answers.member_id == reader.id)
    drawn = and_(Picture.organisation_id == firm, Picture.year == year)
    columns = (Answers.answers, Answers.done_at, Picture.people, Picture.differ, Organisation.verified_at)
    row = db.session.execute(
        select(*columns).select_from(Organisation).outerjoin(Answers, own).outerjoin(Picture, drawn)
        .where(Organisation.id == firm)
    ).one()  # fmt: skip
    current = (Submission.organisation_id == firm, Submission.replaced_at.is_(None))
    submissions = db.session.scalars(select(Submission).where(*current).order_by(Submission.year.desc())).all()
    return Own(
        year,
        row.answers or {},
        row.done_at is not None,
        submissions,
        row.people or 0,
        row.differ or {},
        row.verified_at is not None,
    )


class Shown(NamedTuple):
    """A figure of the network as everybody sees it, and since when."""

    figure: Figure
    drawn_at: Any
    is_demo: bool = False  # of firms that are made up


def shown_figures(group: Group = WHOLE) -> dict[str, Shown]:
    """What is shown of a group, by question; a question that is not shown is left out, whatever the reason."""
    division, value = group
    rows = db.session.scalars(select(ShownFigure).where(ShownFigure.division == division, ShownFigure.value == value))
    return {row.question: Shown(Figure(row.n, row.shares), row.drawn_at, row.is_demo) for row in rows}


def shown_for(question: str) -> dict[Group, Figure]:
    """Everything that is shown of a question, by group."""
    rows = db.session.scalars(select(ShownFigure).where(ShownFigure.question == question))
    return {(row.division, row.value): Figure(row.n, row.shares) for row in rows}
