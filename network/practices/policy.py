"""Who may do what with a practice."""

from __future__ import annotations

from network.members.models import Member
from network.practices.models import DRAFT, FOR_THEME, Practice, Replication
from network.themes.models import CLOSED, Theme
from network.themes.policy import belongs, may_coordinate


def may_write_in(member: Member, theme: Theme) -> bool:
    """Members of the theme write in it, and its coordinators."""
    return belongs(member, theme) or may_coordinate(member, theme)


def may_edit(member: Member | None, practice: Practice) -> bool:
    """Authors tend their own practice; coordinators of its theme may tend what was published in it."""
    if member is None:
        return False
    if writes(member, practice):
        return True
    return practice.state != DRAFT and may_coordinate(member, practice.theme)


def writes(member: Member, practice: Practice) -> bool:
    """The author, and colleagues who write along as long as they are of the firm."""
    if practice.author_id == member.id:
        return True
    return member.id in practice.co_author_ids and member.organisation_id == practice.organisation_id


def may_discard(member: Member | None, practice: Practice) -> bool:
    """Only who wrote a draft throws it away; nobody else knows of it."""
    return member is not None and practice.author_id == member.id


def is_inside(member: Member, practice: Practice) -> bool:
    """Whether a member is one of those for whom the practice was published."""
    shut = practice.audience == FOR_THEME or practice.theme.access == CLOSED
    return not shut or practice.theme_id in member.theme_ids


def may_report(member: Member | None, practice: Practice) -> bool:
    """Other firms report whether it worked for them; the firm's own report would prove nothing."""
    return member is not None and practice.is_published and member.organisation_id != practice.organisation_id


def may_tend(member: Member, report: Replication) -> bool:
    """A firm's report is changed by whoever wrote it, and by the firm's contact."""
    return report.member_id == member.id or (member.is_contact and report.organisation_id == member.organisation_id)
