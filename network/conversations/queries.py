"""Reads of conversations: a thread in one statement, and where in it a comment stands."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from network.conversations.kinds import Subject, subject_for
from network.conversations.models import Comment, Reading, Thanks
from network.kernel.database import db
from network.kernel.i18n import both
from network.kernel.text import whole_number
from network.links.models import Node
from network.links.queries import open_when, rights_of
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
    thanks_count: int
    author: Author


_SAID = (Comment.id, Comment.parent_id, Comment.text, Comment.created_at, Comment.edited_at, Comment.deleted_at,
    Comment.thanks_count,
)  # fmt: skip
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
    """A page of a conversation, as its reader stands in it.

    `more` is where the next page begins; `once` begins the keys of its forms; `seen` is the last comment that the reader
    saw, 0 for a conversation that they never opened; `thanked` are the comments that were useful to them.
    """

    talks: list[Talk]
    more: str = ""
    is_first: bool = True
    seen: int = 0
    follows: bool = False
    thanked: frozenset[int] = frozenset()
    last: int = 0
    reader_id: int = 0
    once: str = field(default_factory=lambda: secrets.token_hex(12))

    def is_new(self, said: Said) -> bool:
        """Whether the reader has not seen a comment yet; of a conversation that they open first, nothing is new."""
        return 0 < self.seen < said.id and said.author.id != self.reader_id and said.deleted_at is None

    @property
    def new(self) -> list[Said]:
        """What is new on this page."""
        everything = [each for talk in self.talks for each in (talk.comment, *talk.replies) if each is not None]
        return [each for each in everything if self.is_new(each)]


@cache  # made once: making a statement costs more than running it
def _said(goes_on: bool) -> Select[Any]:
    columns: tuple[Any, ...] = (*_SAID, *_AUTHOR)
    reader: Any = bindparam("reader_id")
    thanked = select(Thanks.comment_id).where(Thanks.comment_id == Comment.id, Thanks.member_id == reader).exists()
    own = and_(
        Reading.member_id == reader,
        Reading.subject_kind == bindparam("kind"),
        Reading.subject_id == bindparam("subject_id"),
    )
    statement: Select[Any] = (
        select(*columns, thanked, Reading.seen_id, Reading.follows)
        .join(Comment.author)
        .join(Member.organisation)
        .outerjoin(Reading, own)
        .where(Comment.subject_kind == bindparam("kind"), Comment.subject_id == bindparam("subject_id"))
        .order_by(_root, Comment.id)
        .limit(bindparam("most"))
    )
    return statement.where(_place > tuple_(bindparam("root"), bindparam("number"))) if goes_on else statement


def thread(reader: Member, kind: str, subject_id: int, after: str = "", most: int = A_PAGE) -> Thread:
    """What was said under a thing, oldest first, with authors and firms, and how its reader stands in it.

    The caller has seen to who may read it.
    """
    key = _key(after)
    place = {"root": key[0], "number": key[1]} if key else {}
    facts = {"kind": kind, "subject_id": subject_id, "reader_id": reader.id, "most": most + 1, **place}
    read = db.session.execute(_said(key is not None), facts).all()
    width = len(_SAID)
    rows = [Said._make((*row[:width], Author._make(row[width:-3]))) for row in read]
    last = rows[most - 1] if len(rows) > most else None
    seen, follows = read[0][-2:] if read else _standing(reader, kind, subject_id)
    return Thread(
        _grouped(rows[:most]), f"{last.parent_id or last.id}-{last.id}" if last else "", key is None,
        seen or 0, bool(follows), frozenset(row[0] for row in read if row[-3]), max((row.id for row in rows[:most]), default=0),
        reader.id,
    )  # fmt: skip


def _standing(reader: Member, kind: str, subject_id: int) -> tuple[int, bool | None]:
    """How somebody stands in a conversation in which nobody has said anything yet."""
    own = db.session.get(Reading, (reader.id, kind, subject_id))
    return (own.seen_id, own.follows) if own else (0, None)


class Followed(NamedTuple):
    """A conversation that somebody follows, with how many comments in it are new."""

    path: str
    titles: dict[str, Any]
    new: int

    @property
    def title(self) -> str:
        return both(self.titles)  # type: ignore[no-any-return]


@cache
def _followed() -> Select[Any]:
    new = func.count(Comment.id)
    here = and_(Node.kind == Reading.subject_kind, Node.subject_id == Reading.subject_id)
    unseen = and_(
        Comment.subject_kind == Reading.subject_kind, Comment.subject_id == Reading.subject_id,
        Comment.id > Reading.seen_id, Comment.deleted_at.is_(None), Comment.author_id != Reading.member_id,
    )  # fmt: skip
    return (
        select(Node.path, Node.titles, new)
        .select_from(Reading)
        .join(Node, here)
        .join(Comment, unseen)
        .where(Reading.member_id == bindparam("reader_id"), Reading.follows.is_(True), open_when(True))
        .group_by(Node.id, Node.path, Node.titles)
        .order_by(func.max(Comment.id).desc())
        .limit(bindparam("most"))
    )


def followed_by(reader: Member, most: int = 5) -> list[Followed]:
    """The conversations that somebody follows in which there is something new, the newest first, in their rights now."""
    facts = {"reader_id": reader.id, "most": most, **rights_of(reader)}
    return [Followed._make(row) for row in db.session.execute(_followed(), facts)]


def last_in(kind: str, subject_id: int) -> int:
    """The newest comment of a conversation; 0 where there is none."""
    there = (Comment.subject_kind == kind, Comment.subject_id == subject_id)
    return db.session.scalar(select(func.max(Comment.id)).where(*there)) or 0


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


@dataclass(frozen=True)
class Talking:
    """Who can be called by name in a conversation, by number: people who take part, and their firms.

    `hears` says who hears of it when a firm is called: those of its people who take part, and its contacts.
    """

    people: dict[int, str]
    firms: dict[int, str]
    hears: dict[int, set[int]]


def talking(kind: str, subject_id: int, subject: Subject) -> Talking:
    """Who takes part: whoever said something there, the author of the subject and whom one can ask; by name."""
    there = (Comment.subject_kind == kind, Comment.subject_id == subject_id)
    authors = select(Comment.author_id).where(*there, Comment.deleted_at.is_(None))
    hosts = [each for each in (subject.author_id, subject.asked_id, *subject.beside_ids) if each is not None]
    whole = aliased(Member)
    firms = select(whole.organisation_id).where(whole.active, or_(whole.id.in_(authors), whole.id.in_(hosts)))
    takes_part = or_(Member.id.in_(authors), Member.id.in_(hosts))
    beside = and_(Member.is_contact, Member.organisation_id.in_(firms))
    people = (
        select(Member.id, Member.name, Organisation.id, Organisation.name, takes_part.label("takes_part"))
        .join(Organisation, Organisation.id == Member.organisation_id)
        .where(Member.active, or_(takes_part, beside))
        .order_by(Member.name, Member.id)
    )
    found = Talking({}, {}, {})
    for member_id, name, firm_id, firm, takes in db.session.execute(people).all():
        if takes:
            found.people[member_id] = name
        found.firms[firm_id] = firm
        found.hears.setdefault(firm_id, set()).add(member_id)
    return found
