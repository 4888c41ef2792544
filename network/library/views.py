"""Pages of the library: what is in it, one publication, one finding; and the same for machines."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from network.conversations.queries import thread
from network.kernel import clock
from network.kernel.guards import public
from network.kernel.i18n import both, render
from network.library import exports, picture, queries
from network.library.cards import COLOURS
from network.library.figures import Figures, figures_of
from network.library.models import Finding
from network.links.queries import linked_to
from network.members.current import current_member

blueprint = Blueprint("library", __name__)

SHOWN = ("theme", "practice", "meetup", "question")  # what the network does with a finding


@blueprint.get("/library")
@public
def index() -> ResponseReturnValue:
    publications = queries.all_publications()
    findings = queries.cards_in(publications[0]) if publications else []
    return render("library/index.html", publications=publications, findings=findings, chapter_colours=COLOURS)


@blueprint.get("/library/<key>")
@public
def publication(key: str) -> ResponseReturnValue:
    publication = queries.publication_by(key)
    return render(
        "library/publication.html",
        publication=publication,
        findings=queries.cards_in(publication),
        chapter_colours=COLOURS,
    )


@blueprint.get("/library/<key>.json")
@public
def publication_json(key: str) -> ResponseReturnValue:
    publication = queries.publication_by(key)
    return _file(exports.publication_json(publication, queries.findings_in(publication)), "application/json")


@blueprint.get("/library/<publication>/<key>")
@public
def show(publication: str, key: str) -> ResponseReturnValue:
    reader = current_member()
    finding, figures = _with_figures(queries.finding_by(publication, key))
    words = finding.words
    return render(
        "library/finding.html",
        finding=finding,
        publication=finding.publication,
        words=words,
        figures=figures,
        picture=picture,
        chart=picture.chart_of(figures, both(words["short"])) if figures.rows else "",
        advice="\n".join(f"- {both(point)}" for point in words["meaning"]["points"]),
        linked=[node for node in linked_to("finding", finding.id, reader) if node.kind in SHOWN],
        thread=thread(reader, "finding", finding.id, request.args.get("after", "")) if reader else None,
        before=finding.beside(-1),
        after=finding.beside(1),
        today=clock.today(),
    )


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
    finding, figures = _with_figures(queries.finding_by(publication, key))
    if not figures.rows:
        raise NotFound
    return _file(exports.finding_svg(finding, figures), "image/svg+xml")


def _with_figures(finding: Finding) -> tuple[Finding, Figures]:
    return finding, figures_of(finding.words, finding.publication.n)


def _file(text: str, mimetype: str, download_as: str = "") -> Response:
    response = Response(text, content_type=f"{mimetype}; charset=utf-8")
    if download_as:
        response.headers["Content-Disposition"] = f'attachment; filename="{download_as}"'
    return response
