"""Keeping a practice at hand: verbs and reads. Nobody else sees what somebody keeps."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select

from network.kernel.database import added, db, transactional
from network.members.models import Member
from network.members.own_data import columns
from network.practices.models import Bookmark, Practice
from network.practices.queries import Card, cards_of, rights_of, stands_for

MOST = 200  # that are shown


@transactional
def keep(member: Member, practice: Practice) -> None:
    """Keep a practice at hand; doing it twice changes nothing."""
    if db.session.get(Bookmark, (member.id, practice.id)) is None:
        added(Bookmark(member_id=member.id, practice_id=practice.id))


@transactional
def keep_no_more(member: Member, practice: Practice) -> None:
    """Let it go; doing it twice changes nothing."""
    db.session.execute(delete(Bookmark).where(Bookmark.member_id == member.id, Bookmark.practice_id == practice.id))


@cache
def _kept() -> Select[Any]:
    own = cards_of(stands_for(True), Bookmark.member_id == bindparam("reader_id")).order_by(None)
    mine = own.join(Bookmark, Bookmark.practice_id == Practice.id)
    return mine.order_by(Bookmark.at.desc(), Practice.id.desc()).limit(MOST)


def kept_by(member: Member) -> list[Card]:
    """What a member keeps and may still read, the last kept first; of the rest not even a title."""
    return [Card.of(row) for row in db.session.execute(_kept(), rights_of(member))]


def kept(member: Member) -> list[dict[str, Any]]:
    """A member's bookmarks, for their own data."""
    own = select(Bookmark, Practice.slug).join(Practice, Practice.id == Bookmark.practice_id)
    rows = db.session.execute(own.where(Bookmark.member_id == member.id).order_by(Bookmark.at))
    return [{"practice": f"/practices/{slug}", **columns(row, ("at",))} for row, slug in rows]
