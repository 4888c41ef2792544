"""The front page, for visitors and for members, and the pages that say how the network works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.conversations.queries import followed_by
from network.home import queries, rules
from network.kernel import clock
from network.kernel.guards import public
from network.kernel.i18n import render
from network.meetups.models import OFFERED
from network.meetups.queries import Mine, upcoming_for, upcoming_of
from network.members.current import current_member
from network.members.models import Member
from network.practices.queries import drafts_of, newest_for
from network.themes.queries import themes_of

blueprint = Blueprint("home", __name__)

TEASERS = ("learning_culture", "has_budget", "has_programme")  # findings that the opening page quotes


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    member = current_member()
    return _start(member) if member else _welcome()


def _welcome() -> ResponseReturnValue:
    """What this is, what one gets, and the way in."""
    themes, highlights = queries.opening()
    figures = {each.key: each for each in highlights}
    return render(
        "home/visitor.html",
        themes=themes,
        practices=newest_for(None, 3) if themes else [],
        meetups=upcoming_for(None, 3),
        figures=figures,
        teasers=[figures[key] for key in TEASERS if key in figures],
    )


def _start(member: Member) -> ResponseReturnValue:
    """What needs me, what is coming, what is new."""
    mine = upcoming_of(member, 5)
    joined = themes_of(member)
    themes = [theme for theme, _asked in joined]
    drafts, written = drafts_of(member)
    situation = rules.Situation(
        offered=[each.meetup for each in mine if each.status == OFFERED],
        drafts=drafts,
        themes=len(themes),
        practices=written,
        unread=member.unread,
        firm_path=member.organisation.path,
        firm_completeness=member.organisation.completeness,
        is_contact=member.is_contact,
        requests=[(theme, asked) for theme, asked in joined if asked],
    )
    return render(
        "home/member.html",
        greeting=_greeting(clock.local(clock.now())),
        themes=themes,
        tasks=rules.tasks_of(situation),
        coming=_coming(member, mine),
        followed=followed_by(member),
        practices=newest_for(member, 4),
    )


def _coming(member: Member, mine: Sequence[Mine]) -> list[Mine]:
    """The member's own meetups and the next three others, in order of date; of the others there is no standing."""
    taken = {each.meetup.id for each in mine}
    others = [Mine(each, "", None) for each in upcoming_for(member, 8) if each.id not in taken][:3]
    return sorted([*mine, *others], key=lambda each: (each.meetup.starts_at, each.meetup.id))


def _greeting(at: datetime) -> str:
    if at.hour < 12:
        return str(_("Good morning"))
    return str(_("Good afternoon") if at.hour < 18 else _("Good evening"))


@blueprint.get("/about")
@public
def about() -> ResponseReturnValue:
    return render("home/about.html")


@blueprint.get("/house-rules")
@public
def house_rules() -> ResponseReturnValue:
    return render("home/house_rules.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render("home/privacy.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render("home/accessibility.html")


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    base = current_app.config["SETTINGS"].base_url
    return Response(f"User-agent: *\nDisallow: /search\nDisallow: /sign-in\n# {base}\n", mimetype="text/plain")
