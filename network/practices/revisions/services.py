"""Verbs of revisions: remember how a practice stands, and put back how it stood."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db, transactional
from network.members.models import Member
from network.notifications.services import notify
from network.practices import notices
from network.practices.models import Practice
from network.practices.revisions.models import Revision
from network.practices.revisions.rules import KEPT, is_same_sitting


@transactional
def remember(practice: Practice, by: int) -> None:
    """Keep how a practice stands now. The practice is held by the verb that changed it, so numbers never meet."""
    last = db.session.scalar(
        select(Revision).where(Revision.practice_id == practice.id).order_by(Revision.number.desc()).limit(1)
    )
    words, now = {name: getattr(practice, name) for name in KEPT}, clock.now()
    if last is not None and last.words == words:
        return
    if last is not None and is_same_sitting(
        (last.by_id, last.at), by, now, published=practice.published_at is not None
    ):
        last.words, last.at = words, now
    else:
        number = last.number + 1 if last is not None else 1
        db.session.add(Revision(practice_id=practice.id, number=number, by_id=by, at=now, words=words))
    db.session.flush()


@transactional
def begin(practice: Practice) -> None:
    """Keep how a practice stands before it is changed for the first time since revisions are kept."""
    if db.session.scalar(select(Revision.id).where(Revision.practice_id == practice.id).limit(1)) is None:
        remember(practice, practice.author_id)


@transactional
def tell_author(practice: Practice, by: Member) -> None:
    """Let an author know that somebody else changed their words, once a day at most."""
    if by.id == practice.author_id:
        return
    once = f"{notices.CHANGED}:{practice.id}:{clock.today().isoformat()}"
    facts: dict[str, Any] = {"title": str(practice.name), "name": by.name}
    notify(practice.author_id, notices.CHANGED, path=f"{practice.path}/revisions", mail=False, once=once, **facts)


def words_of(revision: Revision) -> dict[str, Any]:
    """What `save` takes to put a revision back."""
    return {name: revision.words[name] for name in KEPT if name in revision.words}
