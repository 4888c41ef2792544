"""What conversations must know of a question to let members answer it."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from network.conversations.kinds import Subject
from network.members.models import Member
from network.questions.queries import question_by_id
from network.questions.services import count
from network.themes.policy import may_coordinate

__all__ = ["count", "find"]


def find(question_id: int, reader: Member | None) -> Subject | None:
    """A question that members may answer, as one reader sees it; also when it is closed, since later words may help."""
    try:
        question = question_by_id(reader, question_id)
    except NotFound:
        return None
    moderates = reader is not None and may_coordinate(reader, question.theme)
    return Subject(question.path, question.title, question.author_id, may_moderate=moderates)
