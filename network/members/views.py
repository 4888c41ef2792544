"""Pages of organisations and people: the list of firms, one firm, changing one's own, and the directory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.database import db
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import tidy_line
from network.members import narrowing, panels, policy, queries, services
from network.members.current import current_member, signed_in
from network.members.forms import OrganisationForm
from network.members.models import Organisation
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES, size_words

blueprint = Blueprint("members", __name__)

LONGEST_SEARCH = 80  # characters
FILTERS: Mapping[str, Collection[str]] = {"province": PROVINCES, "sector": SECTORS, "size_class": SIZE_CLASSES}


@blueprint.get("/organisations")
@public
def index() -> ResponseReturnValue:
    wanted = {name: _one_of(known, name) for name, known in FILTERS.items()}
    more = narrowing.choices_for(current_member(), request.args)
    among = [choice.firms for choice in more.values() if choice.firms is not None]
    page = queries.organisations(wanted, among, request.args.get("after", ""), request.args.get("before", ""))
    choices: dict[str, Any] = {
        "provinces": PROVINCES,
        "sectors": SECTORS,
        "sizes": {each: size_words(each) for each in SIZE_CLASSES},
        "more": more,
    }
    wanted |= {name: choice.chosen for name, choice in more.items()}
    return render("members/index.html", page=page, wanted=wanted, filtered=any(wanted.values()), **choices)


def _one_of(known: Collection[str], name: str) -> str:
    wish = request.args.get(name, "")
    return wish if wish in known else ""


@blueprint.get("/organisations/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    reader = current_member()
    organisation = queries.organisation_for(reader, slug)
    people, how_many = queries.people_of(organisation) if reader else ([], 0)
    return render(
        "members/show.html",
        organisation=organisation,
        people=people,
        how_many=how_many,
        may_edit=policy.may_edit(reader, organisation),
        may_verify=policy.may_verify(reader),
        panels=[panel(organisation, reader) for panel in panels.all_of_them()],
    )


@blueprint.get("/organisations/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    organisation = queries.organisation_for(signed_in(), slug)
    require(policy.may_edit(signed_in(), organisation))
    form = OrganisationForm(obj=organisation)
    form.has_hr.data = "yes" if organisation.has_hr else "no"
    return render("members/edit.html", form=form, organisation=organisation)


@blueprint.post("/organisations/<slug>")
def update(slug: str) -> ResponseReturnValue:
    organisation = queries.organisation_for(signed_in(), slug)
    require(policy.may_edit(signed_in(), organisation))
    form = OrganisationForm()
    if not form.validate_on_submit():
        return render("members/edit.html", form=form, organisation=organisation), 422
    try:
        services.change(organisation, form.seen_version(), **form.facts())
    except ChangedMeanwhile as refusal:
        return _both_texts(organisation, form, refusal), 409
    flash(_("Saved."))
    return redirect(organisation.path)


def _both_texts(organisation: Organisation, form: OrganisationForm, refusal: ChangedMeanwhile) -> str:
    db.session.refresh(organisation)
    form.form_errors.append(str(refusal.words))
    return render("members/edit.html", form=form, organisation=organisation, theirs=organisation)


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    search = tidy_line(request.args.get("q"))[:LONGEST_SEARCH]
    firm = queries.firm_known_to(signed_in(), request.args.get("organisation", ""))
    page = queries.people(search, firm, request.args.get("after", ""), request.args.get("before", ""))
    wanted = {"q": search, "organisation": firm.slug if firm else ""}
    return render("members/people.html", page=page, search=search, firm=firm, wanted=wanted)


@blueprint.get("/people/<slug>")
def person(slug: str) -> ResponseReturnValue:
    reader = signed_in()
    person = queries.person_for(reader, slug)
    return render("members/person.html", person=person, is_self=person.id == reader.id)
