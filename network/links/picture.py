"""Where things stand in the picture of a web: in lanes by kind, what is joined as near to each other as may be.

Only places are reckoned here, in pixels; a template draws them. No database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from network.kernel.text import shorten

LANES: Mapping[str, int] = {"finding": 0, "theme": 1, "practice": 1, "meetup": 2, "question": 2}
MOST_IN_A_LANE = 14  # things: a longer lane is not taken in; the list beside the picture has them all
WIDTH, BOX, TALL, STEP, TOP = 960, 264, 50, 62, 4
LETTERS = 30  # that fit on a line of a box
SWEEPS = 4  # rounds of putting each thing beside what it is joined to; more change nothing
BEND = 40  # pixels that a line between two things of one lane goes out to the side


@dataclass(frozen=True)
class Box:
    """A thing in the picture: its upper left corner, and its name in one or two lines."""

    thing: Any
    x: int
    y: int
    lines: Sequence[str]


@dataclass(frozen=True)
class Line:
    """A link in the picture; `says_how` where more is known than that two things belong together."""

    path: str
    says_how: bool


@dataclass(frozen=True)
class Picture:
    """What a template draws."""

    boxes: Sequence[Box]
    lines: Sequence[Line]
    height: int
    left_out: int  # things that are joined and do not fit


def picture_of(things: Mapping[int, Any], joins: Sequence[tuple[int, int, bool]]) -> Picture:
    """Things by their id, each with `kind` and `title`, and which belong together: (id, id, whether it says how)."""
    beside: dict[int, list[int]] = {key: [] for key in things}
    for one, other, _says in joins:
        beside[one].append(other)
        beside[other].append(one)
    lanes: list[list[int]] = [[], [], []]
    for key in sorted((key for key in things if beside[key]), key=lambda key: (-len(beside[key]), key)):
        lane = lanes[LANES[things[key].kind]]
        if len(lane) < MOST_IN_A_LANE:
            lane.append(key)
    for _round in range(SWEEPS):
        for lane in lanes:
            _put_beside(lane, lanes, beside)
    tallest = max(map(len, lanes))
    places = {
        key: (at * (WIDTH - BOX) // 2, TOP + row * STEP + (tallest - len(lane)) * STEP // 2)
        for at, lane in enumerate(lanes)
        for row, key in enumerate(lane)
    }
    boxes = [Box(things[key], x, y, _lines(things[key].title)) for key, (x, y) in places.items()]
    lines = [
        Line(_path(places[one], places[other]), says) for one, other, says in joins if one in places and other in places
    ]
    joined = sum(1 for others in beside.values() if others)
    return Picture(boxes, lines, 2 * TOP + max(tallest - 1, 0) * STEP + TALL, joined - len(places))


def _put_beside(lane: list[int], lanes: Sequence[Sequence[int]], beside: Mapping[int, Sequence[int]]) -> None:
    """Order a lane by the middle of what each thing is joined to, as far down as that stands in its own lane."""
    rows = {key: row / max(len(other), 1) for other in lanes if other is not lane for row, key in enumerate(other)}
    middles = {}
    for row, key in enumerate(lane):
        near = [rows[each] for each in beside[key] if each in rows]
        middles[key] = sum(near) / len(near) if near else row / len(lane)
    lane.sort(key=lambda key: middles[key])


def _lines(title: str) -> Sequence[str]:
    first, *rest = wrap(title, LETTERS) or ["…"]
    return [first, *([shorten(" ".join(rest), LETTERS)] if rest else [])]


def _path(one: tuple[int, int], other: tuple[int, int]) -> str:
    """From the side of one thing to the side of the other; within a lane round the outside."""
    (x, y), (to_x, to_y) = sorted((one, other))
    y, to_y = y + TALL // 2, to_y + TALL // 2
    if x == to_x:
        side = x + BOX if x < WIDTH - BOX else x
        out = side + (BEND if side > x else -BEND)
        return f"M{side} {y}C{out} {y} {out} {to_y} {side} {to_y}"
    middle = (x + BOX + to_x) // 2
    return f"M{x + BOX} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
