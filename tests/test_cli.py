"""The `network` command as operators run it: mostly in processes of its own, told what to do next when something is amiss."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from conftest import make_app
from coordination.sheets import MEMBER as MOVES_IN
from coordination.sheets import book
from flask_migrate import downgrade

from network.cli import main
from network.kernel.database import db

Command = Callable[..., subprocess.CompletedProcess[str]]

NETWORK = [sys.executable, "-m", "network.cli"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ours = {"DATABASE_URL", "BASE_URL", "SMTP_URL", "SECRET_KEY"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, "NETWORK_INSTANCE": str(tmp_path / "instance")}


@pytest.fixture
def network(environment: dict[str, str]) -> Command:
    """Run a command; settings by keyword."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*NETWORK, *words], env={**environment, **settings}, capture_output=True, text=True, check=False, timeout=90
        )

    return run


@pytest.fixture
def doctor(environment: dict[str, str]) -> Callable[..., Result]:
    """What the doctor says under these settings; in this process, since it gets no further than reading them."""
    return lambda **settings: CliRunner().invoke(main, ["doctor"], env={**environment, **settings})


@pytest.fixture
def filled(network: Command, environment: dict[str, str]) -> Path:
    """The database of a network with seven members."""
    assert network("migrate").returncode == 0
    assert network("seed", "--members", "7", "--password", "een lange zin").returncode == 0
    return Path(environment["NETWORK_INSTANCE"]) / "network.sqlite"


def rows(database: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("name", "value", "looks_like"),
    [
        ("BASE_URL", "leernetwerk.example", "https://leernetwerk.example"),
        ("SMTP_URL", "smtp://host:post", "smtp://user:password@host:587"),
        ("SMTP_URL", "mail.example.org", "smtp://user:password@host:587"),
        ("SMTP_URL", "smtp://host:25?starttls=alwys", "offered, always, never"),
        ("BASE_URL", "http://x/path?y", "https://leernetwerk.example"),
        ("BASE_URL", "http://a b", "https://leernetwerk.example"),
        ("BASE_URL", "http://x:abc", "https://leernetwerk.example"),
        ("BASE_URL", "http://user:word@x", "https://leernetwerk.example"),
        ("SECRET_KEY", "short", "at least 16 characters"),
        ("SECRET_KEY", "                 ", "at least 16 characters"),
        ("MAIL_FROM", "no address", "<noreply@leernetwerk.example>"),
        ("DATABASE_URL", "mysql://host/network", "postgresql://"),
        ("DATABASE_URL", "postgresql://host:abc/network", "postgresql://"),
        ("DATABASE_URL", "postgresql+psycopg2://host/network", "postgresql://"),
        ("WORKER_POLL_SECONDS", "soon", "integer"),
        ("TRUSTED_PROXIES", "9", "less than or equal to 5"),
        ("RATE_LIMITS", "no", "'on' or 'off'"),
    ],
)
def test_a_wrong_setting_is_named_and_shown_what_it_should_look_like(doctor, name, value, looks_like):
    told = doctor(**{name: value})

    assert told.exit_code == 2
    assert told.stderr.startswith(f"{name}: ")
    assert looks_like in told.stderr
    assert "Traceback" not in told.stderr


def test_a_wrong_setting_is_not_repeated_since_it_may_hold_a_password(doctor):
    told = doctor(SMTP_URL="smpt://user:geheim@host")

    assert "geheim" not in told.stdout + told.stderr


@pytest.mark.parametrize("folder", ["/proc/network", "/etc/hostname"])
def test_an_instance_that_cannot_be_made_is_told_in_words(doctor, folder):
    told = doctor(NETWORK_INSTANCE=folder)

    assert told.exit_code == 2
    assert told.stderr.startswith("NETWORK_INSTANCE: ")
    assert "Traceback" not in told.stderr


