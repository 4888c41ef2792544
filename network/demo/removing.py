"""Take the story away again: its firms, people, themes, practices and meetups, and what hangs on them."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from network.conversations.models import Comment
from network.kernel.database import db, transactional
from network.links.models import Node
from network.meetups.models import Meetup, Signup
from network.members.models import Member, Organisation
from network.notifications.models import Notification
from network.practices.models import Practice, Replication
from network.themes.models import Membership, Theme
from network.themes.services import recount

KINDS = (("practice", Practice), ("meetup", Meetup), ("theme", Theme), ("organisation", Organisation))


@transactional
def remove() -> int:
    """Remove all that is marked as demo. Gives how many firms and people went. Doing it twice removes nothing more."""
    people = select(Member.id).where(Member.is_demo)
    _keep_themes_in_use()
    for kind, table in KINDS:
        ids = select(table.id).where(table.is_demo)
        db.session.execute(delete(Comment).where(Comment.subject_kind == kind, Comment.subject_id.in_(ids)))
        db.session.execute(delete(Node).where(Node.kind == kind, Node.subject_id.in_(ids)))
    for table, column in ((Replication, "member_id"), (Signup, "member_id"), (Membership, "member_id"), (Notification, "member_id")):
        db.session.execute(delete(table).where(getattr(table, column).in_(people)))
    db.session.execute(delete(Comment).where(Comment.author_id.in_(people)))
    count = 0
    for table in (Meetup, Practice, Theme, Member, Organisation):
        gone = db.session.execute(delete(table).where(table.is_demo)).rowcount  # type: ignore[attr-defined]
        count += gone if table in (Member, Organisation) else 0
    for theme in db.session.scalars(select(Theme)).all():
        recount(theme)
    return count


def _keep_themes_in_use() -> None:
    """A theme that real members joined is theirs now: it stays, with whatever they wrote in it."""
    real = select(Membership.theme_id).join(Member, Member.id == Membership.member_id).where(Member.is_demo.is_(False))
    kept = update(Theme).where(Theme.id.in_(real)).values(is_demo=False, lead_id=None)
    db.session.execute(kept.execution_options(synchronize_session=False))
