"""Reads of conversations: a thread in one statement, and where in it a comment stands."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select, tuple_

from network.conversations.kinds import Subject, subject_for
from network.conversations.models import Comment
from network.kernel.database import db
from network.kernel.text import whole_number
from network.members.models import Member, Organisation

A_PAGE = 50

_root = func.coalesce(Comment.parent_id, Comment.id)
_place = tuple_(_root, Comment.id)  # a comment, then its replies, in the order in which they were said


class Author(NamedTuple):
    """Who said something, and for which firm."""

    id: int
    slug: str
    name: str
    has_page: bool
    firm_slug: str
    firm: str

    @property
    def path(self) -> str:
        return f"/people/{self.slug}"


class Said(NamedTuple):
    """A comment as a page shows it; a thread is one statement."""

    id: int
    parent_id: int | None
    text: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    author: Author


_SAID = (Comment.id, Comment.parent_id, Comment.text, Comment.created_at, Comment.edited_at, Comment.deleted_at)
_AUTHOR = (
    Member.id,
    Member.slug,
    Member.name,
    and_(Member.is_listed, Member.active),
    Organisation.slug,
    Organisation.name,
)


@dataclass(frozen=True)
class Talk:
    """A comment with its replies; None where the page begins with replies to one on the page before."""

    comment: Said | None
    replies: list[Said]


@dataclass(frozen=True)
class Thread:
    """A page of a conversation. `more` is where the next page begins; `once` begins the keys of its forms."""

    talks: list[Talk]
    more: str = ""
    is_first: bool = True
    once: str = field(default_factory=lambda: secrets.token_hex(12))


@cache  # made once: making a statement costs more than running it
def _said(goes_on: bool) -> Select[Any]:
    columns: tuple[Any, ...] = (*_SAID, *_AUTHOR)
    statement: Select[Any] = (
        select(*columns)
        .join(Comment.author)
        .join(Member.organisation)
        .where(Comment.subject_kind == bindparam("kind"), Comment.subject_id == bindparam("subject_id"))
        .order_by(_root, Comment.id)
        .limit(bindparam("most"))
    )
    return statement.where(_place > tuple_(bindparam("root"), bindparam("number"))) if goes_on else statement


def thread(kind: str, subject_id: int, after: str = "", most: int = A_PAGE) -> Thread:
    """What was said under a thing, oldest first, with authors and firms. The caller has seen to who may read it."""
    key = _key(after)
    place = {"root": key[0], "number": key[1]} if key else {}
    facts = {"kind": kind, "subject_id": subject_id, "most": most + 1, **place}
    read = db.session.execute(_said(key is not None), facts)
    rows = [Said._make((*row[: len(_SAID)], Author._make(row[len(_SAID) :]))) for row in read]
    last = rows[most - 1] if len(rows) > most else None
    return Thread(_grouped(rows[:most]), f"{last.parent_id or last.id}-{last.id}" if last else "", key is None)


def comment_for(reader: Member, comment_id: int) -> tuple[Comment, Subject]:
    """One comment, with what it stands under. Raises 404 when it is gone or its subject is not for this reader."""
    statement = select(Comment).where(Comment.id == comment_id, Comment.deleted_at.is_(None))
    found: Comment = db.first_or_404(statement)
    return found, subject_for(reader, found.subject_kind, found.subject_id)


def place_of(said: Comment) -> str:
    """What to add to the subject's address to stand before this comment, on whatever page of the thread it is."""
    root = said.parent_id or said.id
    before = select(func.count()).where(
        Comment.subject_kind == said.subject_kind, Comment.subject_id == said.subject_id, _place < (root, said.id)
    )
    page = f"?after={root}-{said.id - 1}" if (db.session.scalar(before) or 0) >= A_PAGE else ""
    return f"{page}#comment-{said.id}"


def _grouped(rows: Sequence[Said]) -> list[Talk]:
    talks: list[Talk] = []
    for row in rows:
        if row.parent_id is None:
            talks.append(Talk(row, []))
        elif talks:
            talks[-1].replies.append(row)
        else:
            talks.append(Talk(None, [row]))
    return talks


def _key(after: str) -> tuple[int, int] | None:
    root, _, number = after.partition("-")
    key = whole_number(root), whole_number(number)
    return key if all(key) else None
