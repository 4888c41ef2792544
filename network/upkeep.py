"""What an operator does to the database: bring it up to date, fill it, back it up, ask how it does.

Every function runs inside the application's context and tells what it did through `say`.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, table
from sqlalchemy.dialects import sqlite

from network.kernel import clock, health, mail, migrations
from network.kernel.database import db, is_postgresql
from network.members import roles
from network.members.models import ADMINISTRATOR, Member
from network.notifications.queries import outbox_at

if TYPE_CHECKING:
    from network.library.services import Imported

Say = Callable[[str], None]

LATE = 180  # seconds without a sign of the worker that are no cause for worry; it gives one a minute
IS_IT_THE_ONE = "Look at NETWORK_INSTANCE and DATABASE_URL: do they name the network that you mean?"


class CannotDo(Exception):
    """The operator must do something first; the text says what."""


def migrate(say: Say) -> None:
    """Bring the tables up to date; a SQLite database that holds something is copied first."""
    before, wanted = migrations.current(), migrations.newest()
    if before == wanted:
        say(f"The database is up to date ({wanted}).")
        return
    if before is not None and not is_postgresql():
        copy = mail.settings().network_instance / "backups" / f"before-{wanted}-{clock.now():%Y%m%d-%H%M%S}.sqlite"
        copy.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(copy)
        say(f"Copied the database to {copy}.")
    from flask_migrate import upgrade

    upgrade()
    db.session.remove()
    say(f"The database went from {before or 'nothing'} to {wanted}.")


def make_tables(say: Say) -> None:
    """Make the tables of an empty database; one that is behind is left alone. Raises CannotDo for that."""
    if migrations.current() is None:
        migrate(say)
    elif migrations.current() != migrations.newest():
        raise CannotDo("The database is behind this version. Run `network migrate` first.")


def appoint(email: str, role: str, say: Say) -> None:
    """Give a member a role in the network. Raises CannotDo when nobody has this address."""
    member = roles.member_by_email(email)
    if member is None:
        raise CannotDo(f"Nobody has registered and confirmed {email}. Do that at /register first, then appoint.")
    try:
        roles.appoint(member, role)
    except roles.LastAdministrator as refusal:
        raise CannotDo("Nobody else administers the network. Appoint another administrator first.") from refusal
    say(f"{member.name} ({member.email}) is {role} now.")


def setup(say: Say) -> None:
    """Make a network that can be looked at: tables, library and, where nobody is yet, the demo."""
    migrate(say)
    import_library(say)
    fill_calendar(say)
    if db.session.scalar(select(Member.id).limit(1)) is None:
        load_demo(say)
    index_people(say)


def index_people(say: Say) -> None:
    """Let search find the firms and people that it does not know yet, and forget those that are gone."""
    from network.accounts.web import catch_up

    if told := catch_up():
        say(f"Search: {told} firms and people brought up to date.")


def fill_calendar(say: Say) -> None:
    """Put the public and school holidays that are not known yet into the calendar of free days."""
    from network.meetups.clashes.services import fill

    if added := fill(clock.today()):
        say(f"Calendar: {added} holidays added.")


def import_library(say: Say) -> None:
    """Import the library's publications; what is unchanged is left alone."""
    from network.library.services import import_publications

    for each in import_publications():
        say(_news(each))


def _news(each: Imported) -> str:
    news = f"{each.added} added, {each.changed} changed, {each.removed} removed" if each.written else "unchanged"
    return f"Library: {each.publication}: {news}."


def add_publication(path: Path, say: Say) -> None:
    """Import the file of a publication. Raises FaultyFile."""
    from network.library.services import import_publication

    say(_news(import_publication(path)))


def check_publication(path: Path, say: Say) -> None:
    """Say what importing a file would change, and what may be a slip in it. Raises FaultyFile; writes nothing."""
    from network.library.format import notes_of
    from network.library.services import located, plan, read

    content = read(path)
    for note in located(path.name, path.read_text(encoding="utf-8"), list(notes_of(content))):
        say(f"Note: {note}")
    foreseen = plan(content)
    for words, keys in (("new", foreseen.new), ("changed", foreseen.changed), ("new figures", foreseen.figures)):
        if keys:
            say(f"{words.capitalize()}: {', '.join(keys)}.")
    for key, links in foreseen.gone.items():
        say(f"Gone: {key}. Its address stays, and so do the {links} links to it.")
    say(f"{path.name} is well made: {len(content['findings'])} findings.")


def load_demo(say: Say) -> None:
    """Load the demo network, if nobody is there yet."""
    from network import demo

    loaded = demo.load()
    say("The demo network is loaded." if loaded else "There are members already; the demo network was not loaded.")


def remove_demo(say: Say) -> None:
    """Take the demo network away, and tell what is to be done when nobody administers the network then."""
    from network import demo

    say("The demo network is gone." if demo.remove() else "There is no demo network here.")
    if not any(each.role == ADMINISTRATOR for each in roles.who_looks_after_the_network()):
        say(
            "Nobody administers the network now. Whoever will registers on its page /register and confirms the address;"
            " then run `network appoint EMAIL` here."
        )


