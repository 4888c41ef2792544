"""What joining must know of a theme to let who coordinates it say on which findings it builds."""

from __future__ import annotations

from network.joining.kinds import Tended
from network.kernel.errors import require
from network.members.models import Member
from network.themes.policy import may_coordinate
from network.themes.queries import theme_by_id


def tended(theme_id: int, member: Member) -> Tended:
    """A theme for who coordinates it. Raises 404, and NotYours for who may only look."""
    theme = theme_by_id(member, theme_id)
    require(may_coordinate(member, theme))
    return Tended(theme.path, theme.title, f"{theme.tagline}\n{theme.purpose}")
