"""Who may do what with series."""

from __future__ import annotations

from network.meetups.models import FOR_NETWORK
from network.meetups.policy import may_plan_in
from network.meetups.series.models import Series
from network.members.models import Member
from network.themes.models import CLOSED


def may_coordinate(member: Member | None, series: Series) -> bool:
    """Change and end it: whoever may plan in its theme."""
    return member is not None and may_plan_in(member, series.theme)


def may_join(member: Member, series: Series) -> bool:
    """Those who may sign up for its meetups; what stands in a closed theme is for those in it."""
    if series.theme is None or series.theme.id in member.theme_ids:
        return True
    return series.theme.access != CLOSED and series.facts["audience"] == FOR_NETWORK
