"""Reads of questions, named by who reads. They are among members: a visitor reads none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, load_only
from werkzeug.exceptions import NotFound

from network.conversations.models import Comment
from network.kernel.database import db
from network.kernel.paging import key_of, place_from
from network.members.glances import of_firm, of_person
from network.members.models import Member, Organisation
from network.questions.models import Question
from network.questions.rules import ANSWERED, ASKED, CLOSED, OPEN, UNANSWERED_FOR, state
from network.themes.glances import OF_THEME
from network.themes.models import CLOSED as SHUT
from network.themes.models import Theme

A_PAGE = 20


def rights_of(reader: Member) -> dict[str, Any]:
    """What the statements here must be told of their reader."""
    return {"theme_ids": sorted(reader.theme_ids)}


def _known() -> ColumnElement[bool]:
    """Questions of which a member may know; the theme is joined. A theme that closes takes its own along."""
    return or_(Theme.access != SHUT, Question.theme_id.in_(bindparam("theme_ids", expanding=True)))


def question_for(reader: Member | None, slug: str) -> Question:
    """One question with all that its page shows. Raises 404 when there is none, or it is not for this reader."""
    return _first(reader, Question.slug == slug)


def question_by_id(reader: Member | None, question_id: int) -> Question:
    """The same by its number. Raises 404."""
    return _first(reader, Question.id == question_id)


def _first(reader: Member | None, which: ColumnElement[bool]) -> Question:
    found = db.session.scalar(_whole().where(which), rights_of(reader)) if reader is not None else None
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[Question]:
    answerer, their_firm = aliased(Member), aliased(Organisation)
    return (
        select(Question)
        .join(Question.theme)
        .join(Question.author)
        .join(Question.organisation)
        .outerjoin(Question.accepted)
        .outerjoin(Comment.author.of_type(answerer))
        .outerjoin(answerer.organisation.of_type(their_firm))
        .options(
            contains_eager(Question.theme).load_only(*OF_THEME),
            contains_eager(Question.author).load_only(*of_person()),
            contains_eager(Question.organisation).load_only(*of_firm()),
            contains_eager(Question.accepted)
            .contains_eager(Comment.author.of_type(answerer))
            .load_only(*of_person(answerer)),
            contains_eager(Question.accepted)
            .contains_eager(Comment.author.of_type(answerer))
            .contains_eager(answerer.organisation.of_type(their_firm))
            .load_only(*of_firm(their_firm)),
        )
        .where(_known())
    )


class Line(NamedTuple):
    """A question in a list."""

    id: int
    slug: str
    title: str
    kind: str
    language: str
    comment_count: int
    created_at: datetime
    closed_at: datetime | None
    answer_id: int | None
    firm: str
    size_class: str
    sector: str
    theme: str
    colour: str

    @property
    def path(self) -> str:
        return f"/questions/{self.slug}"

    @property
    def state(self) -> str:
        return state(closed=self.closed_at is not None, accepted=self.answer_id is not None)


_LINE: tuple[Any, ...] = (
    Question.id, Question.slug, Question.title, Question.kind, Question.language, Question.comment_count,
    Question.created_at, Question.closed_at, Comment.id, Organisation.name, Organisation.size_class, Organisation.sector,
    Theme.slug, Theme.colour,
)  # fmt: skip
_STANDING = and_(Comment.id == Question.accepted_id, Comment.deleted_at.is_(None))
_STATES: dict[str, ColumnElement[bool]] = {
    OPEN: and_(Question.closed_at.is_(None), Comment.id.is_(None)),
    ANSWERED: and_(Question.closed_at.is_(None), Comment.id.is_not(None)),
    CLOSED: Question.closed_at.is_not(None),
}


@cache  # made once for each set of choices: making a statement costs more than running it
def _lines(by: tuple[str, ...], state: str, goes_on: bool) -> Select[Any]:
    columns = {"theme": Theme.slug, "kind": Question.kind}
    only = [columns[name] == bindparam(name) for name in by]
    if state:
        only.append(_STATES[state])
    if goes_on:
        place = tuple_(bindparam("before", type_=Question.created_at.type), bindparam("before_id"))
        only.append(tuple_(Question.created_at, Question.id) < place)
    statement: Select[Any] = select(*_LINE)
    return (
        statement.join(Question.theme)
        .join(Question.organisation)
        .outerjoin(Comment, _STANDING)
        .where(_known(), *only)
        .order_by(Question.created_at.desc(), Question.id.desc())
        .limit(bindparam("most"))
    )


def page_for(
    reader: Member, *, theme: str = "", kind: str = "", state: str = "", before: str = "", most: int = A_PAGE
) -> tuple[list[Line], str]:
    """Questions and offers, the newest first, and the key of the page after them ("" when there is none)."""
    by = {name: value for name, value in (("theme", theme), ("kind", kind)) if value}
    place = place_from(before)
    statement = _lines(tuple(by), state, bool(place))
    rows = db.session.execute(statement, {**by, **place, **rights_of(reader), "most": most + 1})
    lines = [Line._make(row) for row in rows]
    last = lines[most - 1] if len(lines) > most else None
    return lines[:most], key_of(last.created_at, last.id) if last else ""


def without_answer() -> list[ColumnElement[bool]]:
    """Asked, open, and nobody but the asker has said anything: what a statement must ask for that."""
    others = select(Comment.id).where(
        Comment.subject_kind == "question", Comment.subject_id == Question.id, Comment.author_id != Question.author_id,
        Comment.deleted_at.is_(None),
    )  # fmt: skip
    return [Question.kind == ASKED, Question.closed_at.is_(None), ~others.exists()]


def unanswered_for(coordinator: Member, now: datetime, most: int = 12) -> Sequence[Question]:
    """The questions in a coordinator's own themes that nobody has answered for a week, the oldest first."""
    if not coordinator.led_theme_ids:
        return []
    statement = (
        select(Question)
        .join(Question.theme)
        .options(contains_eager(Question.theme).load_only(*OF_THEME), load_only(Question.slug, Question.title))
        .where(Question.theme_id.in_(coordinator.led_theme_ids), Question.created_at < now - UNANSWERED_FOR)
        .where(*without_answer())
        .order_by(Question.created_at, Question.id)
        .limit(most)
    )
    return db.session.scalars(statement).all()


def to_pass_on(now: datetime, most: int = 100) -> Sequence[int]:
    """The numbers of questions without an answer for seven days that nobody was told of yet."""
    waiting = (Question.forwarded_at.is_(None), Question.created_at < now - UNANSWERED_FOR, *without_answer())
    return db.session.scalars(select(Question.id).where(*waiting).order_by(Question.id).limit(most)).all()
