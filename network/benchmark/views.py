"""Pages of the benchmark. HTTP only."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from network.benchmark.exports import benchmark_csv
from network.benchmark.groups import DIVIDED, group_by, key_of, own_groups, words_of
from network.benchmark.lines import Compared, beside_it, compared
from network.benchmark.queries import steps_for, steps_of
from network.kernel import clock
from network.kernel.errors import require
from network.kernel.i18n import render
from network.library import picture
from network.library.beyond import Way
from network.library.queries import figures_by_key
from network.members.current import signed_in
from network.members.models import Member
from network.scans.disclosure import LEAST
from network.scans.policy import may_publish
from network.scans.queries import Own, own_scan, shown_figures
from network.scans.questionnaire import BY_KEY

blueprint = Blueprint("benchmark", __name__)


def answer_it(key: str) -> Way | None:
    """From a finding to one's own firm beside it."""
    return Way(f"/scan/benchmark/{key}", _("See your own firm beside this")) if key in BY_KEY else None


@blueprint.get("/scan/benchmark")
def index() -> ResponseReturnValue:
    member = signed_in()
    group = group_by(request.args.get("group", ""))
    own, lines = _compared(member, group)
    return render(
        "benchmark/index.html", own=own, lines=lines, group=group, key_of=key_of, words_of=words_of, divided=DIVIDED,
        own_groups=own_groups(member.organisation), steps=steps_for(member, lines, clock.now()), picture=picture, least=LEAST,
    )  # fmt: skip


@blueprint.get("/scan/benchmark.csv")
def table() -> ResponseReturnValue:
    group = group_by(request.args.get("group", ""))
    _own, lines = _compared(signed_in(), group)
    response = Response(benchmark_csv(lines, words_of(group)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="benchmark.csv"'
    return response


@blueprint.get("/scan/benchmark/<question>")
def show(question: str) -> ResponseReturnValue:
    member = signed_in()
    if question not in BY_KEY:
        raise NotFound
    group = group_by(request.args.get("group", ""))
    own, lines = _compared(member, group, question)
    [each] = (line for line in lines if line.question.key == question)
    return render(
        "benchmark/question.html", own=own, each=each, others=beside_it(each), group=group, key_of=key_of,
        words_of=words_of, divided=DIVIDED, own_groups=own_groups(member.organisation),
        nodes=steps_of(member, each, clock.now()), picture=picture, least=LEAST,
    )  # fmt: skip


@blueprint.post("/scan/edition")
def publish() -> ResponseReturnValue:
    from network.benchmark import edition  # it reads files of publications, which needs more than any page does

    require(may_publish(signed_in()))
    made = edition.make(clock.today().year)
    if made is None:
        flash(_("There are no figures of the network to publish yet."), "error")
        return redirect("/scan")
    flash(_("The edition stands in the library. It changes only when you publish it again."))
    return redirect(f"/library/{made.publication}/beside")


def _compared(member: Member, group: tuple[str, str], *only: str) -> tuple[Own, list[Compared]]:
    own = own_scan(member, clock.today().year)
    return own, compared(own, figures_by_key(only or tuple(BY_KEY)), shown_figures(group))
