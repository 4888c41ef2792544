"""Whether choosing among practices, and finding what belongs with one, costs the same for ten times as many, on PostgreSQL."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.filling import Size, fill
from bench.serving import database, prepared

SMALL, LARGE = 5_000, 50_000  # practices
TIMES = 40
CHOICES = {
    "no choice": {},
    "three choices": {"theme": ("thema-1",), "cost": ("1500",), "stimulus": ("can",)},
    "a rare one": {"sector": ("care",), "size_class": ("2-4",), "hours": ("10",), "generation": ("z",)},
}


def flat() -> None:
    """Print what the list and its counts cost for few and for many practices, and the quotient."""
    print(f"\n{'practices, ms at the median':44} {SMALL:>9} {LARGE:>9}  times")
    few, many = _measured(SMALL), _measured(LARGE)
    for name, seconds in few.items():
        print(f"{name:44} {seconds * 1000:9.2f} {many[name] * 1000:9.2f} {many[name] / seconds:6.2f}")


def _measured(practices: int) -> dict[str, float]:
    size = Size(members=500, practices=practices, comments=0, meetups=10)
    with TemporaryDirectory() as folder, database("postgresql", Path(folder)) as (url, _processes):
        prepared(Path(folder), url, lambda: fill(size))
        return _asked()


def _asked() -> dict[str, float]:
    from network import create_app
    from network.kernel.database import db
    from network.members.models import Member
    from network.practices.finding.queries import counts_for, page_for
    from network.practices.finding.rules import Choice
    from network.practices.finding.words import FIXED
    from network.practices.queries import practice_for
    from network.practices.web import text_of
    from network.search.proposals import proposals_for

    found: dict[str, float] = {}
    with create_app().app_context():
        reader = db.session.get(Member, 7)
        assert reader is not None
        for name, values in CHOICES.items():
            choice = Choice(values)
            found[f"cards, {name}"] = _median(lambda: page_for(reader, choice))  # noqa: B023  called at once
            found[f"counts, {name}"] = _median(lambda: counts_for(reader, choice, FIXED))  # noqa: B023
        practice = practice_for(reader, "praktijk-7")
        title, text, kinds = practice.title, text_of(practice), ("finding", "practice", "meetup", "question")
        own = ("practice", practice.id)
        found["proposals for a text"] = _median(lambda: proposals_for(reader, title, text, kinds, own))
    return found


def _median(ask: object) -> float:
    seconds = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()  # type: ignore[operator]
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[5:])
