"""An exchange of letters about a practice, for the two who write. HTTP only."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, TextAreaField

from network.kernel.forms import Form, Longest, Required, once_key
from network.kernel.i18n import render
from network.members.current import signed_in
from network.members.models import Member
from network.practices import policy, queries
from network.practices.letters.models import Letter
from network.practices.letters.queries import letters_for
from network.practices.letters.refusals import NobodyToAsk, TooManyLetters
from network.practices.letters.services import write
from network.practices.models import Practice

blueprint = Blueprint("letters", __name__)


class LetterForm(Form):
    """What somebody writes to one other person."""

    text = TextAreaField(_l("Your letter"), [Required(), Longest(4000)])
    once = HiddenField()


@blueprint.get("/practices/<slug>/letters/<int(max=2147483647):asker_id>")
def show(slug: str, asker_id: int) -> ResponseReturnValue:
    practice, letters, other = _exchange(slug, asker_id)
    return _page(practice, letters, other, LetterForm(formdata=None, data={"once": once_key()}))


@blueprint.post("/practices/<slug>/letters/<int(max=2147483647):asker_id>")
def send(slug: str, asker_id: int) -> ResponseReturnValue:
    practice, letters, other = _exchange(slug, asker_id)
    form = LetterForm()
    if not form.validate_on_submit():
        return _page(practice, letters, other, form), 422
    try:
        write(practice, asker_id, signed_in(), other, form.text.data, once=form.own_key())
    except (NobodyToAsk, TooManyLetters) as refusal:
        practice, letters, other = _exchange(slug, asker_id)
        form.text.errors = [f"{refusal.words} {refusal.way_on}"]
        return _page(practice, letters, other, form), refusal.status
    flash(_("Sent. The answer comes to your inbox and by mail."))
    return redirect(f"{practice.path}/letters/{asker_id}")


def _exchange(slug: str, asker_id: int) -> tuple[Practice, Sequence[Letter], Member | None]:
    """A practice, what its reader wrote and got about it, and to whom they write now.

    Who asks writes to whom the practice names. Who was asked has an exchange only once somebody wrote to them.
    """
    member = signed_in()
    practice = queries.practice_for(member, slug)
    letters = letters_for(member, practice, asker_id)
    if member.id != asker_id:
        asker = next((each.author for each in letters if each.author_id == asker_id), None)
        if asker is None:
            raise NotFound
        return practice, letters, asker
    asked = practice.to_ask
    may_begin = (
        practice.is_published and policy.is_inside(member, practice) and asked is not None and asked.id != member.id
    )
    if not letters and not may_begin:
        raise NotFound
    return practice, letters, asked if asked is not None and asked.id != member.id else None


def _page(practice: Practice, letters: Sequence[Letter], other: Member | None, form: LetterForm) -> str:
    return render("practices/letters/show.html", practice=practice, letters=letters, other=other, form=form)
