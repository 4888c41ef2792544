"""A practice as sheets of A4, to take along or hand out: whose firm, what it did, and what others say of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from network.files import storage
from network.kernel.paper import BOLD, BRAND, HEAD, INK, LINE, MARK, SOFT, SUNKEN, TEXT, Flow, Sheet
from network.kernel.richtext import Block, Heading, Listing, Picture, Table, plain_block, read, read_plain
from network.kernel.text import day, euros
from network.practices.models import Practice
from network.practices.rules import RICH
from network.practices.words import PARTS, STAGES

LEFT, RIGHT, TOP, WIDTH = Flow.left, Flow.right, Flow.top, Flow.width
HIGHEST = 110.0  # of a picture
SIZE, STEP = 10.5, 10.5 * 0.3528 * 1.42  # points, and the millimetres of a line


def drawn(practice: Practice, now: datetime, address: str) -> bytes:
    """The practice in the language that is spoken now; its own words stay in the one in which they were written."""
    paper = _Paper(Sheet(str(practice.name), practice.language, now))
    paper.head(practice)
    paper.glance(practice)
    for name in RICH:
        html, plain = practice.rich.get(name), getattr(practice, name)
        if plain:
            paper.part(str(PARTS[name]), read(html) if html else read_plain(plain))
    paper.foot(practice, now, address)
    return paper.sheet.finished()


class _Paper(Flow):
    """Where on the sheets one is; a line that has no room any more begins the next sheet."""

    def words(self, words: str, x: float = LEFT, width: float = WIDTH, style: str = "") -> None:
        """Words in a column, line by line over as many sheets as they need."""
        for line in self.sheet.lines(width, words, SIZE, TEXT, style):
            self.room(STEP)
            self.sheet.write(x, self.y, width, line, size=SIZE, style=style)
            self.y += STEP

    def head(self, practice: Practice) -> None:
        firm = practice.organisation
        self.sheet.pdf.image(str(MARK), x=LEFT, y=TOP, w=14, alt_text="Leernetwerk mkb")
        who = f"{_('%(size)s people', size=firm.size)} · {firm.sector_name} · {firm.province_name}"
        self.sheet.write(LEFT + 19, TOP, WIDTH - 19, who, size=11, style=BOLD)
        self.sheet.write(LEFT + 19, TOP + 6, WIDTH - 19, firm.name, size=10.5, colour=SOFT)
        size = self.sheet.fitting(WIDTH, str(practice.name), (26, 22, 18, 14), most_lines=3)
        self.y = self.sheet.write(LEFT, TOP + 19, WIDTH, str(practice.name), size=size, family=HEAD, leading=1.1) + 2
        if practice.summary:
            self.y = self.sheet.write(LEFT, self.y, WIDTH, practice.summary, size=12.5, colour=SOFT) + 3

    def glance(self, practice: Practice) -> None:
        """Cost, effect and strength side by side; not yet known is a value as well."""
        hours = ngettext("%(num)s hour", "%(num)s hours", practice.hours) if practice.hours is not None else ""
        money = euros(practice.euros) if practice.euros is not None else ""
        weeks = ngettext("%(num)s week", "%(num)s weeks", practice.weeks) if practice.weeks is not None else ""
        cells = (
            (_("What did it cost?"), " · ".join(filter(None, (money, hours, weeks))) or _("Not yet known"), ""),
            (_("What did it bring?"), practice.effect_figure or _("Not measured"), practice.effect_text),
            (_("How sure is that?"), str(STAGES[practice.maturity]), _applied(practice)),
        )
        column, inside = WIDTH / 3, WIDTH / 3 - 8
        heights = [22 + self.sheet.height(inside, more, size=9) + self.sheet.height(inside, big, size=13, family=HEAD)
                   for _head, big, more in cells]  # fmt: skip
        self.room(max(heights))
        self.sheet.rectangle(LEFT, self.y, WIDTH, max(heights) - 4, SUNKEN)
        for at, (head, big, more) in enumerate(cells):
            x = LEFT + 4 + at * column
            y = self.sheet.write(x, self.y + 4, inside, head, size=9, style=BOLD, colour=BRAND)
            y = self.sheet.write(x, y + 1, inside, big, size=13, family=HEAD)
            if more:
                self.sheet.write(x, y + 1, inside, more, size=9, colour=SOFT)
        self.y += max(heights) + 2

    def part(self, head: str, blocks: Iterable[Block]) -> None:
        self.room(22)
        self.sheet.rectangle(LEFT, self.y, WIDTH, 0.3, LINE)
        self.y = self.sheet.write(LEFT, self.y + 3, WIDTH, head, size=14, family=HEAD, colour=BRAND) + 1.5
        for block in blocks:
            self.block(block)
            self.y += 2
        self.y += 3

    def block(self, block: Block) -> None:
        if isinstance(block, Picture):
            self.picture(block)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Listing):
            for line in plain_block(block).replace("**", "").split("\n"):
                self.words(f"–{line[1:]}" if line.startswith("-") else line, LEFT + 4, WIDTH - 4)
        else:
            self.words(plain_block(block).replace("**", ""), style=BOLD if isinstance(block, Heading) else "")

    def table(self, table: Table) -> None:
        columns = max(len(row) for row in table.rows)
        width = WIDTH / columns
        for row in table.rows:
            cells = [(" ".join(run.words for run in cell.runs), BOLD if cell.head else "") for cell in row]
            height = max(self.sheet.height(width - 3, words, size=9.5) for words, _style in cells) + 2
            self.room(height)
            for at, (words, style) in enumerate(cells):
                self.sheet.write(LEFT + at * width, self.y + 1, width - 3, words, size=9.5, style=style)
            self.y += height
            self.sheet.rectangle(LEFT, self.y, WIDTH, 0.2, LINE)

    def picture(self, picture: Picture) -> None:
        """A picture as large as fits; one whose file is gone is told by its words."""
        place = storage.place_of(picture.key)
        if not (place.is_file() and picture.width and picture.height):
            self.words(plain_block(picture))
            return
        scale = min(WIDTH / picture.width, HIGHEST / picture.height)
        self.room(picture.height * scale + 8)
        self.sheet.pdf.image(str(place), x=LEFT, y=self.y, w=picture.width * scale, alt_text=picture.alt or None)
        self.y += picture.height * scale + 1
        if picture.caption:
            self.y = self.sheet.write(LEFT, self.y, WIDTH, picture.caption, size=9, colour=SOFT)

    def foot(self, practice: Practice, now: datetime, address: str) -> None:
        self.room(30)
        self.sheet.code(RIGHT - 26, self.y, 26, address)
        y = self.sheet.write(LEFT, self.y + 4, WIDTH - 32, _applied(practice), size=10, style=BOLD, colour=INK)
        self.sheet.write(LEFT, y + 1, WIDTH - 32, address, size=9, colour=BRAND, link=address)
        if practice.published_at:
            words = _(
                "Published on %(day)s; this sheet was made on %(now)s.", day=day(practice.published_at), now=day(now)
            )
            self.sheet.write(LEFT, y + 6, WIDTH - 32, words, size=9, colour=SOFT)


def _applied(practice: Practice) -> str:
    """What other firms say, in one sentence."""
    if not practice.applied_count:
        return str(_("No firm has applied it yet."))
    applied = ngettext("Applied by %(num)s firm,", "Applied by %(num)s firms,", practice.applied_count)
    again = ngettext("%(num)s would do it again.", "%(num)s would do it again.", practice.again_count)
    return f"{applied} {again}"
