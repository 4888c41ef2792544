"""Text with headings, lists, links, tables and pictures: read from whatever an editor or a paste sends, kept as little HTML.

What comes in is parsed and cleaned by nh3 and read into blocks; what goes out is written anew from the blocks. So nothing of
what was sent gets through but words and the few things that a block can be. Every block has a plain form as well, the one
that `text.prose` knows: that is what is searched, counted, compared, and changed where there is no editor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby

import nh3
from markupsafe import Markup, escape

from network.kernel.text import BOLD, LINK, POINTS, tidy, unseen_out
from network.kernel.typesetting import unbroken

LARGEST = 100_000  # letters of HTML for one part; the longest one that was written by hand is far below
MOST_TAGS = 5_000  # of one part; the cleaner's time grows with their square when they stand within each other
DEEPEST = 24  # elements within each other; deeper ones are read as if they stood beside each other
MOST_SPANNED = 20  # columns or rows of one cell
PICTURE = re.compile(r"/files/([0-9a-f]{32})/[^\s\"'<>/]+")
_ADDRESS = re.compile(r"(?:https?://[^\s\"'<>]+|mailto:[^\s\"'<>]+|/(?!/)[^\s\"'<>\\]*)", re.IGNORECASE)

HEADINGS = {"h1": 3, "h2": 3, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
STRONG, EMPHASIS = ("b", "strong"), ("i", "em")
_INLINE = frozenset((*STRONG, *EMPHASIS, "a", "br", "span", ""))
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "th", "td")
_LISTS = ("ul", "ol")
_CONTAINERS = ("div", "section", "article", "blockquote", "main", "center", "pre")
_TAGS = frozenset((
    *HEADINGS, *STRONG, *EMPHASIS, *_TABLE, *_CONTAINERS, *_LISTS, "p", "br", "a", "span", "li", "figure", "img",
    "figcaption",
))  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt", "title", "width", "height"}, "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Words of one look. A line end is one that the writer made."""

    words: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


PLAIN = Run("")
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Heading:
    level: int  # 3 or 4: a part's own heading is the second
    runs: Runs


@dataclass(frozen=True)
class Item:
    runs: Runs
    within: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class Listing:
    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Cell:
    runs: Runs
    head: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture by the address of its file; width and height in pixels, 0 where they are not known."""

    src: str
    alt: str = ""
    caption: str = ""
    width: int = 0
    height: int = 0

    @property
    def key(self) -> str:
        """The key of its file."""
        return self.src.split("/")[2]


Block = Paragraph | Heading | Listing | Table | Picture


# --- reading -------------------------------------------------------------------------------------------------------------


def read(html: str) -> list[Block]:
    """The blocks of HTML from anywhere; what is not known is left out, its words are kept."""
    cleaned = nh3.clean(_within_bounds(html), tags=set(_TAGS), attributes=_ATTRIBUTES, link_rel=None)
    reader = _Reader()
    reader.feed(cleaned)
    reader.close()
    return list(_blocks(reader.root.children))


def _within_bounds(html: str) -> str:
    """As much of a text as is read: what is longer, or has more tags, was made by no writer."""
    pieces = html[:LARGEST].split("<", MOST_TAGS + 1)
    return "<".join(pieces[: MOST_TAGS + 1])


def read_plain(text: str) -> list[Block]:
    """The blocks of a plain text, as `text.prose` shows them: paragraphs, points, bold and links."""
    blocks: list[Block] = []
    for chunk in chunks(text):
        for is_point, lines in groupby(chunk.split("\n"), key=lambda line: line.lstrip().startswith(POINTS)):
            if is_point:
                blocks.append(Listing(False, tuple(Item(_looks(line.lstrip()[2:].strip())) for line in lines)))
            else:
                blocks.append(Paragraph(_looks("\n".join(lines))))
    return blocks


def chunks(text: str) -> list[str]:
    """A plain text in the pieces between its blank lines."""
    return [each for each in re.split(r"\n\s*\n", text.strip()) if each]


@dataclass
class _Element:
    tag: str = ""  # "" for a piece of text
    words: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element] = field(default_factory=list)


class _Reader(HTMLParser):
    """The tree of a cleaned text, never deeper than DEEPEST."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, attributes={name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in {"br", "img"} and len(self._open) < DEEPEST:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        place = next((at for at in range(len(self._open) - 1, 0, -1) if self._open[at].tag == tag), 0)
        if place:
            del self._open[place:]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(_Element(words=data))