def back_up(target: Path, say: Say) -> None:
    """Write a copy of the database, taken while the network runs, and the uploads beside it.

    Raises CannotDo on PostgreSQL, which has a better tool of its own, when there is a file already, and for a database
    without tables, which is hardly the one that was meant.
    """
    if is_postgresql():
        raise CannotDo(f'PostgreSQL has its own tool. Run: pg_dump --format=custom --file={target} "$DATABASE_URL"')
    source = db.engine.url.database
    if migrations.current() is None:
        raise CannotDo(f"There is nothing to back up: {source} has no tables. {IS_IT_THE_ONE}")
    uploads = Path(f"{target}.uploads.tar.gz")
    for path in (target, uploads):
        if path.exists():
            raise CannotDo(f"{path} exists already. Choose another name; a backup is never overwritten.")
    _copy_sqlite(target)
    rows = _rows_in(target)
    say(f"{target}: {sum(rows.values())} rows in {len(rows)} tables, from {source}.")
    say("  " + ", ".join(f"{name} {count}" for name, count in rows.items() if count))
    if not rows.get("member"):
        say(f"Nobody has registered there yet. {IS_IT_THE_ONE}")
    _pack_uploads(uploads, say)


def _copy_sqlite(target: Path) -> None:
    """A whole copy at one moment. Copying the file would miss what still stands in the write-ahead log."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with closing(db.engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(unfinished),))
    with closing(sqlite3.connect(unfinished)) as copy:
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if faults != ["ok"]:
        raise CannotDo(f"The copy is damaged and was left at {unfinished}: {faults[0]}")
    unfinished.rename(target)


def _rows_in(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        listed = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 4) != 'fts_'")
        names = sorted(name for (name,) in listed if not name.startswith("sqlite_"))
        return {name: copy.execute(_count(name)).fetchone()[0] for name in names}


def _count(name: str) -> str:
    return str(select(func.count()).select_from(table(name)).compile(dialect=sqlite.dialect()))


def _pack_uploads(target: Path, say: Say) -> None:
    folder = mail.settings().uploads
    if folder is None or not folder.is_dir() or not any(folder.iterdir()):
        return
    with tarfile.open(target, "x:gz") as archive:
        archive.add(folder, arcname="uploads")
    say(f"{target}: {sum(1 for path in folder.rglob('*') if path.is_file())} uploaded files.")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_well: bool
    words: str


def move_in(path: Path, say: Say, *, check: bool) -> None:
    """Move the members and practices of a spreadsheet in, or only tell what that would do. Raises CannotDo."""
    from network.coordination.moving_in import reading, services, sheets
    from network.kernel.errors import Refusal

    try:
        tables = sheets.read(path.read_bytes(), path.name)
        plan = reading.plan_of(tables) if check else services.move_in(tables, path.name, by=None)
    except OSError as error:
        raise CannotDo(f"{path} cannot be read: {error.strerror}.") from error
    except services.HasFaults as refusal:
        plan = refusal.plan
    except Refusal as refusal:
        raise CannotDo(f"{refusal.words} {refusal.way_on}") from refusal
    for fault in plan.faults:
        typed = f" ({fault.typed})" if fault.typed else ""
        say(f"{fault.sheet}, line {fault.line}, {fault.column}: {fault.words}{typed}")
    if plan.faults:
        raise CannotDo(f"{len(plan.faults)} things do not fit, so nothing was moved in.")
    told = "would be invited" if check else "are invited"
    say(f"{len(plan.people)} people {told}; {len(plan.practices)} practices as drafts of their authors.")
    say(f"Here already, and left as they are: {plan.people_here} people, {plan.known_practices} practices.")


def examine() -> Iterator[Finding]:
    """Look at everything that a network needs, and say what to do about what is amiss."""
    yield from _settings()
    revision, wanted = migrations.current(), migrations.newest()
    yield Finding(True, "The database answers.")
    if revision != wanted:
        yield Finding(
            False, f"The database is at {revision or 'nothing'}, this version needs {wanted}: run `network migrate`."
        )
        return
    yield Finding(True, f"The tables are up to date ({wanted}).")
    yield _worker()
    yield from _outbox()


def _settings() -> Iterator[Finding]:
    settings = mail.settings()
    yield Finding(
        os.access(settings.network_instance, os.W_OK),
        f"NETWORK_INSTANCE: {settings.network_instance} can be written to.",
    )
    local = "127.0.0.1" in settings.base_url or "localhost" in settings.base_url
    yield Finding(
        True,
        f"BASE_URL: {settings.base_url}" + (" (for this machine alone; set it before others come)" if local else ""),
    )
    if settings.smtp_url:
        yield Finding(True, "SMTP_URL is set: mail goes out.")
    else:
        yield Finding(True, f"SMTP_URL is not set: mail is written to {settings.network_instance / 'mail'}.")
    if settings.rate_limits == "off":
        yield Finding(local, "RATE_LIMITS is off: take it out of the environment before others come.")


def _worker() -> Finding:
    age = health.worker_age(clock.now())
    if age is None:
        return Finding(
            False, "The worker has never run, so no mail leaves: `network serve` starts it, or run `network worker`."
        )
    if age > LATE:
        return Finding(
            False,
            f"The worker was last seen {age // 60} minutes ago: start it (`network worker`) and look at what it says.",
        )
    return Finding(True, f"The worker was seen {age} seconds ago.")


def _outbox() -> Iterator[Finding]:
    now = clock.now()
    state = outbox_at(now)
    late = state.oldest_due is not None and (now - state.oldest_due).total_seconds() > LATE
    words = f"{state.waiting} mails are due" + (" and wait too long: is the worker running?" if late else ".")
    yield Finding(not late, words)
    if state.failed:
        yield Finding(
            False,
            f"{state.failed} mails could not be delivered: an administrator sees which, and why, on the page /admin.",
        )
