"""`network serve`: web processes and the worker on one machine, started together and ended together.

The process that is told to serve only watches: it forwards the signal to end, and starts the worker anew when it died.
It loads nothing of the application, so that it weighs little; gunicorn loads it once, before its processes part.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

PATIENCE = 30  # seconds that a process gets to finish what it is doing
PAUSE = 5  # seconds before a worker that died is started anew
MEMORY = Path("/dev", "shm")  # a folder that is no disk, on Linux
PR_SET_PDEATHSIG = 1  # Linux: send me a signal when my parent dies


class Stop(Exception):
    """Somebody asked us to end."""


def serve(host: str, port: int, workers: int, threads: int, with_worker: bool) -> int:
    """Serve until told to stop. Gives the exit code."""
    if not _is_free(host, port):
        print(f"Port {port} is taken: choose another one with --port.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        size = ["--workers", str(workers), "--threads", str(threads)]
        running["web"] = _start("web", "--host", host, "--port", str(port), *size)
        _until_it_answers(running["web"], host, port)
        return _watch(running, with_worker)
    except Stop:
        return 0
    finally:
        _end(list(running.values()))


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "network.cli", *command])  # noqa: S603  our own words


def _until_it_answers(web: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Let the web come up first: whoever waits for a page should not wait for the worker."""
    while web.poll() is None:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.1)


def _watch(running: dict[str, subprocess.Popen[bytes]], with_worker: bool) -> int:
    """Keep a worker at work as long as the web lives."""
    while (code := running["web"].poll()) is None:
        if with_worker and ("worker" not in running or running["worker"].poll() is not None):
            if "worker" in running:
                print("The worker ended; it is started anew.", file=sys.stderr, flush=True)
                time.sleep(PAUSE)
            running["worker"] = _start("worker")
        time.sleep(0.5)
    return code


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in processes:
        each.terminate()
    deadline = time.monotonic() + PATIENCE
    for each in processes:
        try:
            each.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            each.kill()


def _stop(_signal: int, _frame: object) -> None:
    raise Stop


def end_with_parent() -> None:
    """End when the process that started this one is killed, on systems that can tell."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def web(app: Any, host: str, port: int, workers: int, threads: int) -> None:
    """Answer requests by gunicorn; `app` is loaded already, and its memory is shared by all processes."""
    from gunicorn.app.base import BaseApplication

    class Web(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _gunicorn(host, port, workers, threads).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    Web().run()


def _gunicorn(host: str, port: int, workers: int, threads: int) -> dict[str, Any]:
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "when_ready": lambda _server: gc.freeze(),  # what is loaded by now is never garbage: leave its memory shared
        "graceful_timeout": PATIENCE - 5,
        "loglevel": "warning",
        "forwarded_allow_ips": "",  # TRUSTED_PROXIES says whom to believe
        "control_socket_disable": True,
        "worker_tmp_dir": str(MEMORY)
        if os.access(MEMORY, os.W_OK)
        else None,  # a sign of life must not wait for a disk
        "proc_name": "network",
    }
