"""Who may do what with meetups."""

from __future__ import annotations

from network.meetups.models import FOR_INVITED, FOR_NETWORK, FOR_THEME, SEATED, Meetup
from network.meetups.rules import Standing
from network.members.models import Member
from network.themes.models import CLOSED, Theme


def may_plan(member: Member | None) -> bool:
    """Coordinators of the network or of a theme."""
    return member is not None and (member.is_coordinator or bool(member.led_theme_ids))


def may_plan_in(member: Member, theme: Theme | None) -> bool:
    """In a theme that one leads, or, for the network's coordinators, in any that one may see and for all."""
    if theme is None:
        return member.is_coordinator
    inside = theme.access != CLOSED or theme.id in member.theme_ids
    return theme.id in member.led_theme_ids or (member.is_coordinator and inside)


def may_coordinate(member: Member | None, meetup: Meetup) -> bool:
    """Change, call off, see who comes: whoever may plan in its theme."""
    return member is not None and may_plan_in(member, meetup.theme)


def may_sign_up(member: Member, meetup: Meetup, *, invited: bool = False) -> bool:
    """Open to the network, for the theme's own members, or for who was invited."""
    if meetup.audience == FOR_INVITED:
        return invited
    return meetup.audience == FOR_NETWORK or meetup.theme_id is None or meetup.theme_id in member.theme_ids


def is_for_theme(meetup: Meetup) -> bool:
    """Whether only the theme's members can be there: it says so, or nobody else sees it."""
    return meetup.theme is not None and (meetup.audience == FOR_THEME or meetup.theme.access == CLOSED)


def may_see_link(member: Member | None, meetup: Meetup, standing: Standing) -> bool:
    """The address of an online meetup is for those who have a seat and for who coordinates it, until it is over."""
    takes_part = standing.status == SEATED or standing.online
    return not meetup.is_over and (takes_part or may_coordinate(member, meetup))
