"""Findings for machines and spreadsheets: JSON with both languages, CSV in the reader's, SVG that stands alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from network.kernel.charts import standalone
from network.kernel.i18n import both
from network.kernel.spreadsheet import csv_text
from network.library.figures import Figures, Row, figures_of, others_of
from network.library.models import Finding, Publication
from network.library.picture import NAME, SURE_WORDS, chart_of

HEX = {  # bar and dark bar of a chapter's colour on paper, as tokens.css has them in OKLCH
    "coral": ("#ec6a5a", "#7c2920"),
    "amber": ("#f9c647", "#644200"),
    "pink": ("#edaac5", "#6c334c"),
    "teal": ("#60b2af", "#005755"),
    "green": ("#88c87a", "#27561c"),
    "blue": ("#92c1e6", "#1a4d71"),
}


def publication_json(publication: Publication, findings: Iterable[Finding]) -> str:
    """The whole publication with every finding."""
    words = publication.words
    return _json(
        {
            "key": publication.key, "path": publication.path, "title": words["title"], "publisher": words["publisher"],
            "year": publication.year, "fieldwork": words["fieldwork"], "n": publication.n, "region": words["region"],
            "design": words["design"], "limits": words["limits"], "chapters": words["chapters"],
            "findings": [as_data(finding, publication) for finding in findings],
        }
    )  # fmt: skip


def finding_json(finding: Finding) -> str:
    """One finding."""
    publication = finding.publication
    return _json({"publication": publication.key, **as_data(finding, publication)})


def as_data(finding: Finding, publication: Publication) -> dict[str, Any]:
    """A finding as plain values, in the order of its file."""
    words = finding.words
    figures = figures_of(words, publication.n)
    rows = {row.label["nl"]: row for row in figures.rows}
    data = {
        "id": finding.section, "key": finding.key, "kind": finding.kind, "path": f"{publication.path}/{finding.key}",
        "chapter": finding.chapter,
        "question": words["question"], "answer": words["answer"], "lead": words["lead"], "base": words["base"],
        "base_status": figures.base.status, "n": words["base"]["n"], "fits_n": list(figures.base.fitting),
        "values": [_value(value, rows[value["label"]["nl"]]) for value in words["values"]],
        "uncertain": words["uncertain"], "context": words["context"], "edition": finding.edition,
    }  # fmt: skip
    return {**data, "lists": words["lists"]} if "lists" in words else data


def _value(value: Mapping[str, Any], row: Row) -> dict[str, Any]:
    data = {
        "label": value["label"]["nl"],
        "label_en": value["label"]["en"],
        "value": value["value"],
        "sure": value["sure"],
    }
    if others_of(value):
        data["chart"] = value["chart"]
    return {**data, "count": row.count, "interval": list(row.interval) if row.interval else None}


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def finding_csv(finding: Finding, figures: Figures) -> str:
    """The figures as a table for a spreadsheet; the qualitative finding's two lists as rows."""
    return csv_text(_csv_head(), _csv_rows(finding, figures))


def _csv_head() -> tuple[str, ...]:
    return (
        _("Section"), _("Question"), _("Answer"), _("Figure"), _("Unit"), _("How sure"), _("In the chart"),
        _("Number of firms"), _("Of how many"), _("Margin from"), _("Margin to"),
    )  # fmt: skip


def publication_csv(publication: Publication, findings: Iterable[Finding]) -> str:
    """Every figure of a publication in one table."""
    rows = (row for finding in findings for row in _csv_rows(finding, figures_of(finding.words, publication.n)))
    return csv_text(_csv_head(), rows)


def _csv_rows(finding: Finding, figures: Figures) -> Iterable[tuple[Any, ...]]:
    asked = (finding.section, both(finding.words["question"]))
    unit = "%" if not finding.words["base"].get("unit") else _("people")
    for row in figures.rows:
        margin = row.interval or ("", "")
        n = figures.base.n if row.count is not None else None
        yield (
            *asked,
            both(row.label),
            row.value,
            unit,
            SURE_WORDS[row.sure],
            ", ".join(map(str, row.others)),
            row.count,
            n,
            *margin,
        )
    for name, points in (finding.words.get("lists") or {}).items():
        for point in points:
            yield (*asked, both(point), None, name)


def finding_svg(finding: Finding, figures: Figures) -> str:
    """The chart as a file of its own."""
    title = both(finding.words["answer"])
    chart = chart_of(figures, title)
    return standalone(str(chart), NAME, title, source_of(finding, figures), HEX[finding.card["colour"]])


def source_of(finding: Finding, figures: Figures) -> str:
    """Where the figures come from, for under a chart that stands alone."""
    words = finding.publication.words
    section = _("section %(section)s", section=finding.section)
    source = f"{words['publisher']} ({finding.publication.year}), {section}"
    return f"{source}, n = {figures.base.n}" if figures.base.n else source
