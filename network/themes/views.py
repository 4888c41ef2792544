"""Pages of themes: the list, one theme, joining and leaving, and opening or changing one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import choices, once_key
from network.kernel.guards import public
from network.kernel.i18n import render
from network.links.picture import LANES, picture_of
from network.links.queries import web_of
from network.links.relations import words_of
from network.members.current import current_member, signed_in
from network.themes import panels, policy, queries, services
from network.themes.forms import CoordinatorForm, JoinForm, ThemeForm
from network.themes.models import ASKED, ON_REQUEST, Theme

blueprint = Blueprint("themes", __name__)


@blueprint.get("/themes")
@public
def index() -> ResponseReturnValue:
    reader = current_member()
    return render("themes/index.html", themes=queries.themes_for(reader), may_open=policy.may_open(reader))


@blueprint.get("/themes/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    reader = current_member()
    theme, findings = queries.theme_with_findings(reader, slug)
    return render(
        "themes/show.html",
        theme=theme,
        belongs=policy.belongs(reader, theme),
        may_coordinate=policy.may_coordinate(reader, theme),
        panels=[panel(theme, reader) for panel in panels.all_of_them()],
        organisations=queries.organisations_in(theme) if reader else [],
        findings=findings,
        asked=reader is not None and queries.has_asked(reader, theme),
    )


@blueprint.get("/themes/<slug>/web")
@public
def web(slug: str) -> ResponseReturnValue:
    """What belongs with what in a theme, as a picture and as a list."""
    reader = current_member()
    theme = queries.theme_for(reader, slug)
    known = web_of(theme.id, reader, list(LANES))
    joins = [(one, other, bool(words_of(way))) for one, other, way in known.joined]
    drawn = picture_of(known.things, joins)
    by_kind = sorted(known.things.items(), key=lambda each: (list(LANES).index(each[1].kind), each[1].title, each[0]))
    joined = known.beside()
    listed = [(thing, joined[key]) for key, thing in by_kind]
    return render(
        "themes/web.html", theme=theme, drawn=drawn, links=len(joins),
        listed=[(thing, beside) for thing, beside in listed if beside],
        loose=[thing for thing, beside in listed if not beside and thing.kind != "theme"],
    )  # fmt: skip


@blueprint.get("/themes/<slug>/join")
def ask(slug: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    return render("themes/join.html", theme=theme, form=JoinForm())


@blueprint.post("/themes/<slug>/membership")
def join(slug: str) -> ResponseReturnValue:
    member = signed_in()
    theme = queries.theme_for(member, slug)
    form = JoinForm()
    if theme.access == ON_REQUEST and not policy.belongs(member, theme) and not form.validate_on_submit():
        return render("themes/join.html", theme=theme, form=form), 422
    membership = services.join(theme, member, form.answer.data or "")
    if membership.state == ASKED:
        flash(_("Your request is with the coordinator. You get a message when there is an answer."))
    else:
        flash(_("Welcome, you take part now. See below which meetup suits you, or tell what your firm did."))
    return redirect(theme.path)


@blueprint.get("/themes/<slug>/coordinators")
def coordinators(slug: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    return render("themes/coordinators.html", theme=theme, **_people_of(theme, CoordinatorForm()))


@blueprint.post("/themes/<slug>/coordinators")
def let_lead(slug: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    people = _people_of(theme, CoordinatorForm())
    form = people["form"]
    if not form.validate_on_submit():
        return render("themes/coordinators.html", theme=theme, **people), 422
    member = next(each.member for each in people["others"] if each.member_id == form.member.data)
    services.lead(theme, member, by=signed_in())
    flash(_("%(name)s coordinates this theme now, and has been told.", name=member.name))
    return redirect(f"{theme.path}/coordinators")


@blueprint.post("/themes/<slug>/coordinators/<int(max=2147483647):member_id>/departure")
def step_down(slug: str, member_id: int) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    services.step_down(theme, member_id)
    return redirect(theme.path if member_id == signed_in().id else f"{theme.path}/coordinators")


def _people_of(theme: Theme, form: CoordinatorForm) -> dict[str, Any]:
    """Who leads a theme, and who else is in it and could."""
    people = queries.people_in(theme)
    others = [each for each in people if not each.leads]
    form.member.choices = choices(
        (each.member_id, f"{each.member.name}, {each.member.organisation.name}") for each in others
    )
    return {"form": form, "leaders": [each for each in people if each.leads], "others": others}


@blueprint.post("/themes/<slug>/membership/departure")
def leave(slug: str) -> ResponseReturnValue:
    member = signed_in()
    theme = queries.theme_for(member, slug)
    services.leave(theme, member)
    flash(_("You no longer take part in this theme. What you wrote stays."))
    return redirect("/themes" if not policy.may_see(None, theme) else theme.path)


@blueprint.get("/themes/<slug>/requests")
def requests(slug: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    return render("themes/requests.html", theme=theme, requests=queries.asking_to_join(theme))


@blueprint.post("/themes/<slug>/requests/<int(max=2147483647):member_id>/<any(grant, decline):answer>")
def answer(slug: str, member_id: int, answer: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    (services.grant if answer == "grant" else services.decline)(theme, member_id)
    return redirect(f"{theme.path}/requests")


@blueprint.get("/themes/new")
def new() -> ResponseReturnValue:
    require(policy.may_open(signed_in()))
    return render("themes/edit.html", form=ThemeForm(once=once_key()), theme=None)


@blueprint.post("/themes")
def create() -> ResponseReturnValue:
    require(policy.may_open(signed_in()))
    form = ThemeForm()
    if not form.validate_on_submit():
        return render("themes/edit.html", form=form, theme=None), 422
    theme = services.open_theme(signed_in(), once=form.own_key(), **form.words())
    flash(_("The theme is open. Tell the first firms that would fit."))
    return redirect(theme.path)


@blueprint.get("/themes/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    return render("themes/edit.html", form=ThemeForm(obj=theme), theme=theme)


@blueprint.post("/themes/<slug>")
def update(slug: str) -> ResponseReturnValue:
    theme = queries.theme_for(signed_in(), slug)
    require(policy.may_coordinate(signed_in(), theme))
    form = ThemeForm()
    if not form.validate_on_submit():
        return render("themes/edit.html", form=form, theme=theme), 422
    try:
        services.change(theme, form.seen_version(), **form.words())
    except ChangedMeanwhile as refusal:
        form.form_errors.append(str(refusal.words))
        form.version.data = str(theme.version)  # saving once more is a choice, made with the other text in view
        return render("themes/edit.html", form=form, theme=theme, theirs=form.differing_from(theme)), 409
    flash(_("Saved."))
    return redirect(theme.path)