def _blocks(elements: Iterable[_Element]) -> Iterator[Block]:
    for together, group in groupby(elements, key=_is_inline):
        if together:
            yield from _paragraphs(_runs(group))
            continue
        for element in group:
            yield from _block(element)


def _is_inline(element: _Element) -> bool:
    return element.tag in _INLINE and all(map(_is_inline, element.children))


def _block(element: _Element) -> Iterator[Block]:
    if element.tag in HEADINGS:
        if runs := _on_one_line(_runs(element.children)):
            yield Heading(HEADINGS[element.tag], runs)
        yield from _pictures(element)
    elif element.tag in _LISTS:
        if items := tuple(_items(element)):
            yield Listing(element.tag == "ol", items)
        yield from _pictures(element)
    elif element.tag == "table":
        if rows := tuple(_rows(element)):
            yield Table(rows)
        yield from _pictures(element)
    elif element.tag in {"figure", "img"}:
        yield from _pictures(element)
    else:
        yield from _blocks(element.children)


def _pictures(element: _Element) -> Iterator[Picture]:
    """The pictures within an element that lie here; a figure's caption is that of its picture."""
    caption = " ".join(_text(each) for each in element.children if each.tag == "figcaption")
    if element.tag == "img":
        facts = element.attributes
        if PICTURE.fullmatch(facts.get("src", "")):
            yield Picture(
                facts["src"], _line(facts.get("alt", "")), _line(facts.get("title", "")),
                _pixels(facts.get("width", "")), _pixels(facts.get("height", "")),
            )  # fmt: skip
        return
    for child in element.children:
        for picture in _pictures(child):
            yield replace(picture, caption=_line(caption) or picture.caption)


def _items(listing: _Element) -> Iterator[Item]:
    for element in listing.children:
        parts = (
            element.children if element.tag == "li" else [element]
        )  # Word puts a list beside its point, not within it
        inner = [each for each in parts if each.tag in _LISTS]
        words = [each for each in parts if each.tag not in _LISTS]
        within = tuple(block for each in inner for block in _block(each) if isinstance(block, Listing))
        runs = _joined(_runs(words))
        if runs or within:
            yield Item(runs, within)


def _rows(table: _Element) -> Iterator[tuple[Cell, ...]]:
    for element in table.children:
        if element.tag == "tr":
            cells = tuple(_cell(each) for each in element.children if each.tag in {"th", "td"})
            if cells:
                yield cells
        elif element.tag in _TABLE:
            yield from _rows(element)


def _cell(element: _Element) -> Cell:
    facts = element.attributes
    return Cell(
        _joined(_runs(element.children)), element.tag == "th", _span(facts.get("colspan")), _span(facts.get("rowspan"))
    )


def _span(value: str | None) -> int:
    return min(int(value), MOST_SPANNED) if value and value.isascii() and value.isdecimal() and int(value[:4]) else 1


