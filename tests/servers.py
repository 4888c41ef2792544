"""Real servers for tests: under gunicorn in processes of its own, or in a thread of the test, on a free port of this machine."""

from __future__ import annotations

import contextvars
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from werkzeug.serving import make_server

SECRET = "a secret for servers under test"


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, database_url: str, processes: int = 2, **environment: str) -> Iterator[int]:
    """Run the application with so many processes; gives the port."""
    port = free_port()
    variables = {
        **os.environ, "NETWORK_INSTANCE": str(folder), "DATABASE_URL": database_url, "SECRET_KEY": SECRET,
        "BASE_URL": f"http://127.0.0.1:{port}", "RATE_LIMITS": "off", **environment,
    }  # fmt: skip
    command = [
        sys.executable, "-m", "gunicorn", "-w", str(processes), "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{port}",
        "--log-level", "warning", "network:create_app()",
    ]  # fmt: skip
    with subprocess.Popen(command, env=variables) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().read() == b"ok\n":
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not answer within 20 seconds")


@contextmanager
def served_here(app: Flask) -> Iterator[str]:
    """Serve the test's own application from a thread of the test; gives the address."""
    server = make_server("127.0.0.1", 0, _closed_in_any_case(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _closed_in_any_case(app: Flask) -> Callable[..., Iterable[bytes]]:
    """A browser that leaves a page drops what it was still fetching; the server at hand then leaves files open."""

    def serve(environ: Any, start_response: Any) -> Iterator[bytes]:
        answer: Any = app(environ, start_response)
        try:
            yield from answer
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return serve


def browser_cookie(app: Flask, fs_uniquifier: str) -> tuple[str, str]:
    """A session cookie for a member and the token that its forms carry, as the server itself would make them."""
    return contextvars.Context().run(_make_cookie, app, fs_uniquifier)


def _make_cookie(app: Flask, fs_uniquifier: str) -> tuple[str, str]:
    with app.test_request_context():
        session["_user_id"] = fs_uniquifier
        session["_fresh"] = True
        token = generate_csrf()
        serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        assert isinstance(serializer, URLSafeTimedSerializer)
        return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(dict(session))}", token