@pytest.mark.whole
@pytest.mark.parametrize("command", [("library",), ("seed", "--members", "3", "--password", "een lange zin")])
def test_an_empty_database_gets_its_tables_by_whatever_fills_it(network, environment, command):
    assert network(*command).returncode == 0
    assert rows(Path(environment["NETWORK_INSTANCE"]) / "network.sqlite", "SELECT count(*) FROM alembic_version") == [
        (1,)
    ]


@pytest.mark.whole
def test_the_first_administrator_is_appointed_on_the_machine_itself(network, filled):
    assert network("appoint", "U5@example.org").returncode == 0
    assert network("appoint", "u0@example.org", "--as", "member").returncode == 0

    last = network("appoint", "u5@example.org", "--as", "coordinator")
    stranger = network("appoint", "nobody@example.org")

    assert (last.returncode, stranger.returncode) == (1, 1)
    assert "Nobody else administers" in last.stderr
    assert "nobody@example.org" in stranger.stderr
    assert rows(filled, "SELECT email FROM member WHERE role = 'administrator'") == [("u5@example.org",)]


def test_a_database_that_does_not_answer_is_told_in_words(network):
    told = network("doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/network")

    assert told.returncode == 1
    assert "DATABASE_URL" in told.stderr
    assert "Traceback" not in told.stderr


def test_seeding_is_refused_unless_asked_for_by_name_and_number(network):
    assert network("seed").returncode == 2
    assert network("seed", "--password", "een lange zin").returncode == 2


@pytest.mark.whole
def test_seeding_twice_makes_nothing_twice(network, filled):
    people = "SELECT email, role, password, confirmed_at IS NOT NULL FROM member ORDER BY id"
    before = rows(filled, people)

    assert network("seed", "--members", "7", "--password", "een lange zin").returncode == 0

    assert rows(filled, people) == before
    assert [(email, role) for email, role, _, _ in before[:3]] == [
        ("u0@example.org", "administrator"), ("u1@example.org", "coordinator"), ("u2@example.org", "member"),
    ]  # fmt: skip
    assert {confirmed for *_, confirmed in before} == {1}
    assert rows(filled, "SELECT slug, capacity FROM meetup") == [("fifty", 50)]
    inside = "SELECT m.slug FROM membership s JOIN member m ON m.id = s.member_id JOIN theme t ON t.id = s.theme_id"
    assert rows(filled, f"{inside} WHERE t.slug = 'closed'") == [("u2",)]
    assert {slug for (slug,) in rows(filled, "SELECT slug FROM theme")} == {"open", "on-request", "closed"}


@pytest.mark.whole
def test_a_backup_is_a_whole_database_and_is_never_overwritten(network, filled, tmp_path):
    uploads = filled.parent / "uploads"
    uploads.mkdir()
    (uploads / "foto.jpg").write_bytes(b"x")
    target = tmp_path / "kopie.sqlite"

    told = network("backup", str(target))

    assert told.returncode == 0
    assert "member 7" in told.stdout
    assert rows(target, "SELECT count(*) FROM member") == [(7,)]
    assert Path(f"{target}.uploads.tar.gz").exists()
    assert network("backup", str(target)).returncode == 1


@pytest.mark.whole
def test_a_backup_of_nothing_asks_whether_it_is_the_right_network(network, environment, tmp_path):
    target, instance = tmp_path / "kopie.sqlite", environment["NETWORK_INSTANCE"]

    told = network("backup", str(target))

    assert (told.returncode, told.stdout) == (1, "")
    assert f"There is nothing to back up: {instance}/network.sqlite has no tables." in told.stderr
    assert "NETWORK_INSTANCE" in told.stderr
    assert not target.exists()

    assert network("migrate").returncode == 0
    told = network("backup", str(target))
    assert told.returncode == 0
    assert "Nobody has registered there yet." in told.stdout
    assert target.exists()


