"""Verbs of who reads and follows a conversation, and of what was useful. Each is one transaction."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from network.conversations import notices
from network.conversations.kinds import Subject
from network.conversations.models import Comment, Reading, Thanks
from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import Refusal
from network.members.models import Member
from network.notifications.services import notify


class OwnWords(Refusal):
    """Nobody thanks themselves."""

    words = _l("You said this yourself.")
    way_on = _l("Others can say that it was useful to them.")


@transactional
def see(member: Member, kind: str, subject_id: int, comment_id: int) -> None:
    """Remember that somebody read a conversation up to a comment. What was seen never becomes unseen."""
    _place(member, kind, subject_id)
    further = (*_own(member, kind, subject_id), Reading.seen_id < comment_id)
    _write(update(Reading).where(*further).values(seen_id=comment_id))


@transactional
def follow(member: Member, kind: str, subject_id: int, *, follows: bool) -> None:
    """Let somebody hear of every comment, or of none but what concerns them. Doing it twice changes nothing."""
    _place(member, kind, subject_id)
    _write(update(Reading).where(*_own(member, kind, subject_id)).values(follows=follows))


@transactional
def take_part(member: Member, said: Comment) -> None:
    """Whoever says something has read what is there, and follows it from now on unless they chose not to."""
    see(member, said.subject_kind, said.subject_id, said.id)
    undecided = (*_own(member, said.subject_kind, said.subject_id), Reading.follows.is_(None))
    _write(update(Reading).where(*undecided).values(follows=True))


@transactional
def thank(member: Member, said: Comment, subject: Subject) -> None:
    """Say that a comment was useful; doing it twice counts once. Its author hears of it once a day. Raises OwnWords."""
    if said.author_id == member.id:
        raise OwnWords
    if not added(Thanks(comment_id=said.id, member_id=member.id)):
        return
    _count(said.id, 1)
    once = f"{notices.USEFUL}:{said.subject_kind}:{said.subject_id}:{said.author_id}:{clock.today().isoformat()}"
    path = f"{subject.path}#comment-{said.id}"
    notify(said.author_id, notices.USEFUL, path=path, mail=False, once=once, title=subject.title)


@transactional
def thank_no_more(member: Member, said: Comment) -> None:
    """Take that back; doing it twice changes nothing."""
    given = delete(Thanks).where(Thanks.comment_id == said.id, Thanks.member_id == member.id)
    if db.session.scalar(given.returning(Thanks.comment_id)) is not None:
        _count(said.id, -1)


@transactional
def forget_thanks(member: Member, erased: bool) -> None:
    """What somebody who is erased found useful no longer counts."""
    if not erased:
        return
    thanked = db.session.scalars(select(Thanks.comment_id).where(Thanks.member_id == member.id)).all()
    _write(delete(Thanks).where(Thanks.member_id == member.id))
    left = select(func.count()).where(Thanks.comment_id == Comment.id).scalar_subquery()
    _write(update(Comment).where(Comment.id.in_(thanked)).values(thanks_count=left))


def followers_of(kind: str, subject_id: int) -> dict[int, bool]:
    """Who said whether they follow a conversation, by number."""
    there = (Reading.subject_kind == kind, Reading.subject_id == subject_id, Reading.follows.is_not(None))
    rows = db.session.execute(select(Reading.member_id, Reading.follows).where(*there))
    return {member_id: bool(follows) for member_id, follows in rows}


def _place(member: Member, kind: str, subject_id: int) -> None:
    """A row for somebody in a conversation; who asks at the same moment finds it there."""
    if db.session.get(Reading, (member.id, kind, subject_id)) is None:
        added(Reading(member_id=member.id, subject_kind=kind, subject_id=subject_id, seen_id=0))


def _own(member: Member, kind: str, subject_id: int) -> tuple[Any, ...]:
    return Reading.member_id == member.id, Reading.subject_kind == kind, Reading.subject_id == subject_id


def _count(comment_id: int, difference: int) -> None:
    _write(update(Comment).where(Comment.id == comment_id).values(thanks_count=Comment.thanks_count + difference))


def _write(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
