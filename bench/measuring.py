"""Ask pages in turn, and read what they cost from the processes' own clocks."""

from __future__ import annotations

import http.client
import itertools
import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

_NUMBERS = itertools.count()
TICK = os.sysconf("SC_CLK_TCK")  # clock ticks a second, the unit of /proc/<pid>/stat


@dataclass
class Page:
    """One address as one kind of reader asks for it, with what was measured."""

    name: str
    server: tuple[int, int]  # port and process
    path: str
    cookie: str = ""
    unchanged: bool = False
    anew: bool = False  # ask at another address each time, so that no page that was kept can be given
    cpu: float = 0.0
    asked: int = 0
    seconds: list[float] = field(default_factory=list)
    size: int = 0
    statements: str = ""
    ratio: float = 1.0

    def __str__(self) -> str:
        slowest = sorted(self.seconds)[int(len(self.seconds) * 0.99) - 1] * 1000
        who = "signed in" if self.cookie else "visitor"
        per_second = len(self.seconds) / sum(self.seconds)
        return (
            f"{self.name:44} {who:9} {self.ratio:6.1f}x {self.cpu / self.asked * 1000:7.2f} {per_second:7.0f} "
            f"{slowest:7.1f} {self.statements:>4} {self.size:7}"
        )


def measure(bare: Page, pages: list[Page], rounds: int, requests: int, extra: list[int]) -> list[Page]:
    """Interleave the bare page with all others, round after round; `extra` are the database's processes."""
    for page in (bare, *pages):
        _ask(page, 5, extra)  # warm up: templates, statements, connections
        page.cpu, page.asked, page.seconds = 0.0, 0, []
    for _ in range(rounds):
        for page in pages:
            _ask(bare, requests // 2, [])
            _ask(page, requests, extra)
    for page in pages:
        page.ratio = (page.cpu / page.asked) / (bare.cpu / bare.asked)
    return [bare, *pages]


def visit(port: int, pages: list[Page]) -> None:
    """Open every page ten times, over many connections so that every worker has its share."""
    for page in pages * 10:
        _ask(replace(page, server=(port, os.getpid())), 1, [])


def _ask(page: Page, times: int, extra: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.server[0], timeout=60)
    headers = {"Accept-Encoding": "zstd, gzip", "Accept": "text/html"}
    if page.cookie:
        headers["Cookie"] = page.cookie
    if page.unchanged:
        headers["If-None-Match"] = _tag(connection, page, headers)
    before = cpu_of([page.server[1], *extra])
    for _ in range(times):
        path = f"{page.path}{'&' if '?' in page.path else '?'}anew={next(_NUMBERS)}" if page.anew else page.path
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        page.seconds.append(time.perf_counter() - begun)
        if response.status != (304 if page.unchanged else 200):
            raise SystemExit(f"{page.path} answered {response.status}")
    page.cpu += cpu_of([page.server[1], *extra]) - before
    page.asked += times
    page.size = len(body)
    page.statements = response.headers.get("X-Statements", "")
    connection.close()


def _tag(connection: http.client.HTTPConnection, page: Page, headers: dict[str, str]) -> str:
    connection.request("GET", page.path, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.headers["ETag"]


def cpu_of(roots: list[int]) -> float:
    """CPU seconds that these processes and all their children have used, ended children included."""
    return sum(_cpu(pid) for root in roots for pid in [root, *descendants(root)]) / TICK


def _cpu(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime


def descendants(root: int) -> list[int]:
    """The processes below a process."""
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    except OSError:
        return []
    return [pid for child in map(int, children) for pid in (child, *descendants(child))]
