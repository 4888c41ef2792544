"""Take the story away again: its firms, people, themes, practices and meetups, and what hangs on them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, select, update

from network.conversations.models import Comment
from network.kernel.database import db, transactional
from network.links.models import Node
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup, Signup
from network.members.models import Member, Organisation
from network.notifications.models import Notification
from network.practices.models import Practice, Replication
from network.themes.models import Membership, Theme
from network.themes.services import recount

KINDS: tuple[tuple[str, Any], ...] = (
    ("practice", Practice),
    ("meetup", Meetup),
    ("theme", Theme),
    ("organisation", Organisation),
)


@transactional
def remove() -> int:
    """Remove all that is marked as demo. Gives how many firms and people went. Doing it twice removes nothing more."""
    people = select(Member.id).where(Member.is_demo)
    _keep_themes_in_use()
    for kind, table in KINDS:
        ids = select(table.id).where(table.is_demo)
        db.session.execute(delete(Comment).where(Comment.subject_kind == kind, Comment.subject_id.in_(ids)))
        db.session.execute(delete(Node).where(Node.kind == kind, Node.subject_id.in_(ids)))
    for own in (Replication, Signup, Membership, Notification):
        db.session.execute(delete(own).where(own.member_id.in_(people)))
    db.session.execute(delete(Comment).where(Comment.author_id.in_(people)))
    gone = [_delete(table) for table in (Meetup, Practice, Theme, Member, Organisation)]
    _count_anew()
    return sum(gone[-2:])


def _delete(table: Any) -> int:
    result: Any = db.session.execute(delete(table).where(table.is_demo))
    return int(result.rowcount)


def _count_anew() -> None:
    """Put right the counters of what stays: demo people may have been in a real meetup, or under a real practice."""
    held = select(func.count()).where(Signup.meetup_id == Meetup.id)
    said = select(func.count()).where(Comment.subject_id == Practice.id, Comment.subject_kind == "practice")
    said = said.where(Comment.deleted_at.is_(None))
    for counted in (
        update(Meetup).values(
            taken=held.where(Signup.status.in_((SEATED, OFFERED))).scalar_subquery(),
            waiting=held.where(Signup.status == WAITING).scalar_subquery(),
        ),
        update(Practice).values(comment_count=said.scalar_subquery()),
    ):
        db.session.execute(counted.execution_options(synchronize_session=False))
    for theme in db.session.scalars(select(Theme)).all():
        recount(theme)


def _keep_themes_in_use() -> None:
    """A theme that real members joined is theirs now: it stays, with whatever they wrote in it."""
    real = select(Membership.theme_id).join(Member, Member.id == Membership.member_id).where(Member.is_demo.is_(False))
    kept = update(Theme).where(Theme.id.in_(real)).values(is_demo=False, lead_id=None)
    db.session.execute(kept.execution_options(synchronize_session=False))
