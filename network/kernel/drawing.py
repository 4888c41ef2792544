"""The joining pieces, drawn on the server: organisation tiles, theme patterns, chains of firms, seat bars, icons.

One piece is 40 wide; a ribbon of 16 leaves it in the middle of an edge, so that any two fit. An organisation's piece, turn
and colour come from its slug and never change. Every function gives finished SVG; names go in escaped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from flask import current_app, g
from markupsafe import Markup, escape

PIECES = {
    "bar": "M-.1 12H40.1V28H-.1Z",
    "bend": "M12-.1V0A28 28 0 0 0 40 28H40.1V12H40A12 12 0 0 1 28 0V-.1Z",
    "end": "M40.1 12V28H20A8 8 0 0 1 20 12Z",
    "tee": "M0 12H40V28H28V40H12V28H0Z",
    "cross": "M0 12H12V0H28V12H40V28H28V40H12V28H0Z",
}
COLOURS = ("coral", "amber", "pink", "teal", "green", "blue", "lilac", "lime", "sand", "mint")


def _p(kind: str, piece: str, x: int = 0, y: int = 0, turn: int = 0) -> str:
    """One piece of a motif, `kind` ribbon or second, moved and turned by quarters."""
    moves = [f"translate({x} {y})"] if x or y else []
    moves += [f"rotate({turn} 20 20)"] if turn else []
    transform = f' transform="{" ".join(moves)}"' if moves else ""
    return f'<path class="t-{kind}" d="{PIECES.get(piece, piece)}"{transform}/>'


def _dots(radius: int, *places: tuple[int, int]) -> str:
    return "".join(f'<circle class="t-second" cx="{x}" cy="{y}" r="{radius}"/>' for x, y in places)


_STITCH = "M12 0H28V8H12ZM12 32H28V40H12Z"
_CORNERS = ((0, 0), (80, 0), (0, 80), (80, 80))
_GRID = ((0, 0), (40, 0), (0, 40), (40, 40))

MOTIFS = {  # 80 x 80, each repeats without a break
    "rings": "".join(
        _p("ribbon", "bend", x, y, turn)
        for x, y, turns in ((0, 0, (90, 270)), (40, 0, (0, 180)), (0, 40, (0, 180)), (40, 40, (90, 270)))
        for turn in turns
    )
    + _dots(7, (40, 40), *_CORNERS),
    "weave": "".join(
        _p("ribbon", "bar", x, y, turn) + _p("second", _STITCH, x, y, turn)
        for x, y, turn in ((0, 0, 0), (40, 0, 90), (0, 40, 90), (40, 40, 0))
    ),
    "return": _p("ribbon", "bend", 0, 0, 180) + _p("ribbon", "bend", 0, 40) + _p("ribbon", "bend", 40, 40, 270)
    + _p("ribbon", "bend", 40, 0, 90) + _dots(8, (80, 60), (0, 60), (40, 20)),
    "mesh": "".join(_p("ribbon", "cross", x, y) for x, y in _GRID) + _dots(14, (20, 20), (60, 60)),
    "bands": "".join(_p("ribbon", "bend", x, y) + _p("second", "bend", x, y, 180) for x, y in _GRID),
    "branch": _p("ribbon", "bar") + _p("ribbon", "bar", 40, 0) + _p("second", "end", 0, 40)
    + _p("second", "bend", 40, 40, 270) + _p("second", "M52 28H68V40H52Z"),
}  # fmt: skip

_FIT = {"s": ".4", "m": ".6", "l": "1"}  # how large a pattern stands on a strip, a tile, a page


def look_of(slug: str) -> tuple[str, str]:
    """A colour and a motif for a new theme, from its slug."""
    digest = hashlib.blake2b(slug.encode(), digest_size=2).digest()
    return COLOURS[digest[0] % len(COLOURS)], tuple(MOTIFS)[digest[1] % len(MOTIFS)]


def pattern(motif: str, colour: str, size: str = "m", css: str = "strip") -> Markup:
    """A field of a theme's pattern. The pattern itself is drawn once a page, by `sprite`."""
    g.setdefault("patterns", {})[motif, colour, size] = None
    return Markup(
        f'<svg class="{css}" aria-hidden="true"><rect width="100%" height="100%" fill="url(#p{size}-{motif}-{colour})"/></svg>'
    )


def sprite() -> Markup:
    """The patterns that this page used, to stand once at its end."""
    used: Iterable[tuple[str, str, str]] = g.get("patterns", ())
    return Markup(_sprite(tuple(used)))


