"""Pages of certificates, which whoever has their address may open, and of a member's own learning record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile
from network.kernel.forms import once_key
from network.kernel.guards import public
from network.kernel.i18n import language, render
from network.kernel.text import whole_number
from network.meetups.learning import certificate_paper, export, queries, record_paper, services
from network.meetups.learning.forms import LearningForm
from network.meetups.learning.models import LearningEntry
from network.meetups.learning.rules import FORMS, Year, as_typed
from network.meetups.learning.words import FORMS as WORDS
from network.meetups.learning.words import duration
from network.meetups.queries import meetup_for
from network.members.current import current_member, signed_in

certificates = Blueprint("certificates", __name__)
record = Blueprint("learning", __name__)

FILES = {"nl": "bewijs-van-deelname", "en": "certificate-of-attendance"}


@certificates.post("/meetups/<slug>/certificate")
def issue(slug: str) -> ResponseReturnValue:
    member = signed_in()
    return redirect(services.issue(meetup_for(member, slug), member).path)


@certificates.get("/certificates/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    certificate, is_genuine = queries.certificate_by(code)
    reader = current_member()
    page = render(
        "meetups/learning/certificate.html",
        certificate=certificate,
        is_genuine=is_genuine,
        is_own=reader is not None and reader.id == certificate.member_id,
        took=duration(certificate.minutes),
        words=WORDS,
    )
    return _unlisted(make_response(page))


@certificates.get("/certificates/<code>/<any(nl, en):language>.pdf")
@public
def sheet(code: str, language: str) -> ResponseReturnValue:
    """The sheet of paper; of one that was withdrawn there is none, and its page says so."""
    certificate, is_genuine = queries.certificate_by(code)
    if not is_genuine:
        return redirect(certificate.path)
    drawn = certificate_paper.drawn(certificate, language, _base_url())
    return _unlisted(_file(drawn, "application/pdf", f"{FILES[language]}-{certificate.code}.pdf"))


@record.get("/learning")
def index() -> ResponseReturnValue:
    years = queries.record_of(signed_in())
    year = _chosen(years)
    page = min(max(whole_number(request.args.get("page")), 1), year.pages if year else 1)
    return render(
        "meetups/learning/index.html", years=years, year=year, page=page, forms=FORMS, words=WORDS, duration=duration
    )


@record.get("/learning.pdf")
def portfolio() -> ResponseReturnValue:
    member = signed_in()
    drawn = record_paper.drawn(member.name, queries.record_of(member), language(), clock.now(), _base_url())
    name = {"nl": "leerdossier", "en": "learning-record"}[language()]
    return _file(drawn, "application/pdf", f"{name}.pdf")


@record.get("/learning.json")
def as_json() -> ResponseReturnValue:
    member = signed_in()
    text = export.record_json(member, queries.record_of(member), _base_url(), clock.now())
    return _file(text, "application/json", "learning-record.json")


@record.get("/learning/new")
def new() -> ResponseReturnValue:
    return _form_page(LearningForm(data={"once": once_key(), "learned_on": clock.today()}))


@record.post("/learning")
def create() -> ResponseReturnValue:
    member, form = signed_in(), LearningForm()
    if not form.validate_on_submit():
        return _form_page(form), 422
    entry = services.write_down(member, once=form.own_key(), **form.parts())
    flash(_("Written down: %(time)s.", time=duration(entry.minutes)))
    return redirect(_place_of(entry))


@record.get("/learning/<int(max=2147483647):entry_id>/edit")
def edit(entry_id: int) -> ResponseReturnValue:
    entry = queries.entry_for(signed_in(), entry_id)
    return _form_page(LearningForm(obj=entry, data={"hours": as_typed(entry.minutes)}), entry)


@record.post("/learning/<int(max=2147483647):entry_id>")
def update(entry_id: int) -> ResponseReturnValue:
    entry, form = queries.entry_for(signed_in(), entry_id), LearningForm()
    if not form.validate_on_submit():
        return _form_page(form, entry), 422
    try:
        services.change(entry, form.seen_version(), **form.parts())
    except ChangedMeanwhile as refusal:
        entry = queries.entry_for(signed_in(), entry_id)
        form.form_errors.append(str(refusal.words))
        form.version.data = str(entry.version)  # saving once more is a choice, made with both texts in view
        return _form_page(form, entry, theirs=form.differing_from(entry)), 409
    flash(_("Saved."))
    return redirect(_place_of(entry))


@record.get("/learning/<int(max=2147483647):entry_id>/deletion")
def ask_to_delete(entry_id: int) -> ResponseReturnValue:
    """Where there is no JavaScript to ask with."""
    entry = queries.entry_for(signed_in(), entry_id)
    return render("meetups/learning/delete.html", entry=entry, took=duration(entry.minutes))


@record.post("/learning/<int(max=2147483647):entry_id>/deletion")
def delete(entry_id: int) -> ResponseReturnValue:
    services.remove(queries.entry_for(signed_in(), entry_id))
    flash(_("It is gone from your learning record."))
    return redirect("/learning")


def _form_page(form: LearningForm, entry: LearningEntry | None = None, **more: Any) -> str:
    return render("meetups/learning/edit.html", form=form, entry=entry, words=WORDS, **more)


def _chosen(years: list[Year]) -> Year | None:
    """The year that was asked for, else the latest."""
    wanted = whole_number(request.args.get("year"))
    return next((year for year in years if year.number == wanted), years[0] if years else None)


def _place_of(entry: LearningEntry) -> str:
    return f"/learning?year={entry.learned_on.year}"


def _file(content: str | bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _unlisted(answer: Response) -> Response:
    """No search engine may list it: whose name stands there chose who gets the address."""
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)
