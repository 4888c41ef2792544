"""Verbs of co-authors: add a colleague, take one off, hand the authorship over."""

from __future__ import annotations

from sqlalchemy import delete, select

from network.kernel import clock
from network.kernel.database import db, transactional
from network.members.models import Member
from network.notifications.services import notify
from network.practices import notices
from network.practices.authors.refusals import NotAColleague
from network.practices.locking import lock
from network.practices.models import Practice, PracticeAuthor


@transactional
def add_author(practice: Practice, colleague: Member, by: Member) -> None:
    """Let a colleague write along, and tell them. Done twice it is done once. Raises NotAColleague.

    The member is read anew, so that nobody is added who was shut out or left the firm a moment ago.
    """
    lock(practice)
    db.session.refresh(colleague, ["organisation_id", "active"])
    if not colleague.active or colleague.organisation_id != practice.organisation_id:
        raise NotAColleague
    if colleague.id == practice.author_id or db.session.get(PracticeAuthor, (practice.id, colleague.id)) is not None:
        return
    db.session.add(PracticeAuthor(practice_id=practice.id, member_id=colleague.id, added_at=clock.now()))
    db.session.flush()
    notify(colleague.id, notices.CO_AUTHOR, path=f"{practice.path}/edit", name=by.name, title=str(practice.name))
    db.session.refresh(practice, ["co_author_rows"])


@transactional
def remove_author(practice: Practice, member_id: int) -> None:
    """Take a co-author off; done twice it is done once. The author stays."""
    lock(practice)
    beside = (PracticeAuthor.practice_id == practice.id, PracticeAuthor.member_id == member_id)
    db.session.execute(delete(PracticeAuthor).where(*beside))
    db.session.refresh(practice, ["co_author_rows"])


@transactional
def hand_over(practice: Practice, member_id: int) -> None:
    """Make a co-author the author, and the author a co-author. Raises NotAColleague."""
    lock(practice)
    if practice.author_id == member_id:
        return
    theirs = db.session.get(PracticeAuthor, (practice.id, member_id))
    if theirs is None:
        raise NotAColleague
    db.session.delete(theirs)
    db.session.flush()
    before = db.session.get_one(Member, practice.author_id)
    practice.author_id = member_id
    if before.active and before.organisation_id == practice.organisation_id:
        db.session.add(PracticeAuthor(practice_id=practice.id, member_id=before.id, added_at=clock.now()))
    db.session.flush()
    db.session.refresh(practice, ["author", "co_author_rows"])


@transactional
def write_no_more(member: Member, _erased: bool) -> None:
    """Whoever is shut out or erased writes along with nobody."""
    db.session.execute(delete(PracticeAuthor).where(PracticeAuthor.member_id == member.id))


def told_of(practice: Practice) -> list[int]:
    """Who hears of what happens to a practice: its author and who writes along."""
    beside = select(PracticeAuthor.member_id).where(PracticeAuthor.practice_id == practice.id)
    return [practice.author_id, *db.session.scalars(beside.order_by(PracticeAuthor.member_id))]
