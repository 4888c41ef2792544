"""What administrators do with people: find anybody, shut them out, let them in again, erase them, read the log. HTTP only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.accounts import erasure, suspensions
from network.accounts.forms import ErasureForm, SuspensionForm
from network.kernel import clock
from network.kernel.errors import require
from network.kernel.i18n import render
from network.kernel.spreadsheet import csv_text
from network.kernel.text import tidy_line
from network.members import audit
from network.members.current import signed_in
from network.members.models import Member
from network.members.queries import anybody, everybody

blueprint = Blueprint("people", __name__, url_prefix="/admin")

LONGEST_SEARCH = 80  # characters


@blueprint.before_request
def _for_administrators() -> None:
    require(signed_in().is_administrator)


@blueprint.get("/people")
def index() -> ResponseReturnValue:
    search = tidy_line(request.args.get("q"))[:LONGEST_SEARCH]
    page = everybody(search, request.args.get("after", ""), request.args.get("before", ""))
    return render("accounts/people.html", page=page, search=search)


@blueprint.get("/people/<slug>")
def show(slug: str) -> ResponseReturnValue:
    return _page(anybody(slug), SuspensionForm())


@blueprint.post("/people/<slug>/suspension")
def suspend(slug: str) -> ResponseReturnValue:
    member, form = anybody(slug), SuspensionForm()
    if not form.validate_on_submit():
        return _page(member, form), 422
    suspensions.suspend(member, form.reason.data, by=signed_in())
    flash(_("%(name)s is suspended and gets a mail about it.", name=member.name))
    return redirect(f"/admin/people/{member.slug}")


@blueprint.post("/people/<slug>/suspension/lifting")
def let_back(slug: str) -> ResponseReturnValue:
    member = anybody(slug)
    suspensions.let_back(member, by=signed_in())
    flash(_("%(name)s can sign in again and gets a mail about it.", name=member.name))
    return redirect(f"/admin/people/{member.slug}")


@blueprint.get("/people/<slug>/erasure")
def ask_to_erase(slug: str) -> ResponseReturnValue:
    return render("accounts/erasure.html", person=_another(slug), form=ErasureForm())


@blueprint.post("/people/<slug>/erasure")
def erase(slug: str) -> ResponseReturnValue:
    member, form = _another(slug), ErasureForm()
    if not form.validate_on_submit():
        return render("accounts/erasure.html", person=member, form=form), 422
    erasure.erase(member, form.reason.data, by=signed_in())
    flash(_("Erased. What they wrote stays with their firm, without their name."))
    return redirect("/admin/people")


def _another(slug: str) -> Member:
    """Somebody else: who wants to leave needs their own password for it. Raises 404, NotYours."""
    member = anybody(slug)
    require(member.id != signed_in().id)
    return member


@blueprint.get("/log")
def log() -> ResponseReturnValue:
    act = _act()
    rows, older = audit.page_for_administrators(act, request.args.get("before", ""))
    return render("accounts/log.html", rows=rows, older=older, act=act, acts=audit.words())


@blueprint.get("/log.csv")
def export() -> ResponseReturnValue:
    head = [_("When"), _("Who"), _("What"), _("About"), _("Number"), _("Why")]
    response = Response(csv_text(head, _lines(_act())), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=log.csv"
    return response


def _page(member: Member, form: SuspensionForm) -> str:
    return render("accounts/person.html", person=member, form=form, is_self=member.id == signed_in().id)


def _act() -> str:
    wish = request.args.get("act", "")
    return wish if wish in audit.words() else ""


def _lines(act: str) -> Iterator[tuple[Any, ...]]:
    words = audit.words()
    for row in audit.all_for_administrators(act):
        at = f"{clock.local(row.at):%Y-%m-%d %H:%M}"
        yield at, row.by_name, words.get(row.act, row.act), row.about_name, row.about_id, row.reason