@lru_cache(maxsize=256)
def _sprite(used: tuple[tuple[str, str, str], ...]) -> str:
    if not used:
        return ""
    motifs = dict.fromkeys((motif, colour) for motif, colour, _ in used)
    drawn = "".join(
        f'<pattern id="p-{motif}-{colour}" width="80" height="80" patternUnits="userSpaceOnUse">'
        f'<g class="th th-{colour}"><rect class="t-ground" width="80" height="80"/>{MOTIFS[motif]}</g></pattern>'
        for motif, colour in motifs
    )
    drawn += "".join(
        f'<pattern id="p{size}-{motif}-{colour}" href="#p-{motif}-{colour}" patternTransform="scale({_FIT[size]})"/>'
        for motif, colour, size in used
    )
    return f'<svg class="sprite" aria-hidden="true" focusable="false"><defs>{drawn}</defs></svg>'


@lru_cache(maxsize=4096)
def tile_look(slug: str) -> tuple[str, str, int]:
    """Colour, piece and turn of an organisation's tile."""
    digest = hashlib.blake2b(slug.encode(), digest_size=3).digest()
    return COLOURS[digest[0] % 6], tuple(PIECES)[digest[1] % len(PIECES)], digest[2] % 4 * 90


@lru_cache(maxsize=4096)
def tile(slug: str) -> Markup:
    """An organisation's own tile."""
    colour, piece, turn = tile_look(slug)
    return Markup(
        f'<svg class="orgtile th th-{colour}" viewBox="0 0 40 40" aria-hidden="true">'
        f'<rect class="t-ground" width="40" height="40"/>{_p("ribbon", piece, turn=turn)}</svg>'
    )


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite; without a label it is decoration."""
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(f'<svg class="icon" {told}><use href="{current_app.config["STATIC_AT"]}icons.svg#{name}"/></svg>')


def chain(origin: str, reports: Sequence[tuple[str, bool]], failed: bool, label: str, most: int = 8) -> Markup:
    """The firm that began, joined by each firm that did it too; who would not do it again stands loose.

    `reports` are (organisation slug, would do it again). A practice that did not work starts loose as well.
    """
    shown = list(reports)[: most - 1]
    joined = [slug for slug, again in shown if again]
    loose = len(shown) - len(joined)
    cells = [_loose()] if failed else [_cell(origin, "end", 0)]
    for at, slug in enumerate(joined, start=1):
        last = at == len(joined)
        cells.append(_cell(slug, "end" if last else "bar", 180 if last else 0))
    cells += [_loose() for _ in range(loose)]
    if not reports and not failed:
        cells.append('<rect class="chain__gap" x="1" y="1" width="38" height="38"/>')
    drawn = "".join(f'<g transform="translate({at * 40} 0)">{cell}</g>' for at, cell in enumerate(cells))
    return Markup(f'<svg viewBox="0 0 {len(cells) * 40} 40" role="img" aria-label="{escape(label)}">{drawn}</svg>')


def _cell(slug: str, piece: str, turn: int) -> str:
    ribbon = _p("ribbon", piece, turn=turn)
    return f'<g class="th th-{tile_look(slug)[0]}"><rect class="t-ground" width="40" height="40"/>{ribbon}</g>'


def _loose() -> str:
    return '<rect class="chain__gap" x="1" y="1" width="38" height="38"/><circle class="chain__stop" cx="20" cy="20" r="8"/>'


def room(taken: int, capacity: int, most: int = 30) -> Markup:
    """Seats on one line: taken ones are one bar, free ones open rings; a large room is drawn to scale."""
    seats = min(capacity, most)
    full = taken if capacity <= most else round(taken * most / capacity)
    free = "".join(f'<circle class="seats__free" cx="{at * 10 + 5}" cy="5" r="3.6"/>' for at in range(full, seats))
    bar = f'<rect class="seats__taken" width="{full * 10}" height="10" rx="5"/>' if full else ""
    return Markup(f'<svg viewBox="0 0 {seats * 10} 10" aria-hidden="true">{bar}{free}</svg>')


def taken_seats(taken: int, capacity: int, label: str, most: int = 48) -> Markup:
    """The ticket's larger picture of the room, a head on every taken seat."""
    seats = min(capacity, most)
    full = taken if capacity <= most else round(taken * most / capacity)
    bar = f'<rect class="seats__taken" width="{full * 20}" height="20" rx="10"/>' if full else ""
    heads = "".join(f'<circle class="seats__head" cx="{at * 20 + 10}" cy="10" r="6"/>' for at in range(full))
    free = "".join(f'<circle class="seats__free" cx="{at * 20 + 10}" cy="10" r="7"/>' for at in range(full, seats))
    return Markup(
        f'<svg viewBox="0 0 {seats * 20} 20" role="img" aria-label="{escape(label)}">{bar}{heads}{free}</svg>'
    )


