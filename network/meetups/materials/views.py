"""Pages of a meetup's materials, for who coordinates it. HTTP only; what others see stands on the meetup's own page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.files.rules import AROUND_A_FILE, LARGEST
from network.kernel.errors import require
from network.kernel.forms import once_key
from network.kernel.guards import takes_up_to
from network.kernel.i18n import render
from network.meetups.materials import policy, queries, services
from network.meetups.materials.forms import STAGES, FileForm, LinkForm
from network.meetups.materials.pieces import size_words
from network.meetups.models import Meetup
from network.meetups.queries import meetup_for
from network.members.current import signed_in

blueprint = Blueprint("materials", __name__)


@blueprint.get("/meetups/<slug>/materials")
def index(slug: str) -> ResponseReturnValue:
    return _page(_coordinated(slug))


@blueprint.post("/meetups/<slug>/materials/links")
def add_link(slug: str) -> ResponseReturnValue:
    meetup, form = _coordinated(slug), LinkForm(prefix="link-")
    if not form.validate_on_submit():
        return _page(meetup, link=form), 422
    words = form.words()
    services.add_link(meetup, signed_in(), words["stage"], words["title"], words["url"], form.own_key())
    return _added(meetup)


@blueprint.post("/meetups/<slug>/materials/files")
@takes_up_to(LARGEST + AROUND_A_FILE)
def add_file(slug: str) -> ResponseReturnValue:
    meetup, form = _coordinated(slug), FileForm(prefix="file-")
    if not form.validate_on_submit():
        return _page(meetup, file=form), 422
    stage, title = form.stage.data, form.title.data
    services.add_file(meetup, signed_in(), stage, title, form.name, form.content, form.own_key())
    return _added(meetup)


@blueprint.get("/meetups/<slug>/materials/<int(max=2147483647):material_id>/deletion")
def ask_to_take_away(slug: str, material_id: int) -> ResponseReturnValue:
    meetup = _coordinated(slug)
    material = queries.material_of(meetup, material_id)
    return render("meetups/materials/deletion.html", meetup=meetup, material=material)


@blueprint.post("/meetups/<slug>/materials/<int(max=2147483647):material_id>/deletion")
def take_away(slug: str, material_id: int) -> ResponseReturnValue:
    meetup = _coordinated(slug)
    services.take_away(queries.material_of(meetup, material_id))
    flash(_("It is gone."))
    return redirect(f"{meetup.path}/materials")


def _coordinated(slug: str) -> Meetup:
    member = signed_in()
    meetup = meetup_for(member, slug)
    require(policy.may_add(member, meetup))
    return meetup


def _page(meetup: Meetup, link: LinkForm | None = None, file: FileForm | None = None) -> str:
    return render(
        "meetups/materials/index.html",
        meetup=meetup,
        materials=queries.materials_of(meetup),
        link=link or LinkForm(formdata=None, prefix="link-", once=once_key()),
        file=file or FileForm(formdata=None, prefix="file-", once=once_key()),
        wrong=link or file,
        stages=STAGES,
        size_words=size_words,
    )


def _added(meetup: Meetup) -> ResponseReturnValue:
    flash(_("Added. Who has a seat hears of it, once a day at most."))
    return redirect(f"{meetup.path}/materials")