def _pixels(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0


def _runs(elements: Iterable[_Element], look: Run = PLAIN) -> Iterator[Run]:
    """The words of elements with their looks; a block among them begins and ends on a line of its own."""
    for element in elements:
        if not element.tag:
            yield replace(look, words=re.sub(r"\s+", " ", element.words))
        elif element.tag == "br":
            yield replace(look, words="\n")
        elif element.tag in _INLINE:
            yield from _runs(element.children, _looking(element, look))
        elif element.tag != "figcaption":
            yield replace(look, words="\n")
            yield from _runs(element.children, look)
            yield replace(look, words="\n")


def _looking(element: _Element, look: Run) -> Run:
    if element.tag in STRONG:
        return replace(look, strong=True)
    if element.tag in EMPHASIS:
        return replace(look, emphasis=True)
    href = element.attributes.get("href", "").strip()
    return replace(look, href=href) if element.tag == "a" and _ADDRESS.fullmatch(href) else look


def _paragraphs(runs: Iterable[Run]) -> Iterator[Paragraph]:
    """Runs as paragraphs: a blank line parts two of them."""
    part: list[Run] = []
    for run in _joined(runs, blank_lines=True):
        before, *others = run.words.split("\n\n")
        part.append(replace(run, words=before))
        for each in others:
            yield from _paragraph(part)
            part = [replace(run, words=each)]
    yield from _paragraph(part)


def _paragraph(runs: Iterable[Run]) -> Iterator[Paragraph]:
    if joined := _joined(runs):
        yield Paragraph(joined)


def _on_one_line(runs: Iterable[Run]) -> Runs:
    return _joined(replace(run, words=run.words.replace("\n", " ")) for run in runs)


def _joined(runs: Iterable[Run], blank_lines: bool = False) -> Runs:
    """Runs without needless spaces and line ends, neighbours of one look put together, addresses made links."""
    whole, looks = "", []
    for run in runs:
        words = unseen_out(run.words)
        whole += words
        looks += [replace(run, words="")] * len(words)
    pieces: list[tuple[Run, str]] = []
    for piece in re.finditer(r"\s+|\S+", whole.strip()):
        begin = len(whole) - len(whole.lstrip()) + piece.start()
        if piece[0].isspace():
            before, after = looks[begin - 1], looks[begin + len(piece[0])]
            pieces.append((before if before == after else PLAIN, _space(piece[0], blank_lines)))
        else:
            pieces += zip(looks[begin : begin + len(piece[0])], piece[0], strict=True)
    grouped = groupby(pieces, key=lambda piece: piece[0])
    alike = (replace(look, words="".join(words for _, words in group)) for look, group in grouped)
    return tuple(linked for run in alike for linked in _linked(run))


def _space(typed: str, blank_lines: bool) -> str:
    ends = typed.count("\n")
    return ("\n\n" if blank_lines and ends > 1 else "\n") if ends else " "


def _linked(run: Run) -> Iterator[Run]:
    """A run in which addresses are links, as they are in plain text."""
    if run.href:
        yield run
        return
    at = 0
    for link in LINK.finditer(run.words):
        if link.start() > at:
            yield replace(run, words=run.words[at : link.start()])
        yield replace(run, words=link[0], href=link[0])
        at = link.end()
    if at < len(run.words):
        yield replace(run, words=run.words[at:])


def _looks(words: str) -> Runs:
    """A plain text's runs: two stars make bold."""
    runs, at = [], 0
    for bold in BOLD.finditer(words):
        runs += [Run(words[at : bold.start()]), Run(bold[1], strong=True)]
        at = bold.end()
    return _joined([*runs, Run(words[at:])])


def _text(element: _Element) -> str:
    return element.words + "".join(_text(each) for each in element.children)


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


# --- writing -------------------------------------------------------------------------------------------------------------


def html_of(blocks: Iterable[Block], typeset: bool = False) -> str:
    """The one way in which blocks are written; `typeset` for the page, as links lead outside and lines may not end anywhere."""
    write = _Writer(typeset)
    return "\n".join(write.block(block) for block in blocks)


class _Writer:
    """Blocks as HTML; every word of it is escaped."""

    def __init__(self, typeset: bool) -> None:
        self.typeset = typeset

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return f"<h{block.level}>{self.runs(block.runs)}</h{block.level}>"
            case Listing():
                return self.listing(block)
            case Table():
                rows = "".join(f"<tr>{''.join(map(self.cell, row))}</tr>" for row in block.rows)
                table = f"<table><tbody>{rows}</tbody></table>"
                return f'<div class="sideways" tabindex="0">{table}</div>' if self.typeset else table
            case Picture():
                return self.picture(block)
            case Paragraph():
                return f"<p>{self.runs(block.runs)}</p>"

    def listing(self, listing: Listing) -> str:
        kind = "ol" if listing.ordered else "ul"
        css = ' class="dash"' if self.typeset and not listing.ordered else ""
        within = (f"{self.runs(item.runs)}{''.join(map(self.listing, item.within))}" for item in listing.items)
        return f"<{kind}{css}>{''.join(f'<li>{each}</li>' for each in within)}</{kind}>"

    def cell(self, cell: Cell) -> str:
        kind = "th" if cell.head and (cell.runs or not self.typeset) else "td"  # a head without words heads nothing
        spans = "".join(f' {name}="{n}"' for name, n in (("colspan", cell.columns), ("rowspan", cell.rows)) if n > 1)
        return f"<{kind}{spans}>{self.runs(cell.runs)}</{kind}>"

    def picture(self, picture: Picture) -> str:
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
        late = ' loading="lazy" decoding="async"' if self.typeset else ""
        caption = f"<figcaption>{self.words(picture.caption)}</figcaption>" if picture.caption else ""
        return f'<figure><img src="{escape(picture.src)}" alt="{escape(picture.alt)}"{size}{late}>{caption}</figure>'

    def runs(self, runs: Runs) -> str:
        return "".join(map(self.run, runs))

    def run(self, run: Run) -> str:
        words = self.words(run.words).replace("\n", "<br>")
        words = f"<em>{words}</em>" if run.emphasis else words
        words = f"<strong>{words}</strong>" if run.strong else words
        if not run.href:
            return words
        outside = ' rel="nofollow ugc noopener"' if self.typeset and not run.href.startswith("/") else ""
        return f'<a href="{escape(run.href)}"{outside}>{words}</a>'

    def words(self, words: str) -> str:
        return str(escape(unbroken(words) if self.typeset else words))


def plain_of(blocks: Iterable[Block]) -> str:
    """The same words without an editor's look, in the habits of plain text."""
    return tidy("\n\n".join(plain_block(block) for block in blocks))


def plain_block(block: Block) -> str:
    """One block as plain text: no line of it is blank."""
    match block:
        case Listing():
            return "\n".join(_points(block))
        case Table():
            return "\n".join(" | ".join(_plain(cell.runs).replace("\n", " ") for cell in row) for row in block.rows)
        case Picture():
            return f"[{' – '.join(each for each in (block.alt, block.caption) if each)}]"
        case Heading() | Paragraph():
            return _plain(block.runs)


def _points(listing: Listing) -> Iterator[str]:
    for number, item in enumerate(listing.items, 1):
        if item.runs:
            yield f"{f'{number}.' if listing.ordered else '-'} {_plain(item.runs)}"
        for within in item.within:
            yield from _points(within)


def _plain(runs: Runs) -> str:
    return "".join(map(_plain_run, runs))


def _plain_run(run: Run) -> str:
    words = f"**{run.words}**" if run.strong and BOLD.fullmatch(f"**{run.words}**") else run.words
    return words if run.href in {"", run.words} else f"{words} ({run.href.removeprefix('mailto:')})"


# --- keeping -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A part as it is kept: its words as plain text, and HTML only where plain text cannot hold its look."""

    plain: str
    html: str = ""


def written(blocks: Sequence[Block]) -> Written:
    """Blocks as they are kept."""
    plain = plain_of(blocks)
    return Written(plain, "" if list(blocks) == read_plain(plain) else html_of(blocks))


def changed(before: Written, typed: str) -> Written:
    """A part whose plain text was changed where there is no editor: what was left alone keeps its look."""
    if not before.html:
        return Written(typed)
    old = read(before.html)
    new = chunks(typed)
    blocks: list[Block] = []
    matches = SequenceMatcher(None, [tidy(plain_block(block)) for block in old], new, autojunk=False)
    for kind, begin, end, at, until in matches.get_opcodes():
        blocks += old[begin:end] if kind == "equal" else read_plain("\n\n".join(new[at:until]))
    return written(blocks)


def with_pictures(html: str, known: Callable[[Picture], Picture | None]) -> Written:
    """A part in which each picture is as it is `known`; one that is not known is left out."""
    blocks: list[Block] = []
    for block in read(html):
        picture = known(block) if isinstance(block, Picture) else block
        blocks += [picture] if picture else []
    return written(blocks)


@lru_cache(maxsize=512)
def shown(html: str) -> Markup:
    """A part's HTML for the page. Read and written anew: what stands in the database is believed as little as what is sent."""
    return Markup(html_of(read(html), typeset=True))
