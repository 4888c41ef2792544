"""What the scan keeps about a member: their own answers, and when they confirmed one for their firm."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns
from network.scans.models import Answers, Submission


def answered_by(member: Member) -> dict[str, list[Any]]:
    """All that a member answered, by year, and what they confirmed in the name of a firm."""
    own = db.session.scalars(select(Answers).where(Answers.member_id == member.id).order_by(Answers.id))
    confirmed = select(Submission).where(Submission.confirmed_by_id == member.id).order_by(Submission.id)
    return {
        "answers": [columns(row, ("year", "answers", "changed_at", "done_at")) for row in own],
        "confirmed": [
            columns(row, ("year", "number", "answers", "confirmed_at")) for row in db.session.scalars(confirmed)
        ],
    }
