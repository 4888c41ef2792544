"""Reads of letters, each for one of the two who may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from network.kernel.database import db
from network.members.glances import of_firm, of_person
from network.members.models import Member
from network.members.own_data import columns
from network.practices.letters.models import Letter
from network.practices.models import Practice

MOST = 200  # of one exchange that are shown: the newest


def letters_for(reader: Member, practice: Practice, asker_id: int) -> Sequence[Letter]:
    """What the reader wrote and got in one exchange about a practice, oldest first."""
    own = or_(Letter.author_id == reader.id, Letter.recipient_id == reader.id)
    statement = (
        select(Letter)
        .where(Letter.practice_id == practice.id, Letter.asker_id == asker_id, own)
        .options(
            joinedload(Letter.author).load_only(*of_person()).joinedload(Member.organisation).load_only(*of_firm()),
            joinedload(Letter.recipient).load_only(*of_person()).joinedload(Member.organisation).load_only(*of_firm()),
        )
        .order_by(Letter.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(statement).all()[::-1]


def letters_of(member: Member) -> list[dict[str, Any]]:
    """The letters that a member wrote and got, for their own data; the practice by its address."""
    own = select(Letter, Practice.slug).join(Practice, Practice.id == Letter.practice_id)
    mine = or_(Letter.author_id == member.id, Letter.recipient_id == member.id)
    rows = db.session.execute(own.where(mine).order_by(Letter.id))
    return [
        {"practice": f"/practices/{slug}", "mine": row.author_id == member.id, **columns(row, ("text", "written_at"))}
        for row, slug in rows
    ]
