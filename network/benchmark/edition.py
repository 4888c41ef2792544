"""The network's own edition: once a year the same questions as the study's, answered by its firms, as a publication.

Made of the figures that are shown anyhow, so that it tells nothing more than they do. It has the file format of every
publication: its pages, charts, tables and downloads are the library's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from network.kernel import clock
from network.kernel.i18n import LANGUAGES, both, force_locale
from network.kernel.text import day
from network.library.format import checked
from network.library.queries import has_publication
from network.library.services import Imported, import_content
from network.scans.disclosure import Figure
from network.scans.queries import Shown, shown_figures
from network.scans.questionnaire import MULTIPLE, SCALE, STEPS, Question

Texts = dict[str, str]
KEY = "network-"
DEMO = "-demo"  # at the end of the key of an edition of made-up firms


def make(year: int) -> Imported | None:
    """Make the edition of a year, or bring it up to date; None as long as there is nothing to show.

    One of made-up firms has a name of its own, and goes with the demo.
    """
    content = content_of(year, shown_figures())
    return import_content(checked(content)) if content else None


def make_last_years(now: datetime) -> int:
    """In January: make the edition of the year that ended, if nobody did. Gives how many were made."""
    year = clock.local(now).year - 1
    if has_publication(key_of(year)) or has_publication(key_of(year, is_demo=True)):
        return 0
    return 1 if make(year) else 0


def key_of(year: int, *, is_demo: bool = False) -> str:
    """The publication's key, which is also in its address."""
    return f"{KEY}{year}{DEMO if is_demo else ''}"


def content_of(year: int, shown: Mapping[str, Shown]) -> dict[str, Any] | None:
    """The edition as the library takes it in; None without figures."""
    asked = [(at, each) for at, step in enumerate(STEPS, start=1) for each in step.questions if each.key in shown]
    if not asked:
        return None
    drawn = max(shown[question.key].drawn_at for _step, question in asked)
    is_demo = any(figure.is_demo for figure in shown.values())
    firms = max(shown[question.key].figure.n for _step, question in asked)
    return {
        "format": 1, "key": key_of(year, is_demo=is_demo), "publisher": "Leernetwerk mkb", "year": year, "fieldwork": str(year),
        "n": None,
        "title": _texts(lambda: _("The made-up network of the demo in %(year)s", year=year))
        if is_demo else _texts(lambda: _("The network in %(year)s", year=year)),
        "region": _texts(lambda: _("The Netherlands")),
        "design": _texts(lambda: _(
            "About %(n)s firms of the network answered the same questions as in the study. Drawn on %(day)s.",
            n=firms, day=day(drawn),
        )),
        "limits": [_texts(limit) for limit in (*((_made_up,) if is_demo else ()), *_LIMITS)], "advisers": [], "concepts": [],
        "chapters": [
            {"key": f"step-{at}", "section": str(at), "title": dict(step.title),
             "intro": _texts(lambda: _("The same questions as in the study."))}
            for at, step in enumerate(STEPS, start=1) if any(number == at for number, _question in asked)
        ],
        "findings": [
            _finding(question, f"{step}.{at}", f"step-{step}", shown[question.key].figure)
            for at, (step, question) in enumerate(asked, start=1)
        ],
    }  # fmt: skip


def _made_up() -> str:
    return str(_("These firms are made up: they belong to the demo."))


_LIMITS: tuple[Callable[[], str], ...] = (
    lambda: _(
        "These are firms that are in the network and filled in the scan. They were not drawn at random, so their answers do "
        "not hold for all SMEs."
    ),
    lambda: _(
        "Shares stand in steps of five and are shifted a little by lot, so that nobody works out what one firm said. With few "
        "firms they are rough."
    ),
    lambda: _("Firms spoke about themselves. Whether their employees see it the same way is not said."),
)


def _finding(question: Question, section: str, chapter: str, figure: Figure) -> dict[str, Any]:
    """A question with its rounded figures. The sentence speaks of the answer that most gave."""
    shares = [figure.shares.get(option.key, 0) for option in question.every]
    most = shares.index(max(shares[: len(question.options)]))
    label, n = question.options[most].label, figure.n
    return {
        "key": question.key, "id": section, "chapter": chapter, "ordered": not question.many,
        # beside yes and no, some do not know
        "kind": question.kind if question.kind in (MULTIPLE, SCALE) else "single",
        "short": dict(question.short), "question": dict(question.text), "highlight": most,
        "answer": _texts(lambda: _("About %(share)s per cent: %(answer)s", share=shares[most], answer=both(label))),
        "lead": _texts(lambda: _("This is what about %(n)s firms of the network answered.", n=n)),
        "base": {"n": None, "about": n, "text": _texts(lambda: _("About %(n)s firms.", n=n))},
        "values": [
            {"label": dict(option.label), "value": share, "sure": "rounded"}
            for option, share in zip(question.every, shares, strict=True)
        ],
        "uncertain": [], "context": [], "concepts": [],
        "meaning": {
            "lead": _texts(lambda: _("Lay it beside your own answer.")),
            "points": [_texts(lambda: _("**Do the scan.** Then you see where your firm stands."))],
        },
    }  # fmt: skip


def _texts(say: Callable[[], str]) -> Texts:
    """What is said in each language."""
    texts = {}
    for code in LANGUAGES:
        with force_locale(code):
            texts[code] = str(say())
    return texts
