"""Pages of questions and offers. HTTP only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.conversations.queries import thread
from network.joining.forms import items_beside, ticked_on
from network.joining.kinds import JOINABLE
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import choices, once_key
from network.kernel.i18n import language, render
from network.kernel.text import tidy, whole_number
from network.links.models import Node
from network.links.queries import linked_to, nodes_for, nodes_linked_to
from network.members.current import signed_in
from network.members.models import Member
from network.questions import policy, queries, services
from network.questions.forms import ClosingForm, QuestionForm
from network.questions.models import Question
from network.questions.rules import ANSWERED, ASKED, CLOSED, OFFERED, OPEN
from network.search.queries import Hit, search_for
from network.search.words import words_in
from network.themes.models import Theme
from network.themes.policy import may_coordinate
from network.themes.queries import themes_for

blueprint = Blueprint("questions", __name__)

KINDS = {ASKED: _l("Asked"), OFFERED: _l("Offered")}
STATES = {OPEN: _l("Open"), ANSWERED: _l("Answered"), CLOSED: _l("Closed")}
LOOKED_IN = ("practice", "question", "finding")  # where a question may be answered already
A_FEW = 5
MOST_WORDS = 3  # that are looked for; a long word tells more than a short one


@blueprint.get("/questions")
def index() -> ResponseReturnValue:
    member = signed_in()
    themes = themes_for(member)
    known = {"theme": {each.slug: each.title for each in themes}, "kind": KINDS, "state": STATES}
    choice: dict[str, Any] = {name: value for name in known if (value := request.args.get(name, "")) in known[name]}
    lines, more = queries.page_for(member, **choice, before=request.args.get("before", ""))
    return render(
        "questions/index.html", lines=lines, known=known, choice=choice, states=STATES, kinds=KINDS,
        is_first="before" not in request.args,
        older=f"/questions?{urlencode({**choice, 'before': more})}" if more else "",
        newest=f"/questions?{urlencode(choice)}" if choice else "/questions",
    )  # fmt: skip


@blueprint.get("/questions/new")
def new() -> ResponseReturnValue:
    kind = request.args.get("kind") if request.args.get("kind") in KINDS else ASKED
    start: dict[str, Any] = {
        "theme": request.args.get("theme"),
        "kind": kind,
        "title": tidy(request.args.get("title"))[:120],
    }
    form, themes = _form(signed_in(), once=once_key(), language=language(), **start)
    return _page(form, None, themes)


@blueprint.post("/questions")
def create() -> ResponseReturnValue:
    member = signed_in()
    form, themes = _form(member)
    if not form.validate_on_submit():
        return _page(form, None, themes), 422
    if form.kind.data == ASKED and "sure" not in request.form and (known := _known_already(member, form)):
        return _page(form, None, themes, known=known)
    theme = next(each for each in themes if each.slug == form.theme.data)
    linked = ticked_on(member, form.findings)
    question = services.ask(member, theme, once=form.own_key(), linked=linked, **form.words_of())
    flash(_("It stands there. The members of the theme see it in their inbox."))
    return redirect(question.path)


@blueprint.get("/questions/<slug>")
def show(slug: str) -> ResponseReturnValue:
    member = signed_in()
    question = queries.question_for(member, slug)
    return render(
        "questions/show.html", question=question, nodes=linked_to("question", question.id, member),
        thread=thread(member, "question", question.id, request.args.get("after", "")),
        mine=policy.may_edit(member, question), may_close=policy.may_close(member, question),
        closing=ClosingForm(formdata=None), states=STATES, moderates=may_coordinate(member, question.theme),
    )  # fmt: skip


@blueprint.get("/questions/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    question = _own(slug)
    linked = nodes_linked_to("question", question.id, *JOINABLE)
    findings = [node.id for node in linked if node.kind == "finding"]
    words = {name: getattr(question, name) for name in ("kind", "title", "text", "language", "version")}
    form, themes = _form(signed_in(), question, linked, theme=question.theme.slug, findings=findings, **words)
    return _page(form, question, themes, linked)


@blueprint.post("/questions/<slug>")
def update(slug: str) -> ResponseReturnValue:
    member, question = signed_in(), _own(slug)
    form, themes = _form(member, question, nodes_linked_to("question", question.id, "finding"))
    if not form.validate_on_submit():
        return _page(form, question, themes), 422
    try:
        services.change(question, form.seen_version(), linked=ticked_on(member, form.findings), **form.words_of())
    except ChangedMeanwhile:
        form.form_errors.append(str(ChangedMeanwhile.words))
        question = _own(slug)
        form.version.data = question.version
        return _page(form, question, themes, theirs=question), 409
    flash(_("Saved."))
    return redirect(question.path)


@blueprint.post("/questions/<slug>/answer")
def accept(slug: str) -> ResponseReturnValue:
    question = _own(slug)
    services.accept(question, whole_number(request.form.get("comment")))
    flash(_("Marked as the answer. Whoever gave it has been told."))
    return redirect(question.path)


@blueprint.post("/questions/<slug>/answer/withdrawal")
def accept_no_more(slug: str) -> ResponseReturnValue:
    question = _own(slug)
    services.accept_no_more(question)
    flash(_("It is open again."))
    return redirect(question.path)


@blueprint.post("/questions/<slug>/closing")
def close(slug: str) -> ResponseReturnValue:
    question = _to_close(slug)
    form = ClosingForm()
    if not form.validate_on_submit():
        flash(next(iter(form.errors.values()))[0])
        return redirect(question.path)
    services.close(question, form.words.data or "")
    flash(_("It is closed, and stays to be read."))
    return redirect(question.path)


@blueprint.post("/questions/<slug>/opening")
def reopen(slug: str) -> ResponseReturnValue:
    question = _to_close(slug)
    services.reopen(question)
    flash(_("It is open again."))
    return redirect(question.path)


@blueprint.post("/questions/<slug>/deletion")
def throw_away(slug: str) -> ResponseReturnValue:
    question = _own(slug)
    services.throw_away(question)
    flash(_("It is gone."))
    return redirect("/questions")


def _page(
    form: QuestionForm, question: Question | None, themes: list[Theme], linked: Sequence[Node] = (), **more: Any
) -> str:
    """The form, and beside its own list what is joined and what its words propose."""
    title, words = (question.title, question.text) if question else (form.title.data or "", "")
    beside = items_beside(signed_in(), ("question", question.id if question else 0), title, words, linked, ("finding",))
    return render("questions/edit.html", form=form, question=question, themes=themes, beside=beside, **more)


def _own(slug: str) -> Question:
    member = signed_in()
    question = queries.question_for(member, slug)
    require(policy.may_edit(member, question))
    return question


def _to_close(slug: str) -> Question:
    member = signed_in()
    question = queries.question_for(member, slug)
    require(policy.may_close(member, question))
    return question


def _form(
    member: Member, question: Question | None = None, linked: Sequence[Node] = (), **start: Any
) -> tuple[QuestionForm, list[Theme]]:
    """The form with its choices: themes in which one may ask, and the study's findings. A question stays in its theme."""
    form = QuestionForm(formdata=request.form if request.method == "POST" else None, data=start)
    themes = [question.theme] if question else [each for each in themes_for(member) if policy.may_ask_in(member, each)]
    form.theme.choices = choices((each.slug, each.title) for each in themes)
    form.findings.choices = choices((node.id, node.title_and_line) for node in nodes_for(member, ("finding",), linked))
    return form, themes


def _known_already(member: Member, form: QuestionForm) -> list[Hit]:
    """What may answer it: found by the most telling words of its title, in the asker's rights."""
    words = sorted(set(words_in(form.title.data)), key=len, reverse=True)[:MOST_WORDS]
    groups = (group for word in words for group in search_for(member, word) if group.kind in LOOKED_IN)
    found = {hit.path: hit for group in groups for hit in group.hits}
    return list(found.values())[:A_FEW]