@pytest.mark.whole
def test_a_database_that_holds_something_is_copied_before_it_is_migrated(network, filled):
    app = make_app(filled.parent, f"sqlite:///{filled}")
    with app.app_context():
        downgrade(revision="0001")
        db.engine.dispose()

    assert "run `network migrate`" in network("doctor").stdout
    told = network("migrate")

    (copy,) = (filled.parent / "backups").glob("*.sqlite")
    assert told.returncode == 0
    assert rows(copy, "SELECT count(*) FROM member") == [(7,)]
    assert rows(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert "up to date" in network("migrate").stdout


@pytest.mark.whole
def test_the_worker_does_one_round_and_the_doctor_sees_it(network, filled):
    assert "has never run" in network("doctor").stdout

    assert network("worker", "--once").returncode == 0

    told = network("doctor")
    assert told.returncode == 0
    assert "AMISS" not in told.stdout


@pytest.mark.whole
def test_serving_starts_web_and_worker_and_ends_both(environment, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*NETWORK, "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env={**environment, "WORKER_POLL_SECONDS": "1"}, stdout=subprocess.PIPE) as server:
        try:
            seen = _until(lambda: b'"worker":null' not in _page(port, "/readyz"))
            processes = _processes_of(environment["NETWORK_INSTANCE"])
            server.send_signal(signal.SIGTERM)
            assert server.wait(40) == 0
        finally:
            server.kill()

    assert seen
    assert len(processes) == 4, "one that watches, gunicorn and its one process, the worker"
    assert _until(lambda: not _processes_of(environment["NETWORK_INSTANCE"]))


def test_a_port_that_is_taken_is_told_in_words(network):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = network("serve", "--port", str(other.getsockname()[1]))

    assert told.returncode == 1
    assert "is taken" in told.stderr


def _page(port: int, path: str) -> bytes:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.read()
    return b'"worker":null'


def _until(true: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _processes_of(instance: str) -> list[str]:
    """Who runs with this instance folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"NETWORK_INSTANCE={instance}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append(process.name)
    return found


def test_a_sheet_is_checked_and_moved_in_at_the_command_line(network, filled, tmp_path):
    (tmp_path / "leden.xlsx").write_bytes(book([MOVES_IN]))
    (tmp_path / "fout.xlsx").write_bytes(book([{**MOVES_IN, "Naam": ""}]))
    people = "SELECT count(*) FROM member"

    checked = network("import", str(tmp_path / "leden.xlsx"), "--check")
    assert (checked.returncode, rows(filled, people)) == (0, [(7,)])
    assert "1 people would be invited" in checked.stdout
    wrong = network("import", str(tmp_path / "fout.xlsx"))
    assert (wrong.returncode, rows(filled, people)) == (1, [(7,)])
    assert "Members, line 2, Name: Fill this in." in wrong.stdout
    assert network("import", str(tmp_path / "weg.xlsx")).returncode == 1
    assert network("import", str(tmp_path / "leden.xlsx")).returncode == 0
    assert rows(filled, people) == [(8,)]


def test_a_publication_is_checked_by_line_and_added_from_anywhere(network: Command, tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "docs" / "library" / "example.yaml"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(example.read_text().replace("value: 70", "value: 130"))
    line = next(at for at, text in enumerate(wrong.read_text().splitlines(), start=1) if "value: 130" in text)

    checked = network("library", "check", str(wrong))
    assert checked.returncode == 1
    assert (
        f"wrong.yaml, line {line}: findings[in_working_hours].values[0].value: 130 is no percentage" in checked.stderr
    )
    assert "Traceback" not in checked.stderr

    assert "New: in_working_hours, moments." in network("library", "check", str(example)).stdout
    assert network("migrate").returncode == 0
    assert network("library", "add", str(wrong)).returncode == 1
    assert "example-2025: 2 added" in network("library", "add", str(example)).stdout
    again = network("library", "check", str(example)).stdout
    assert "New" not in again
    assert "2 findings" in again
