"""Pages of the library: what is in it, one publication, one finding; and the same for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from network.conversations.queries import thread
from network.kernel import clock
from network.kernel.guards import framed, public
from network.kernel.i18n import both, language, render
from network.kernel.text import whole_number
from network.library import citing, exports, picture, queries
from network.library.beside import Pair, side_by_side
from network.library.beyond import ways_on
from network.library.cards import COLOURS
from network.library.figures import Figures, changed_since, figures_of
from network.library.image import chart_png
from network.library.models import Finding, Publication
from network.library.terms import pieces_of, said_in
from network.links.queries import Linked, linked_to, linked_to_each
from network.members.current import current_member

blueprint = Blueprint("library", __name__)

MODELS = {
    "panteia_typology",
    "ulrich_roles",
    "five_phases",
    "stimuli",
    "orientations",
    "generations",
}  # drawn, each in a template
Joined = Mapping[int, Sequence[tuple[Linked, datetime]]]

SHOWN = ("theme", "practice", "meetup", "question")  # what the network does with a finding


@blueprint.get("/library")
@public
def index() -> ResponseReturnValue:
    publications = queries.all_publications()
    shown = next(
        (each for each in publications if each.key == queries.STUDY), publications[0] if publications else None
    )
    findings = queries.cards_in(shown) if shown else []
    return render(
        "library/index.html", publications=publications, shown=shown, findings=findings, chapter_colours=COLOURS
    )


@blueprint.get("/library/<key>")
@public
def publication(key: str) -> ResponseReturnValue:
    publication = queries.publication_by(key)
    return render(
        "library/publication.html",
        publication=publication,
        findings=queries.cards_in(publication),
        chapter_colours=COLOURS,
        beside_study=queries.asks_what_the_study_asked(publication),
    )


@blueprint.get("/library/<key>.json")
@public
def publication_json(key: str) -> ResponseReturnValue:
    publication = queries.publication_by(key)
    return _file(exports.publication_json(publication, queries.findings_in(publication)), "application/json")


@blueprint.get("/library/<key>.csv")
@public
def publication_csv(key: str) -> ResponseReturnValue:
    publication = queries.publication_by(key)
    text = exports.publication_csv(publication, queries.findings_in(publication))
    return _file(text, "text/csv", f"{publication.key}.csv")


@blueprint.get("/library/<publication>/concepts/<key>")
@public
def concept(publication: str, key: str) -> ResponseReturnValue:
    report = queries.publication_by(publication)
    concepts = report.words["concepts"]
    found = next((each for each in concepts if each["key"] == key), None)
    if found is None:
        raise NotFound
    needed_by = [each for each in report.words["order"] if key in each.get("concepts", ())]
    return render(
        "library/concept.html", publication=report, concept=found, drawn=key in MODELS, needed_by=needed_by,
        others=[each for each in concepts if each is not found],
    )  # fmt: skip


@blueprint.get("/library/<publication>/beside")
@public
def beside(publication: str) -> ResponseReturnValue:
    report, study, pairs = _beside(publication)
    return render("library/beside.html", publication=report, study=study, pairs=pairs, picture=picture)


@blueprint.get("/library/<publication>/beside.pdf")
@public
def beside_pdf(publication: str) -> ResponseReturnValue:
    from network.library.paper import drawn

    report, study, pairs = _beside(publication)
    address = f"{_base_url()}{report.path}/beside"
    file = Response(drawn(report, study, pairs, clock.now(), address), mimetype="application/pdf")
    file.headers["Content-Disposition"] = f"attachment; filename={report.key}.pdf"
    return file


@blueprint.get("/library/<publication>/worries")
@public
def worries(publication: str) -> ResponseReturnValue:
    report = queries.publication_by(publication)
    cards = {each.key: each for each in queries.cards_in(report)}
    ids = {key: each.id for key, each in cards.items()}
    led_to = [key for worry in report.words.get("worries", ()) for key in worry["findings"]]
    joined = linked_to_each("finding", [ids[key] for key in led_to], current_member(), ("practice", "meetup"))
    return render(
        "library/worries.html", publication=report, cards=cards, steps=_steps(report, ids, joined, clock.now())
    )


@blueprint.get("/library/<publication>/team-meeting")
@public
def team_meeting(publication: str) -> ResponseReturnValue:
    report = queries.publication_by(publication)
    keys = report.words.get("team_meeting", [])
    if not keys:
        raise NotFound
    found = queries.findings_by(report, keys)
    lines = []
    for finding in found:
        figures = figures_of(finding.words, report.n)
        chart = (
            picture.chart_of(figures, both(finding.words["short"]), f"figures-{finding.key}") if figures.rows else ""
        )
        lines.append((finding, figures, chart))
    return render("library/team-meeting.html", publication=report, lines=lines)


@blueprint.get("/library/<publication>/<key>")
@public
def show(publication: str, key: str) -> ResponseReturnValue:
    reader = current_member()
    finding, figures = _with_figures(queries.finding_by(publication, key))
    words, report = finding.words, finding.publication
    editions = queries.editions_of(finding)
    said, seen = said_in(report.words["concepts"], language()), set[str]()
    quoted = whole_number(request.args.get("edition"))
    return render(
        "library/finding.html",
        finding=finding,
        publication=report,
        words=words,
        figures=figures,
        picture=picture,
        chart=picture.chart_of(figures, both(words["short"])) if figures.rows else "",
        in_pieces=lambda text: pieces_of(text, said, seen),
        editions=[(each, changed_since(each.figures, words)) for each in editions],
        quoted=quoted if 0 < quoted < finding.edition else 0,
        ways=ways_on(key) if publication == queries.STUDY else [],
        linked=[node for node in linked_to("finding", finding.id, reader) if node.kind in SHOWN],
        thread=thread(reader, "finding", finding.id, request.args.get("after", "")) if reader else None,
        before=finding.beside(-1),
        after=finding.beside(1),
        today=clock.today(),
        address=citing.address_of(finding, _base_url()),
        frame=citing.frame_of(finding, _base_url(), language(), len(figures.rows)),
    )


@blueprint.get("/library/<publication>/<key>/embed")
@public
@framed
def embed(publication: str, key: str) -> ResponseReturnValue:
    finding, figures = _charted(publication, key)
    title = both(finding.words["answer"])
    return render(
        "library/embed.html", finding=finding, figures=figures, chart=picture.chart_of(figures, title),
        source=exports.source_of(finding, figures),
    )  # fmt: skip


@blueprint.get("/library/<publication>/<key>.png")
@public
def finding_png(publication: str, key: str) -> ResponseReturnValue:
    finding, figures = _charted(publication, key)
    shared = "shared" in request.args
    title, source = both(finding.words["answer"]), exports.source_of(finding, figures)
    colours = exports.HEX[finding.card["colour"]]
    response = Response(
        chart_png(tuple(picture.bars_of(figures)), title, source, colours, shared), content_type="image/png"
    )
    if not shared:
        response.headers["Content-Disposition"] = f'attachment; filename="{publication}-{key}.png"'
    return response


@blueprint.get("/library/<publication>/<key>.bib")
@public
def finding_bib(publication: str, key: str) -> ResponseReturnValue:
    text = citing.bibtex(queries.finding_by(publication, key), _base_url(), clock.today())
    return _file(text, "application/x-bibtex", f"{publication}-{key}.bib")


@blueprint.get("/library/<publication>/<key>.csl")
@public
def finding_csl(publication: str, key: str) -> ResponseReturnValue:
    text = citing.csl_json(queries.finding_by(publication, key), _base_url(), clock.today())
    return _file(text, "application/vnd.citationstyles.csl+json", f"{publication}-{key}.json")


@blueprint.get("/library/<publication>/<key>.json")
@public
def finding_json(publication: str, key: str) -> ResponseReturnValue:
    return _file(exports.finding_json(queries.finding_by(publication, key)), "application/json")


@blueprint.get("/library/<publication>/<key>.csv")
@public
def finding_csv(publication: str, key: str) -> ResponseReturnValue:
    finding, figures = _with_figures(queries.finding_by(publication, key))
    return _file(exports.finding_csv(finding, figures), "text/csv", f"{publication}-{key}.csv")


@blueprint.get("/library/<publication>/<key>.svg")
@public
def finding_svg(publication: str, key: str) -> ResponseReturnValue:
    finding, figures = _charted(publication, key)
    return _file(exports.finding_svg(finding, figures), "image/svg+xml")


def _with_figures(finding: Finding) -> tuple[Finding, Figures]:
    return finding, figures_of(finding.words, finding.publication.n)


def _charted(publication: str, key: str) -> tuple[Finding, Figures]:
    """A finding that has a chart. Raises 404 for one in words alone."""
    finding, figures = _with_figures(queries.finding_by(publication, key))
    if not figures.rows:
        raise NotFound
    return finding, figures


def _beside(key: str) -> tuple[Publication, Publication, list[Pair]]:
    """A publication, the study, and the questions that both ask. Raises 404 where there are none, and for the study itself."""
    report, study = queries.publication_by(key), queries.publication_by(queries.STUDY)
    pairs = side_by_side(queries.both_by_key(report), report.n, study.n) if report.id != study.id else []
    if not pairs:
        raise NotFound
    return report, study, pairs


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)


def _steps(report: Publication, ids: Mapping[str, int], joined: Joined, now: datetime) -> dict[str, list[Linked]]:
    """What others did about each worry: two practices, and the next meetup."""
    steps = {}
    for worry in report.words.get("worries", ()):
        nodes = {node.path: (node, at) for key in worry["findings"] for node, at in joined.get(ids[key], ())}.values()
        practices = [node for node, _at in nodes if node.kind == "practice"]
        meetups = sorted((at, node) for node, at in nodes if node.kind == "meetup" and at > now)
        steps[worry["key"]] = [*practices[:2], *(node for _at, node in meetups[:1])]
    return steps


def _file(text: str, mimetype: str, download_as: str = "") -> Response:
    response = Response(text, content_type=f"{mimetype}; charset=utf-8")
    if download_as:
        response.headers["Content-Disposition"] = f'attachment; filename="{download_as}"'
    return response
