"""Pages of organisations and people: the list of firms, one firm, changing one's own, and the directory."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.database import db
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import tidy_line
from network.members import panels, policy, queries, services
from network.members.current import current_member, signed_in
from network.members.forms import OrganisationForm
from network.members.models import Organisation
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES, size_words

blueprint = Blueprint("members", __name__)

LONGEST_SEARCH = 80  # characters


@blueprint.get("/organisations")
@public
def index() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in queries.FILTERS}
    page = queries.organisations(wanted, request.args.get("after", ""), request.args.get("before", ""))
    choices: dict[str, Any] = {
        "provinces": PROVINCES,
        "sectors": SECTORS,
        "sizes": {each: size_words(each) for each in SIZE_CLASSES},
    }
    return render("members/index.html", page=page, wanted=wanted, filtered=any(wanted.values()), **choices)


@blueprint.get("/organisations/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    reader = current_member()
    organisation = queries.organisation_for(reader, slug)
    return render(
        "members/show.html",
        organisation=organisation,
        people=queries.people_of(organisation) if reader else [],
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
        services.change(organisation, _version(form), **form.facts())
    except ChangedMeanwhile as refusal:
        return _both_texts(organisation, form, refusal), 409
    flash(_("Saved."))
    return redirect(organisation.path)


def _version(form: OrganisationForm) -> int:
    return int(form.version.data) if (form.version.data or "").isdecimal() else 0


def _both_texts(organisation: Organisation, form: OrganisationForm, refusal: ChangedMeanwhile) -> str:
    db.session.refresh(organisation)
    form.form_errors.append(str(refusal.words))
    return render("members/edit.html", form=form, organisation=organisation, theirs=organisation)


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    search = tidy_line(request.args.get("q"))[:LONGEST_SEARCH]
    page = queries.people(search, request.args.get("after", ""), request.args.get("before", ""))
    return render("members/people.html", page=page, search=search)


@blueprint.get("/people/<slug>")
def person(slug: str) -> ResponseReturnValue:
    reader = signed_in()
    person = queries.person_for(reader, slug)
    return render("members/person.html", person=person, is_self=person.id == reader.id)
