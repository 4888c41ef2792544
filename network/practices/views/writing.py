"""Writing a practice: begin a draft, go on with it, save it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.joining.forms import items_beside, ticked_on
from network.joining.kinds import JOINABLE
from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import Form, choices, once_key
from network.kernel.guards import wants_json
from network.kernel.i18n import language, render
from network.kernel.text import clock_time, euros, tidy
from network.links.models import Node
from network.links.queries import nodes_for, nodes_linked_to
from network.members.current import signed_in
from network.members.models import Member
from network.practices import policy, queries, services, web
from network.practices.forms import PracticeForm, filled, rounded
from network.practices.models import DRAFT, PUBLISHED, Practice
from network.practices.words import FACETS, PARTS
from network.themes.models import Theme
from network.themes.queries import themes_for

blueprint = Blueprint("writing", __name__)

TOLD_ELSEWHERE = ("title", "action", "result")  # what an address may bring along, for who told it before


@blueprint.get("/practices/new")
def new() -> ResponseReturnValue:
    told: dict[str, Any] = {name: tidy(request.args.get(name)) for name in TOLD_ELSEWHERE}
    form, themes = _form(signed_in(), once=once_key(), theme=request.args.get("theme"), language=language(), **told)
    return _page(form, None, themes)


@blueprint.post("/practices")
def create() -> ResponseReturnValue:
    member = signed_in()
    form, themes = _form(member)
    if not _is_valid(form, None):
        return _told(form, None, themes)
    theme, linked = _theme(form, themes), ticked_on(member, form.findings)
    return _saved(services.write(member, theme, once=form.own_key(), linked=linked, **form.parts()), form)


@blueprint.get("/practices/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.may_edit(member, practice))
    return page_of(member, practice)


@blueprint.post("/practices/<slug>")
def update(slug: str) -> ResponseReturnValue:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.may_edit(member, practice))
    form, themes = _form(member, practice)
    if not _is_valid(form, practice):
        return _told(form, practice, themes)
    theme, linked = _theme(form, themes), ticked_on(member, form.findings)
    try:
        services.save(practice, form.seen_version(), by=member, theme=theme, linked=linked, **form.parts(practice))
    except ChangedMeanwhile:
        return _changed_meanwhile(member, slug, form, themes)
    return _saved(practice, form)


def page_of(member: Member, practice: Practice, demanding: bool = False) -> str:
    """The form with what stands in it now; `demanding` says at each field what publishing still needs."""
    linked = _linked(practice)
    findings = [node.id for node in linked if node.kind == "finding"]
    form, themes = _form(member, practice, linked, **filled(practice, findings))
    if demanding:
        form.demand()
    return _page(form, practice, themes, linked)


def _linked(practice: Practice) -> Sequence[Node]:
    return nodes_linked_to("practice", practice.id, *JOINABLE)


def _page(
    form: PracticeForm, practice: Practice | None, themes: list[Theme], linked: Sequence[Node] = (), **more: Any
) -> str:
    """The form, and beside its own lists what is joined and what its words propose."""
    title, text = (practice.title, web.text_of(practice)) if practice else ("", "")
    beside = items_beside(signed_in(), ("practice", practice.id if practice else 0), title, text, linked, ("finding",))
    return render(
        "practices/edit.html", form=form, practice=practice, themes=themes, parts=PARTS, facets=FACETS,
        beside=beside, **more,
    )  # fmt: skip


def _form(
    member: Member, practice: Practice | None = None, linked: Sequence[Node] = (), **start: Any
) -> tuple[PracticeForm, list[Theme]]:
    """The form with its choices: themes that one may write in, the one where it stands, and the study's findings."""
    form = PracticeForm(formdata=request.form if request.method == "POST" and not start else None, data=start)
    if practice is not None and start:
        form.look_like(practice)
    themes = [each for each in themes_for(member) if policy.may_write_in(member, each)]
    if practice is not None and practice.theme_id not in {each.id for each in themes}:
        themes.append(practice.theme)  # it stays where it is, also when its author has left there
    form.theme.choices = choices((each.slug, each.title) for each in themes)
    findings = nodes_for(member, ("finding",), linked)
    form.findings.choices = choices((node.id, node.title_and_line) for node in findings)
    return form, themes


def _is_valid(form: PracticeForm, practice: Practice | None) -> bool:
    """Drafts may be anything but wrong; what others read must be complete."""
    demanding = "publish" in request.form or (practice is not None and practice.state == PUBLISHED)
    valid: bool = form.validate()
    if demanding:
        return form.demand() and valid
    if valid and form.is_empty():
        form.form_errors.append(_("There is nothing to keep yet. Write a title, or a sentence at any question."))
        return False
    return valid


def _told(form: PracticeForm, practice: Practice | None, themes: list[Theme]) -> ResponseReturnValue:
    if wants_json() and form.is_empty() and not any(field.errors for field in form):
        return "", 204  # a form in which nothing was written yet saves itself as well: no fault, and no draft
    if wants_json():
        return jsonify(error="invalid", message=_first_fault(form), fields=form.errors), 422
    return _page(form, practice, themes), 422


def _first_fault(form: PracticeForm) -> str:
    """What keeps it from being saved, in one line for beside the form."""
    wrong = next((field for field in form if field.errors), None)
    return f"{wrong.label.text}: {wrong.errors[0]}" if wrong else form.form_errors[0]


def _theme(form: PracticeForm, themes: list[Theme]) -> Theme:
    return next(each for each in themes if each.slug == form.theme.data)


def _saved(practice: Practice, form: PracticeForm) -> ResponseReturnValue:
    """Say when it was saved, or go on: to the page when it was published, else to the form."""
    if wants_json():
        return jsonify(
            saved_at=clock_time(clock.now()), version=practice.version, save=practice.path, action=practice.path,
            files=f"{practice.path}/files",
        )  # fmt: skip
    tell_rounding(form)
    if "publish" in request.form and practice.state != PUBLISHED:
        services.publish(practice)
        flash(_("Published. The theme has been told."))
        return redirect(practice.path)
    if practice.state == DRAFT:
        flash(_("Your draft is saved. Only you see it."))
        return redirect(f"{practice.path}/edit")
    flash(_("Saved."))
    return redirect(practice.path)


def tell_rounding(form: Form) -> None:
    """An amount that is no longer what somebody typed is not changed without a word."""
    for typed, became in rounded(form):
        flash(_("Whole euros are enough here: %(typed)s became %(euros)s.", typed=typed, euros=euros(became)))


def _changed_meanwhile(member: Member, slug: str, form: PracticeForm, themes: list[Theme]) -> ResponseReturnValue:
    """Both texts in hand: what was typed in the form, and beside it what stands there now."""
    if wants_json():
        raise ChangedMeanwhile
    practice = queries.practice_for(member, slug)
    form.form_errors.append(str(ChangedMeanwhile.words))
    form.version.data = practice.version  # saving once more is a choice, made with both texts in view
    stored = {name: value for name, value in filled(practice, []).items() if isinstance(value, str | int)}
    theirs = {name: value for name, value in stored.items() if value != form[name].data and value not in ("", None)}
    return _page(form, practice, themes, theirs=theirs), 409
