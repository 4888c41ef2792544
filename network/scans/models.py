"""Answers, Submission, Picture and Drawing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model

_CURRENT = text("replaced_at IS NULL")


class Answers(Model):
    """What one person answered about one firm in one year. Nobody else reads it; `counted` says that it is in the Picture."""

    __tablename__ = "scan_answers"
    __table_args__ = (
        UniqueConstraint("member_id", "organisation_id", "year"),
        Index("ix_scan_answers_firm", "organisation_id", "year"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    year: Mapped[int]
    answers: Mapped[dict[str, Any]]  # lists of what was chosen, by question
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]  # when the last question got its first answer
    counted: Mapped[bool] = mapped_column(default=False)


class Picture(Model):
    """Where the people of a firm differ in a year: drawn of at least three people, and renewed by three at once."""

    __tablename__ = "scan_picture"
    __table_args__ = OWN_KEY

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int] = mapped_column(default=0)
    differ: Mapped[dict[str, Any]] = mapped_column(default=dict)  # whether they do, by question


class Submission(Model):
    """What a firm answers in a year, as its contact confirmed it, with what kind of firm it was then.

    A correction is a new row with the next number; the old one stays, because figures were drawn of it.
    """

    __tablename__ = "scan_submission"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "number"),
        Index(
            "uq_scan_submission_current", "organisation_id", "year", unique=True, postgresql_where=_CURRENT,
            sqlite_where=_CURRENT,
        ),
        Index("ix_scan_submission_year", "year"),
        IDS_NEVER_RECUR,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    year: Mapped[int]
    number: Mapped[int]
    answers: Mapped[dict[str, Any]]
    size_class: Mapped[str] = mapped_column(String(8))
    sector: Mapped[str] = mapped_column(String(20))
    typology: Mapped[str] = mapped_column(String(8))
    province: Mapped[str] = mapped_column(String(20))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    confirmed_at: Mapped[datetime] = mapped_column(default=clock.now)
    replaced_at: Mapped[datetime | None]


class Drawing(Model):
    """Figures of a group of firms that were shown from some moment on, and the submissions that are behind them.

    The newest of a group that has a question is what is shown of it; the older ones say what could be subtracted.
    """

    __tablename__ = "scan_drawing"
    __table_args__ = (Index("ix_scan_drawing_group", "division", "value", "drawn_at"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    division: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(String(20))
    drawn_at: Mapped[datetime]
    behind: Mapped[list[Any]]  # ids of Submission
    figures: Mapped[dict[str, Any]]  # {question: [n, {answer: share}]}
    is_demo: Mapped[bool] = mapped_column(default=False)  # of firms that do not exist; never of both


class ShownFigure(Model):
    """What is shown now: one row for each group and question, so that a page reads as much whatever was shown before."""

    __tablename__ = "scan_figure"
    __table_args__ = OWN_KEY

    division: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(20), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int]
    shares: Mapped[dict[str, Any]]
    drawn_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)
