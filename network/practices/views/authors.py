"""Who writes a practice: the author and colleagues. HTTP only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from network.kernel.errors import require
from network.kernel.forms import Form, choices
from network.kernel.i18n import render
from network.members.current import signed_in
from network.practices import policy, queries
from network.practices.authors import services
from network.practices.authors.queries import colleague_by_slug, colleagues_for
from network.practices.models import Practice

blueprint = Blueprint("practice_authors", __name__)


class ColleagueForm(Form):
    """A colleague who will write along."""

    member = SelectField(_l("Which colleague writes along?"), validate_choice=False)


@blueprint.get("/practices/<slug>/authors")
def index(slug: str) -> ResponseReturnValue:
    return _page(_written(slug), ColleagueForm(formdata=None))


@blueprint.post("/practices/<slug>/authors")
def add(slug: str) -> ResponseReturnValue:
    practice, form = _written(slug), ColleagueForm()
    if not form.validate_on_submit() or not form.member.data:
        form.member.errors = [_("Choose a colleague.")]
        return _page(practice, form), 422
    colleague = colleague_by_slug(practice, form.member.data)
    services.add_author(practice, colleague, by=signed_in())
    flash(_("%(name)s writes along now, and has been told.", name=colleague.name))
    return redirect(f"{practice.path}/authors")


@blueprint.post("/practices/<slug>/authors/<int(max=2147483647):member_id>/removal")
def remove(slug: str, member_id: int) -> ResponseReturnValue:
    practice = _written(slug)
    services.remove_author(practice, member_id)
    flash(_("Done. What was written stays."))
    return redirect("/practices/mine" if member_id == signed_in().id else f"{practice.path}/authors")


@blueprint.post("/practices/<slug>/authors/<int(max=2147483647):member_id>/authorship")
def hand_over(slug: str, member_id: int) -> ResponseReturnValue:
    practice = _written(slug)
    services.hand_over(practice, member_id)
    flash(_("Done: this is their practice now, and you write along."))
    return redirect(f"{practice.path}/authors")


def _written(slug: str) -> Practice:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.writes(member, practice))
    return practice


def _page(practice: Practice, form: ColleagueForm) -> str:
    colleagues = colleagues_for(practice)
    form.member.choices = choices([("", _("Choose a colleague")), *((each.slug, each.name) for each in colleagues)])
    return render("practices/authors/index.html", practice=practice, form=form, colleagues=colleagues)
