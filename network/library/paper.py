"""A publication beside the study as sheets of A4, to hand to a municipality or a branch organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from network.kernel.i18n import both, language
from network.kernel.paper import BOLD, BRAND, HEAD, INK, LINE, MARK, SOFT, SUNKEN, Flow, Sheet
from network.kernel.text import day
from network.library.beside import Answer, Pair
from network.library.figures import Row
from network.library.models import Publication
from network.library.picture import per_cent

LEFT, RIGHT, TOP, WIDTH = Flow.left, Flow.right, Flow.top, Flow.width
LABELS, BARS, FIGURES = 62.0, 80.0, 26.0  # millimetres of the three columns
STUDY, OWN = (255, 196, 71), BRAND
BAR, STEP = 3.2, 9.4


def drawn(publication: Publication, study: Publication, pairs: Sequence[Pair], now: datetime, address: str) -> bytes:
    """The sheets, in the language that is spoken now."""
    paper = _Paper(Sheet(both(publication.words["title"]), language(), now))
    paper.head(publication, study)
    for pair in pairs:
        paper.question(pair)
    paper.foot(publication, now, address)
    return paper.sheet.finished()


class _Paper(Flow):
    """Where on the sheets one is."""

    def head(self, publication: Publication, study: Publication) -> None:
        self.sheet.pdf.image(str(MARK), x=LEFT, y=TOP, w=14, alt_text="Leernetwerk mkb")
        title = _("%(title)s, beside the study", title=both(publication.words["title"]))
        self.y = self.sheet.write(LEFT, TOP + 19, WIDTH, title, size=24, family=HEAD, leading=1.1) + 2
        self.y = self.sheet.write(LEFT, self.y, WIDTH, both(publication.words["design"]), size=11.5, colour=SOFT) + 2
        for colour, name in ((STUDY, study), (OWN, publication)):
            self.sheet.rectangle(LEFT, self.y + 1.2, 6, BAR, colour)
            words = f"{both(name.words['title'])} ({name.words['publisher']}, {name.year})"
            self.y = self.sheet.write(LEFT + 9, self.y, WIDTH - 9, words, size=10)
        self.y += 4

    def question(self, pair: Pair) -> None:
        asked = _("‘%(question)s’", question=both(pair.own.words["question"]))
        height = 10 + self.sheet.height(WIDTH, asked, size=9.5)
        self.room(height + sum(map(self.height_of, pair.answers[:3])))
        self.sheet.rectangle(LEFT, self.y, WIDTH, 0.4, INK)
        self.y = self.sheet.write(LEFT, self.y + 2, WIDTH, both(pair.own.words["short"]), size=14, family=HEAD)
        self.y = self.sheet.write(LEFT, self.y, WIDTH, asked, size=9.5, colour=SOFT) + 1.5
        for answer in pair.answers:
            self.answer(answer)
        self.y += 3

    def height_of(self, answer: Answer) -> float:
        return max(STEP, self.sheet.height(LABELS, both(answer.label), size=9.5) + 1.5)

    def answer(self, answer: Answer) -> None:
        height = self.height_of(answer)
        self.room(height)
        self.sheet.write(LEFT, self.y, LABELS, both(answer.label), size=9.5)
        for at, (row, colour) in enumerate(((answer.study, STUDY), (answer.own, OWN))):
            self.bar(row, colour, self.y + 0.6 + at * (BAR + 0.9), rounded=at == 1)
        self.y += height

    def bar(self, row: Row | None, colour: tuple[int, int, int], y: float, *, rounded: bool) -> None:
        left = LEFT + LABELS + 2
        if row is None or row.value is None:
            self.sheet.rectangle(left, y + BAR / 2, BARS, 0.2, LINE)
            words = _("no figure")
        else:
            self.sheet.rectangle(left, y, BARS, BAR, SUNKEN)
            self.sheet.rectangle(left, y, BARS * row.value / 100, BAR, colour)
            words = _("ca. %(share)s %%", share=row.value) if rounded else _said(row)
        self.sheet.write(left + BARS + 2, y - 0.7, FIGURES, words, size=8.5, style="" if rounded else BOLD)

    def foot(self, publication: Publication, now: datetime, address: str) -> None:
        self.room(52)
        self.sheet.rectangle(LEFT, self.y, WIDTH, 0.4, INK)
        self.y = self.sheet.write(
            LEFT, self.y + 2, WIDTH, _("What these figures can and cannot tell"), size=13, family=HEAD
        )
        for limit in publication.words["limits"]:
            self.y = self.sheet.write(LEFT, self.y + 1, WIDTH - 34, both(limit), size=9.5)
        self.sheet.code(RIGHT - 30, self.y - 26, 30, address)
        made = _("Made on %(day)s", day=day(now))
        self.sheet.write(LEFT, self.y + 2, WIDTH - 34, f"{made} · {address}", size=9, colour=SOFT, link=address)


def _said(row: Row) -> str:
    """The study's figure, with how many firms that are where it is known."""
    figure = per_cent(row.value or 0)
    return f"{figure} ({row.count})" if row.count is not None else figure
