"""Files of a practice, for who may change it. HTTP only; readers find them in the text and below it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.files.rules import AROUND_A_FILE, LARGEST
from network.kernel.errors import require
from network.kernel.forms import once_key
from network.kernel.guards import takes_up_to, wants_json
from network.kernel.i18n import render
from network.members.current import signed_in
from network.practices import policy, queries
from network.practices.attachments import services
from network.practices.attachments.forms import FileForm, WordsForm
from network.practices.attachments.rules import Attached, attached
from network.practices.models import Practice

blueprint = Blueprint("attachments", __name__)


@blueprint.get("/practices/<slug>/files")
def index(slug: str) -> ResponseReturnValue:
    return _page(_tended(slug))


@blueprint.post("/practices/<slug>/files")
@takes_up_to(LARGEST + AROUND_A_FILE)
def create(slug: str) -> ResponseReturnValue:
    practice, form = _tended(slug), FileForm()
    if not form.validate_on_submit():
        return _told(practice, form)
    words, caption = form.words.data, form.caption.data
    file = services.attach(
        practice, signed_in(), form.name, form.content, words=words, caption=caption, once=form.own_key()
    )
    if wants_json():
        return jsonify(src=file.path, alt=words, caption=caption, width=file.width, height=file.height), 201
    flash(_("It is there. A picture stands below the text; the editor puts it where you want it."))
    return redirect(f"{practice.path}/files")


@blueprint.post("/practices/<slug>/files/<key>")
def describe(slug: str, key: str) -> ResponseReturnValue:
    practice, form = _tended(slug), WordsForm()
    file = _file_of(practice, key)
    if not form.validate_on_submit():
        return _page(practice, changed=(file, form)), 422
    services.describe(practice, key, form.words.data, form.caption.data)
    flash(_("Saved."))
    return redirect(f"{practice.path}/files")


@blueprint.get("/practices/<slug>/files/<key>/deletion")
def ask_to_take_away(slug: str, key: str) -> ResponseReturnValue:
    practice = _tended(slug)
    return render("practices/attachments/deletion.html", practice=practice, file=_file_of(practice, key))


@blueprint.post("/practices/<slug>/files/<key>/deletion")
def take_away(slug: str, key: str) -> ResponseReturnValue:
    practice = _tended(slug)
    services.detach(practice, key)
    flash(_("It is gone."))
    return redirect(f"{practice.path}/files")


def _tended(slug: str) -> Practice:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.may_edit(member, practice))
    return practice


def _file_of(practice: Practice, key: str) -> Attached:
    return next((each for each in attached(practice.files) if each.key == key), None) or abort(404)


def _told(practice: Practice, form: FileForm) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error="invalid", message=next(iter(form.errors.values()))[0], fields=form.errors), 422
    return _page(practice, form), 422


def _page(practice: Practice, form: FileForm | None = None, changed: tuple[Attached, WordsForm] | None = None) -> str:
    """The files with a form for each, and one for a new one; what was wrong stands in the one it was sent from."""
    files = attached(practice.files)
    forms = {each.key: WordsForm(formdata=None, words=each.words, caption=each.caption) for each in files}
    if changed:
        forms[changed[0].key] = changed[1]
    wrong = form or (changed[1] if changed else None)
    blank = FileForm(formdata=None, once=once_key())
    return render(
        "practices/attachments/index.html", practice=practice, files=files, forms=forms, form=form or blank, wrong=wrong
    )
