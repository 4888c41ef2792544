"""Who may do what with a question."""

from __future__ import annotations

from network.members.models import Member
from network.questions.models import Question
from network.themes.models import Theme
from network.themes.policy import belongs, may_coordinate


def may_ask_in(member: Member, theme: Theme) -> bool:
    """Members of the theme ask and offer in it, and its coordinators."""
    return belongs(member, theme) or may_coordinate(member, theme)


def may_edit(member: Member, question: Question) -> bool:
    """Only whoever asked chooses the words, and says what answered it."""
    return question.author_id == member.id


def may_close(member: Member, question: Question) -> bool:
    """Whoever asked, and who coordinates the theme."""
    return may_edit(member, question) or may_coordinate(member, question.theme)
