"""Fill, serve, measure, print: each page beside a bare Flask page on the same server in the same interleaved run.

The unit is CPU milliseconds a request of the server's processes and the database's, as a multiple of the bare page: it
hardly moves when the machine is busy. Requests a second and p99 are printed beside it and do move.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.crowd import crowd
from bench.filling import Size, fill
from bench.flat import flat
from bench.measuring import Page, measure, visit
from bench.serving import cold_start, database, memory_of, prepared, served


def main() -> None:
    """Run the benchmark on SQLite and PostgreSQL and print one table for each."""
    options = _options()
    size = Size(options.members, options.practices, options.comments, options.meetups)
    print(f"{size} · {options.rounds} rounds of {options.requests} requests · {os.cpu_count()} cores")
    for kind in options.on:
        with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as (url, extra):
            keys = prepared(Path(folder), url, lambda: fill(size))
            _one(kind, Path(folder), url, keys, options, extra)
    if "postgresql" in options.on:
        flat()


def _one(
    kind: str, folder: Path, url: str, keys: dict[str, str], options: argparse.Namespace, extra: list[int]
) -> None:
    print(f"\n{kind}: first page after a cold start in {cold_start(folder, url):.2f} s")
    with served(folder, url) as (server, bare):
        rows = measure(
            Page("bare Flask page", bare, "/"), _pages(server, keys), options.rounds, options.requests, extra
        )
    crowd(kind, folder, url)
    first, further = memory_of(folder, url, lambda port: visit(port, _pages((port, 0), keys)))
    print(f"memory: {first:.0f} MB with one worker, {further:.0f} MB for each further one")
    print(f"{'page':44} {'who':8} {'x bare':>7} {'CPU ms':>7} {'req/s':>7} {'p99 ms':>7} {'SQL':>4} {'bytes':>7}")
    for row in rows:
        print(row)
    sys.stdout.flush()


def _pages(server: tuple[int, int], keys: dict[str, str]) -> list[Page]:
    visitor = {
        "home": "/", "themes": "/themes", "theme": "/themes/thema-1", "practices": "/practices",
        "practices, three choices": "/practices?theme=thema-1&cost=1500&stimulus=can",
        "practice, 10 comments": "/practices/praktijk-7", "meetups": "/meetups", "meetup": f"/meetups/bijeenkomst-{keys['meetup']}",
        "library": "/library/llo-mkb-2023", "finding with chart": "/library/llo-mkb-2023/transitions",
        "search": "/search?q=vakman+machine",
    }  # fmt: skip
    signed = {
        name: visitor[name]
        for name in (
            "home",
            "theme",
            "practices",
            "practices, three choices",
            "practice, 10 comments",
            "meetup",
            "search",
        )
    }
    return [
        *(Page(name, server, path) for name, path in visitor.items()),
        *(Page(f"{name}, made anew", server, visitor[name], anew=True) for name in ANEW),
        Page("theme, unchanged (304)", server, "/themes/thema-1", unchanged=True),
        *(Page(name, server, path, cookie=keys["cookie"]) for name, path in signed.items()),
        Page("inbox", server, "/notifications", cookie=keys["cookie"]),
        Page("benchmark", server, "/scan/benchmark", cookie=keys["cookie"]),
    ]


ANEW = ("home", "themes", "theme", "practice, 10 comments", "meetup", "finding with chart", "search")  # after a write


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql"))
    parser.add_argument("--members", type=int, default=1_000)
    parser.add_argument("--practices", type=int, default=5_000)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--meetups", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=60, help="requests for each page in a round")
    return parser.parse_args()


if __name__ == "__main__":
    main()