def line_of(waiting: int, mine: int | None, label: str, most: int = 12) -> Markup:
    """Who waits, with the reader's own place in orange and its number."""
    shown = min(waiting, most)
    at = min(mine, most) if mine else None
    rings = "".join(
        f'<circle class="{"seats__you" if n == at else "seats__wait"}" cx="{n * 26 - 14}" cy="12" r="{11 if n == at else 8}"/>'
        for n in range(1, shown + 1)
    )
    number = f'<text class="seats__text" x="{at * 26 - 14}" y="17">{mine}</text>' if at else ""
    return Markup(
        f'<svg viewBox="0 0 {max(shown * 26, 26)} 24" role="img" aria-label="{escape(label)}">{rings}{number}</svg>'
    )


_SNAKE = [(x if row % 2 == 0 else 6 - x, row) for row in range(5) for x in range(7)]


def mosaic(joined: int, colour: str, label: str, total: int = 35) -> Markup:
    """The finding's picture: so many of 35 tiles on one ribbon, the rest loose."""
    cells = []
    for at in range(total):
        x, y = _SNAKE[at]
        if at >= joined:
            cells.append(
                f'<g class="mosaic__loose" transform="translate({x * 40} {y * 40})">'
                '<rect x="1" y="1" width="38" height="38"/><circle cx="20" cy="20" r="3"/></g>'
            )
            continue
        alt = " t-ground--alt" if (x + y) % 2 == 0 else ""
        cells.append(
            f'<g class="th th-{colour}" transform="translate({x * 40} {y * 40})">'
            f'<rect class="t-ground{alt}" width="40" height="40"/>'
            f"{_snake_piece(at, joined)}</g>"
        )
    return Markup(
        f'<svg class="mosaic mosaic--many" viewBox="0 0 280 200" role="img" aria-label="{escape(label)}">{"".join(cells)}</svg>'
    )


_TURN = {"right": 0, "down": 90, "left": 180, "up": 270}
_BENDS = {
    frozenset(("up", "right")): 0, frozenset(("right", "down")): 90,
    frozenset(("down", "left")): 180, frozenset(("left", "up")): 270,
}  # fmt: skip


def _snake_piece(at: int, joined: int) -> str:
    """The piece that joins a tile of the snake to the one before and the one after."""
    near = [_SNAKE[other] for other in (at - 1, at + 1) if 0 <= other < joined]
    return _joined(_SNAKE[at], *near) if near else _ribbon_piece("dot", 0)


def _side(here: tuple[int, int], there: tuple[int, int]) -> str:
    return {(1, 0): "right", (-1, 0): "left", (0, 1): "down", (0, -1): "up"}[there[0] - here[0], there[1] - here[1]]


# Four small pictures of what a member gets: each cell is (colour, piece, turn); "dot" stands loose.
QUARTETS = {
    "alike": (("coral", "bend", 90), ("coral", "bend", 180), ("coral", "bend", 0), ("coral", "bend", 270)),
    "call": (("teal", "end", 0), ("pink", "bend", 180), ("amber", "end", 0), ("green", "bend", 270)),
    "honest": (("green", "bar", 90), ("blue", "end", 90), ("green", "bar", 90), ("blue", "bar", 90)),
    "stand": (("amber", "bend", 90), ("blue", "bar", 0), ("green", "bend", 270), ("pink", "dot", 0)),
}


@lru_cache(maxsize=8)
def quartet(name: str) -> Markup:
    """One of the four small pictures."""
    cells = "".join(
        f'<g class="th th-{colour}" transform="translate({at % 2 * 40} {at // 2 * 40})">'
        f'<rect class="t-ground" width="40" height="40"/>{_ribbon_piece(piece, turn)}</g>'
        for at, (colour, piece, turn) in enumerate(QUARTETS[name])
    )
    return Markup(f'<svg viewBox="0 0 80 80" aria-hidden="true">{cells}</svg>')


# One line of tiles of which the middle one is missing: what was asked for is not there.
_BROKEN = (("teal", "end", 0), ("amber", "bar", 0), None, ("pink", "bar", 0), ("green", "end", 180))


