"""How to quote a finding: for a reference manager, in two formats that all of them read."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import Any

from network.library.models import Finding

FRAME, FRAME_BAR = 260, 76  # pixels that a frame around a chart needs: for the words, and for each bar
_TEX = {ord(sign): f"\\{sign}" for sign in "{}$&#%_"} | {
    ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}",
}  # fmt: skip


def address_of(finding: Finding, base_url: str) -> str:
    """Where a finding stands for good, with the edition of its figures that is quoted."""
    return f"{base_url}{finding.path}?edition={finding.edition}"


def frame_of(finding: Finding, base_url: str, code: str, bars: int) -> str:
    """The HTML by which another site shows the chart, in a language, as high as its bars need."""
    title = escape(finding.words["answer"][code], quote=True)
    address = f"{base_url}{finding.path}/embed?lang={code}"
    height = FRAME + FRAME_BAR * bars
    return f'<iframe src="{address}" title="{title}" width="100%" height="{height}" loading="lazy"></iframe>'


def bibtex(finding: Finding, base_url: str, today: date) -> str:
    """An entry for BibTeX; `urldate` says when it was looked at."""
    publication, words = finding.publication, finding.publication.words
    base = finding.words["base"]["n"]
    fields = {
        "author": f"{{{_tex(words['publisher'])}}}", "title": f"{{{_tex(words['title']['nl'])}}}",
        "year": str(publication.year), "chapter": finding.section,
        "note": _tex(f"{finding.words['question']['nl']}{f' (n = {base})' if base else ''}"),
        "url": address_of(finding, base_url), "urldate": today.isoformat(),
    }  # fmt: skip
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@techreport{{{publication.key}-{finding.key},\n{lines}}}\n"


def _tex(words: str) -> str:
    """Words in which TeX sees no commands."""
    return words.translate(_TEX)


def csl_json(finding: Finding, base_url: str, today: date) -> str:
    """An item of CSL-JSON, as Zotero and others read it."""
    publication, words = finding.publication, finding.publication.words
    item: dict[str, Any] = {
        "id": f"{publication.key}-{finding.key}", "type": "report", "title": words["title"]["nl"],
        "author": [{"literal": words["publisher"]}], "issued": {"date-parts": [[publication.year]]},
        "section": finding.section, "note": finding.words["question"]["nl"], "language": "nl",
        "URL": address_of(finding, base_url), "accessed": {"date-parts": [[today.year, today.month, today.day]]},
    }  # fmt: skip
    return json.dumps([item], ensure_ascii=False, indent=1)
