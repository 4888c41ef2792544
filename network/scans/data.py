"""What the scan keeps about a member: their own answers, and when they confirmed one for their firm."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns
from network.scans.models import Answers, Submission


def answered_by(member: Member) -> list[dict[str, Any]]:
    """All that a member answered, by year."""
    own = db.session.scalars(select(Answers).where(Answers.member_id == member.id).order_by(Answers.id))
    return [columns(row, ("year", "answers", "changed_at", "done_at")) for row in own]


def confirmed_by(member: Member) -> list[dict[str, Any]]:
    """What a member confirmed in the name of a firm."""
    own = select(Submission).where(Submission.confirmed_by_id == member.id).order_by(Submission.id)
    return [columns(row, ("year", "number", "answers", "confirmed_at")) for row in db.session.scalars(own)]
