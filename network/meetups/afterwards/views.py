"""Pages after a meetup: its report, the three questions and their answers, and how an intention went. HTTP only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from network.joining.forms import ticked_on
from network.kernel.charts import Axis, Bar, bar_chart
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import choices
from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import query, shorten
from network.links.models import Node
from network.links.queries import Linked, linked_to, nodes_for, nodes_linked_to
from network.meetups import policy
from network.meetups.afterwards import queries, services, tokens
from network.meetups.afterwards.forms import (
    ANSWERS,
    WORTH,
    AnswerForm,
    FeedbackForm,
    ReportForm,
    answered,
    stored_in,
)
from network.meetups.afterwards.refusals import StillToCome
from network.meetups.models import Meetup
from network.meetups.queries import meetup_for
from network.meetups.refusals import CalledOff
from network.members.current import current_member, signed_in
from network.members.models import Member

blueprint = Blueprint("afterwards", __name__)

LONGEST_TITLE = 120  # characters, as a practice's own
LONGEST_ADDRESS = 3_000  # octets; servers and mail programs take little more


@blueprint.get("/meetups/<slug>/outcome")
def report(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup, presence = _to_report(member, slug)
    form = _report_form(member, _linked(meetup), **_told(meetup, presence))
    return _report_page(meetup, form, presence)


@blueprint.post("/meetups/<slug>/outcome")
def close(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup, presence = _to_report(member, slug)
    form = _report_form(member, _linked(meetup))
    if not form.validate_on_submit():
        return _report_page(meetup, form, presence), 422
    linked = ticked_on(member, form.practices, form.findings)
    try:
        services.close_with_report(meetup, form.seen_version(), linked=linked, **form.parts())
    except ChangedMeanwhile:
        meetup, presence = _to_report(member, slug)
        form.form_errors.append(str(ChangedMeanwhile.words))
        form.version.data = str(meetup.version)  # saving once more is a choice, made with both texts in view
        return _report_page(meetup, form, presence, form.differing_from(meetup)), 409
    flash(_("Thank you. What came of it stands on the page."))
    return redirect(meetup.path)


def _to_report(member: Member, slug: str) -> tuple[Meetup, queries.Presence]:
    meetup = _coordinated(member, slug)
    if not meetup.has_begun:
        raise StillToCome
    if meetup.is_cancelled:
        raise CalledOff
    return meetup, queries.presence_at(meetup)


def _coordinated(member: Member, slug: str) -> Meetup:
    meetup = meetup_for(member, slug)
    require(policy.may_coordinate(member, meetup))
    return meetup


def _told(meetup: Meetup, presence: queries.Presence) -> dict[str, Any]:
    """What the form begins with: what was told before, else how many had a seat."""
    present = meetup.present if meetup.present is not None else presence.people
    return {**stored_in(meetup), "present": present, "version": str(meetup.version)}


def _linked(meetup: Meetup) -> Sequence[Node]:
    return nodes_linked_to("meetup", meetup.id, "finding", "practice")


def _report_form(member: Member, linked: Sequence[Node], **start: Any) -> ReportForm:
    ticked = {f"{kind}s": [node.id for node in linked if node.kind == kind] for kind in ("practice", "finding")}
    form = ReportForm(data={**start, **ticked} if start else None)
    nodes = nodes_for(member, ("practice", "finding"), linked)
    form.practices.choices = choices((each.id, each.title) for each in reversed(nodes) if each.kind == "practice")
    form.findings.choices = choices((each.id, each.title_and_line) for each in nodes if each.kind == "finding")
    return form


def _report_page(meetup: Meetup, form: ReportForm, presence: queries.Presence, theirs: Any = None) -> str:
    return render("meetups/outcome.html", meetup=meetup, form=form, presence=presence, theirs=theirs or {})


@blueprint.get("/meetups/<slug>/feedback")
def feedback(slug: str) -> ResponseReturnValue:
    meetup, own = _to_answer(signed_in(), slug)
    form = FeedbackForm(formdata=None, data=answered(own.feedback, own.intention))
    return render("meetups/afterwards/feedback.html", meetup=meetup, form=form, own=own)


@blueprint.post("/meetups/<slug>/feedback")
def give_feedback(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup, own = _to_answer(member, slug)
    form = FeedbackForm()
    if not form.validate_on_submit():
        return render("meetups/afterwards/feedback.html", meetup=meetup, form=form, own=own), 422
    services.give_feedback(meetup, member, **form.parts())
    flash(_("Thank you. Your answers count, without your name."))
    return redirect(meetup.path)


def _to_answer(member: Member, slug: str) -> tuple[Meetup, queries.Own]:
    """The meetup and what they answered. Refused here already: nobody fills in a form for nothing."""
    meetup = meetup_for(member, slug)
    own = queries.own_answers(meetup, member)
    services.require_asking(meetup, own)
    return meetup, own


@blueprint.get("/meetups/<slug>/feedback/answers")
def results(slug: str) -> ResponseReturnValue:
    meetup = _coordinated(signed_in(), slug)
    if not meetup.is_over and not meetup.is_cancelled:
        raise StillToCome
    answers = queries.results_of(meetup)
    figures = answers.figures
    told = zip(ANSWERS.values(), figures.told, strict=False) if figures else ()
    chart = _chart(figures.worth) if figures and figures.worth else ""
    return render("meetups/afterwards/results.html", meetup=meetup, results=answers, chart=chart, told=list(told))


def _chart(counts: Sequence[int]) -> Markup:
    """How many found it worth their time: a block is a person."""
    people, most = sum(counts), max(counts)
    bars = tuple(
        Bar(str(words), str(count), until=100 * count / people, first=count == most)
        for words, count in zip(WORTH.values(), counts, strict=True)
    )
    told = "; ".join(f"{bar.label}: {bar.figure}" for bar in bars)
    return bar_chart("worth", bars, Axis(()), _("Was it worth your time?"), told, people)


@blueprint.get("/intentions/<token>")
@public
def intention(token: str) -> ResponseReturnValue:
    """Where the mail leads. Mail programs look at links by themselves, so looking changes nothing."""
    meant = _meant(token)
    wish = request.args.get("answer", "")
    answer = meant.intention.answer or (wish if wish in ANSWERS else None)
    form = AnswerForm(formdata=None, data={"answer": answer, "what_changed": meant.intention.what_changed})
    return _intention_page(token, meant, form)


@blueprint.post("/intentions/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    meant = _meant(token)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _intention_page(token, meant, form), 422
    changed = form.what_changed.data if "what_changed" in request.form else None
    services.tell(meant.intention, form.answer.data, changed)
    return redirect(f"/intentions/{token}")


def _meant(token: str) -> queries.Meant:
    intention_id = tokens.opened(token) or abort(404)
    return queries.intention_for(current_member(), intention_id) or abort(404)


def _intention_page(token: str, meant: queries.Meant, form: AnswerForm) -> str:
    """The page, with what can be done next: of the meetup only what this reader may know."""
    nodes: Sequence[Linked] = []
    if meant.intention.answer and meant.meetup is not None:
        nodes = linked_to("meetup", meant.meetup.id, current_member())
    practices = [node for node in nodes if node.kind == "practice"]
    new = _new_practice(meant)
    return render(
        "meetups/afterwards/intention.html", token=token, meant=meant, form=form, practices=practices, new=new
    )


def _new_practice(meant: queries.Meant) -> str:
    """Where somebody writes down what they did, with what they told already in its place."""
    own, theme = meant.intention, meant.meetup.theme if meant.meetup else None
    parts = {"theme": theme.slug if theme else "", "title": shorten(own.words, LONGEST_TITLE)}
    told = (
        query({**parts, "action": own.words[:most], "result": own.what_changed[:most]}) for most in (1_000, 400, 150, 0)
    )
    return f"/practices/new?{next(each for each in told if len(each) < LONGEST_ADDRESS)}"
