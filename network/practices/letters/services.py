"""Verbs of letters: write one, answer one, and forget the old."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from network.kernel import clock
from network.kernel.database import added, db, transactional, writing
from network.members.models import Member, Organisation
from network.notifications.services import notify
from network.practices import notices
from network.practices.letters.models import Letter
from network.practices.letters.refusals import NobodyToAsk, TooManyLetters
from network.practices.models import Practice

MOST_A_DAY = 20  # letters of one person; a law or a curious reader needs fewer, an advertiser more
KEPT = timedelta(days=365)


@transactional
def write(
    practice: Practice, asker_id: int, author: Member, recipient: Member | None, text: str, *, once: str | None
) -> None:
    """Write a letter about a practice in the exchange that `asker_id` began; its recipient gets it by mail.

    Sent again with the same `once` it stays one letter. Raises NobodyToAsk for a recipient who is not here any more,
    TooManyLetters.
    """
    if recipient is not None:
        db.session.refresh(recipient, ["active"])
    if recipient is None or not recipient.active or recipient.id == author.id:
        raise NobodyToAsk
    today = (Letter.author_id == author.id, Letter.written_at > clock.now() - timedelta(days=1))
    if (db.session.scalar(select(func.count()).where(*today)) or 0) >= MOST_A_DAY:
        raise TooManyLetters
    letter = Letter(
        practice_id=practice.id, asker_id=asker_id, author_id=author.id, recipient_id=recipient.id, text=text, once=once
    )
    if not added(letter):
        return
    firm = db.session.get_one(Organisation, author.organisation_id)
    notify(
        recipient, notices.LETTER, path=f"{practice.path}/letters/{asker_id}", name=author.name,
        firm=firm.name, title=practice.title, letter=text,
    )  # fmt: skip


def forget_old_letters(now: datetime) -> None:
    """Delete letters a year after they were written."""
    old = Letter.written_at < now - KEPT
    if db.session.scalar(select(Letter.id).where(old).limit(1)) is not None:  # asking takes no lock, and writes nothing
        with writing() as session:
            session.execute(delete(Letter).where(old))
