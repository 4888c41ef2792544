"""What practices keep about a member: what they wrote, drafts as well, and what they reported of the practices of others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns
from network.practices.models import Practice, Replication

WRITTEN = (
    "path", "title", "state", "audience", "language", "outcome", "summary", "problem", "action", "cost", "hours", "euros",
    "weeks", "result", "effect_figure", "effect_text", "went_wrong", "advice", "ask_when", "rich", "facets", "created_at",
    "updated_at", "published_at",
)  # fmt: skip
REPORTED = (
    "again", "adapted", "changed", "went_wrong", "hours", "euros", "weeks", "shows_amounts", "created_at", "withdrawn_at",
)  # fmt: skip


def written_by(member: Member) -> list[dict[str, Any]]:
    """All that a member wrote, as it stands now, with the theme that it is for."""
    own = select(Practice).join(Practice.theme).options(contains_eager(Practice.theme))
    rows = db.session.scalars(own.where(Practice.author_id == member.id).order_by(Practice.id))
    return [{**columns(practice, WRITTEN), "theme": practice.theme.path} for practice in rows]


def reported_by(member: Member) -> list[dict[str, Any]]:
    """What a member told of practices that their firm applied, also what was withdrawn; the practice by its address."""
    own = select(Replication, Practice.slug).join(Practice, Practice.id == Replication.practice_id)
    rows = db.session.execute(own.where(Replication.member_id == member.id).order_by(Replication.id))
    return [{"practice": f"/practices/{slug}", **columns(report, REPORTED)} for report, slug in rows]