@lru_cache(maxsize=1)
def gap() -> Markup:
    """The small picture of an error page."""
    cells = "".join(
        f'<g class="th th-{cell[0]}" transform="translate({at * 40} 0)">'
        f'<rect class="t-ground" width="40" height="40"/>{_ribbon_piece(*cell[1:])}</g>'
        if cell
        else f'<rect class="chain__gap" x="{at * 40 + 1}" y="1" width="38" height="38"/>'
        for at, cell in enumerate(_BROKEN)
    )
    return Markup(f'<svg class="gap" viewBox="0 0 {len(_BROKEN) * 40} 40" aria-hidden="true">{cells}</svg>')


def _ribbon_piece(piece: str, turn: int) -> str:
    return '<circle class="t-ribbon" cx="20" cy="20" r="8"/>' if piece == "dot" else _p("ribbon", piece, turn=turn)


# The opening page's ribbon, tile by tile: column, row, colour. It comes in at the lower left and leaves at the upper right.
_RIBBON = [
    "04p",
    "03c",
    "02a",
    "12t",
    "11c",
    "01p",
    "00b",
    "10p",
    "20a",
    "30t",
    "40g",
    "50p",
    "51b",
    "52p",
    "42b",
    "41c",
    "31b",
    "32t",
    "22g",
    "23p",
    "13g",
    "14a",
    "24b",
    "34a",
    "33c",
    "43g",
    "44p",
    "54b",
    "64p",
    "63a",
    "62b",
    "61g",
    "60t",
]
_RIBBON_COLOURS = dict(zip("captgb", ("coral", "amber", "pink", "teal", "green", "blue"), strict=True))
_RIBBON_LOOSE = ((5, 3), (2, 1))


@lru_cache(maxsize=8)
def ribbon(label: str) -> Markup:
    """35 tiles with one ribbon through 33 of them, for the 33 of 35 firms that wanted a network; 2 stay loose."""
    way = [(-1, 4), *((int(each[0]), int(each[1])) for each in _RIBBON), (7, 0)]
    cells = [
        f'<g class="th th-{_RIBBON_COLOURS[each[2]]}" transform="translate({int(each[0]) * 40} {int(each[1]) * 40})">'
        f'<rect class="t-ground" width="40" height="40"/>{_of_ribbon(way[at], way[at - 1], way[at + 1])}</g>'
        for at, each in enumerate(_RIBBON, start=1)
    ]
    cells += [
        f'<g class="mosaic__loose" transform="translate({x * 40} {y * 40})">'
        '<rect x=".75" y=".75" width="38.5" height="38.5"/><circle cx="20" cy="20" r="8"/></g>'
        for x, y in _RIBBON_LOOSE
    ]
    return Markup(
        f'<svg class="mosaic" viewBox="0 0 280 200" role="img" aria-label="{escape(label)}">{_RIBBON_PIECES}{"".join(cells)}</svg>'
    )


# The two pieces of the ribbon, drawn once and used 33 times.
_RIBBON_PIECES = f'<defs><path id="r-bend" d="{PIECES["bend"]}"/><path id="r-bar" d="{PIECES["bar"]}"/></defs>'


def _of_ribbon(here: tuple[int, int], *others: tuple[int, int]) -> str:
    """The piece of the opening page's ribbon that joins a tile to the two beside it."""
    sides = frozenset(_side(here, other) for other in others)
    piece, turn = ("bend", _BENDS[sides]) if sides in _BENDS else ("bar", 0 if "right" in sides else 90)
    return f'<use href="#r-{piece}" class="t-ribbon"' + (f' transform="rotate({turn} 20 20)"/>' if turn else "/>")


def _joined(here: tuple[int, int], *others: tuple[int, int]) -> str:
    """The piece that joins a tile to the tiles beside it."""
    sides = [_side(here, other) for other in others]
    if len(sides) == 1:
        return _p("ribbon", "end", turn=_TURN[sides[0]])
    if frozenset(sides) in _BENDS:
        return _p("ribbon", "bend", turn=_BENDS[frozenset(sides)])
    return _p("ribbon", "bar", turn=0 if "right" in sides else 90)


GLOBALS = {
    "pattern": pattern,
    "sprite": sprite,
    "tile": tile,
    "icon": icon,
    "chain": chain,
    "room": room,
    "taken_seats": taken_seats,
    "line_of": line_of,
    "mosaic": mosaic,
    "tile_look": tile_look,
    "ribbon": ribbon,
    "quartet": quartet,
    "gap": gap,
}
