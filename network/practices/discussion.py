"""What conversations must know of a practice to let members talk about it."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from network.conversations.kinds import Subject
from network.members.models import Member
from network.practices.policy import is_inside, may_edit
from network.practices.queries import practice_by_id
from network.themes.policy import may_coordinate


def find(practice_id: int, reader: Member | None) -> Subject | None:
    """A practice that members may discuss; what was archived is only read. Visitors and drafts have no conversation."""
    if reader is None:
        return None
    try:
        practice = practice_by_id(reader, practice_id)
    except NotFound:
        return None
    if practice.published_at is None or not is_inside(reader, practice):
        return None
    moderates = may_edit(reader, practice) and may_coordinate(reader, practice.theme)
    return Subject(
        practice.path, practice.title, practice.author_id, practice.ask_member_id,
        beside_ids=tuple(practice.co_author_ids), may_comment=practice.is_published, may_moderate=moderates,
    )  # fmt: skip
