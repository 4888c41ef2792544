"""How a practice stood before, for who may change it: what changed, and putting it back. HTTP only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.i18n import render
from network.kernel.text import whole_number
from network.members.current import signed_in
from network.practices import policy, queries, services
from network.practices.models import Practice
from network.practices.revisions.queries import revisions_of, two_of
from network.practices.revisions.rules import compare
from network.practices.words import CHANGED, choice_words

blueprint = Blueprint("revisions", __name__)

MEANWHILE = _l(
    "Somebody saved this practice meanwhile. Look at the newest change first; if you put this back now, theirs goes."
)


@blueprint.get("/practices/<slug>/revisions")
def index(slug: str) -> ResponseReturnValue:
    practice = _tended(slug)
    return render("practices/revisions/index.html", practice=practice, lines=revisions_of(practice), names=CHANGED)


@blueprint.get("/practices/<slug>/revisions/<int(max=2147483647):number>")
def show(slug: str, number: int) -> ResponseReturnValue:
    return _page(_tended(slug), number)


@blueprint.post("/practices/<slug>/revisions/<int(max=2147483647):number>/restoration")
def restore(slug: str, number: int) -> ResponseReturnValue:
    practice = _tended(slug)
    revision, _before = two_of(practice, number)
    try:
        services.restore(practice, revision, whole_number(request.form.get("version")), by=signed_in())
    except ChangedMeanwhile:
        return _page(_tended(slug), number, fault=str(MEANWHILE)), 409
    flash(_("Put back as it stood then. What stood until now is kept as well."))
    return redirect(practice.path)


def _tended(slug: str) -> Practice:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.may_edit(member, practice))
    return practice


def _page(practice: Practice, number: int, fault: str = "") -> str:
    revision, before = two_of(practice, number, whole_number(request.args.get("with")))
    changes = compare(before.words if before else {}, revision.words)
    return render(
        "practices/revisions/show.html", practice=practice, revision=revision, before=before, changes=changes,
        names=CHANGED, words_of=choice_words, fault=fault,
    )  # fmt: skip
