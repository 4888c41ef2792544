"""Everybody wants the same seats: 64 clients at once, and how long the meetup's row is held beside SELECT … FOR UPDATE.

Two processes of 32 clients each share 5,000 attempts at the verbs, by whom chance has it, one in five of them a withdrawal.
On PostgreSQL 5,000 people come twice more, once each, as bare statements without the verbs around them: as the one statement
that the product sends, and by the book: lock the meetup's row, look, count, then write. Both hold the person's row, write
the same rows and the same notice, and who hears that it is done can count on the disk. Attempts a second and p99 move with the
machine; the quotient is what counts.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

PROCESSES, CLIENTS, ATTEMPTS, WITHDRAWALS, SEATS = 2, 64, 5_000, 0.2, 50
ROUNDS = 5  # of so many attempts of each way by turns, so that whatever else the machine does falls on all alike
REHEARSED = 12  # attempts of each client at another meetup first: a server's connections are open and know the way
VERBS, OURS, BY_THE_BOOK = "verbs", "one statement", "by the book"


def crowd(kind: str, folder: Path, url: str) -> None:
    """Let the crowd come, and print how it went."""
    ways = (VERBS, OURS, BY_THE_BOOK) if kind == "postgresql" else (VERBS,)
    with _processes(folder, url, ways) as processes:
        took: dict[str, float] = dict.fromkeys(ways, 0)
        times: dict[str, list[float]] = {way: [] for way in ways}
        for n in range(ROUNDS):
            for way in ways:
                begun = time.perf_counter()
                times[way] += _come(processes, way, n)
                took[way] += time.perf_counter() - begun
    for way in ways:
        p99 = sorted(times[way])[int(len(times[way]) * 0.99)] * 1000
        print(f"seats, {CLIENTS} clients, {ATTEMPTS} attempts, {way}: {ATTEMPTS / took[way]:.0f}/s, p99 {p99:.0f} ms")
    if BY_THE_BOOK in ways:
        print(f"seats: one statement is {took[BY_THE_BOOK] / took[OURS]:.1f} times SELECT … FOR UPDATE")


@contextmanager
def _processes(folder: Path, url: str, ways: Iterable[str]) -> Iterator[list[Any]]:
    """Processes of the crowd that are ready; they take `way round` on a line and answer with one."""
    variables = {**os.environ, "NETWORK_INSTANCE": str(folder), "DATABASE_URL": url}
    processes = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.crowd", str(n), *ways],
            env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for n in range(PROCESSES)
    ]  # fmt: skip
    for process in processes:
        process.stdout.readline()  # type: ignore[union-attr]
    yield processes
    for process in processes:
        process.communicate()


def _come(processes: list[Any], way: str, n: int) -> list[float]:
    """One round of one way: how many seconds each attempt took."""
    for process in processes:
        process.stdin.write(f"{n} {way}\n")
        process.stdin.flush()
    answers = [json.loads(process.stdout.readline()) for process in processes]
    if failures := [each for answer in answers for each in answer["failures"]]:
        raise SystemExit(f"{len(failures)} attempts were lost: {failures[0]}")
    return [each for answer in answers for each in answer["times"]]


def _be_half_of_it(number: int, ways: list[str]) -> None:
    """One process of the crowd: says when it is ready, and for each line it gets tells how long each attempt took."""
    from sqlalchemy import func, select

    from network import create_app
    from network.kernel.database import db
    from network.meetups.models import Meetup
    from network.members.models import Member

    app = create_app(SQLALCHEMY_ENGINE_OPTIONS={"pool_size": CLIENTS})
    with app.app_context():
        slugs = [slug for way in ways for slug in (_slug(way), _slug(way) + "-rehearsal")]
        if number == 0:
            for slug in slugs:
                _plan(slug)
        ours = select(func.count()).select_from(Meetup).where(Meetup.slug.in_(slugs))
        while db.session.scalar(ours) != len(slugs):
            db.session.rollback()
            time.sleep(0.1)
        members = db.session.scalars(select(Member.id).order_by(Member.id).limit(2 * ATTEMPTS)).all()
        db.session.remove()
    chance = random.Random(number)  # noqa: S311  who comes when, the same each time
    everybody_once = members[number::PROCESSES][: ATTEMPTS // PROCESSES]
    at_random = [chance.choice(members) for _ in everybody_once]
    acts = [(chance.random() < WITHDRAWALS, each) for each in at_random]
    for way in ways:
        _try_all(app, way, [(False, each) for each in everybody_once[: CLIENTS * REHEARSED // PROCESSES]], "-rehearsal")
    gc.freeze()  # as the server does
    print("ready", flush=True)
    for line in sys.stdin:
        n, way = line.strip().split(" ", 1)
        all_of_it = acts if way == VERBS else [(False, each) for each in everybody_once]
        print(json.dumps(_try_all(app, way, all_of_it[int(n) :: ROUNDS])), flush=True)


def _slug(way: str) -> str:
    return f"crowd-{way.replace(' ', '-')}"


def _try_all(app: Any, way: str, acts: list[tuple[bool, int]], suffix: str = "") -> dict[str, list[Any]]:
    """All clients of this process at once: how many seconds each attempt took, and what failed."""
    times: list[float] = []
    failures: list[str] = []
    each = CLIENTS // PROCESSES
    clients = [
        threading.Thread(target=_be_client, args=(app, _slug(way) + suffix, way, acts[n::each], times, failures))
        for n in range(each)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return {"times": times, "failures": failures}


def _plan(slug: str) -> None:
    """The meetup, and as many members as there are attempts, so that not all who come are in already."""
    from sqlalchemy import func, insert, select

    from network.kernel import clock
    from network.kernel.database import db, writing
    from network.meetups.services import plan
    from network.members.models import Member

    there = db.session.scalar(select(func.count()).select_from(Member)) or 0
    with writing() as session:
        rows = [
            {
                "slug": f"gast-{n}",
                "organisation_id": 1,
                "name": f"Gast {n}",
                "email": f"gast-{n}@example.org",
                "fs_uniquifier": f"g{n}",
            }
            for n in range(there, ATTEMPTS)
        ]
        if rows:
            session.execute(insert(Member), rows)
    begin = clock.now() + timedelta(days=30)
    planner = db.session.scalars(select(Member).order_by(Member.id).limit(1)).one()
    plan(
        planner, None, slug=slug, title="Iedereen wil erbij", kind="meeting", mode="in_person", starts_at=begin,
        ends_at=begin + timedelta(hours=2), capacity=SEATS, quietly=True,
    )  # fmt: skip


def _be_client(
    app: Any, slug: str, way: str, acts: list[tuple[bool, int]], times: list[float], failures: list[str]
) -> None:
    from network.kernel.database import db

    attempt = {VERBS: _by_verb, OURS: _by_one_statement, BY_THE_BOOK: _by_the_book}[way]
    with app.app_context():
        meetup = _read(slug)  # what a page knows before anybody presses its button
        db.session.remove()
        for is_withdrawal, member_id in acts:
            try:
                times.append(attempt(meetup, member_id, is_withdrawal))
            except Exception as failure:
                failures.append(repr(failure))
            db.session.remove()


def _by_verb(meetup: Any, member_id: int, is_withdrawal: bool) -> float:
    from network.kernel.database import db
    from network.meetups.seats import sign_up, withdraw
    from network.members.models import Member

    meetup, member = _read(meetup.slug), db.session.get_one(Member, member_id)
    db.session.commit()
    begun = time.perf_counter()
    (withdraw if is_withdrawal else sign_up)(meetup, member)
    return time.perf_counter() - begun


def _by_one_statement(meetup: Any, member_id: int, _: bool) -> float:
    """What the product sends, in autocommit; whoever is in already asks where they stand."""
    from flask import current_app
    from sqlalchemy.exc import IntegrityError

    from network.kernel import clock
    from network.kernel.database import db
    from network.kernel.disk import wait_for_disk
    from network.meetups import at_once

    facts = {**at_once.asked(meetup, member_id, clock.now()), **at_once.told(meetup, member_id)}
    with current_app.extensions["reading_from"](db.engine).connect() as connection:
        begun = time.perf_counter()
        with suppress(IntegrityError):  # the same person, in two windows at the same moment
            if connection.execute(at_once.take_place(), facts).first() is not None:
                wait_for_disk(connection)
                return time.perf_counter() - begun
        connection.execute(_own(), facts).first()
        return time.perf_counter() - begun


def _by_the_book(meetup: Any, member_id: int, _: bool) -> float:
    """Hold the person's row, lock the meetup's, look who is in, count, and write: right, and slow while others wait for the row."""
    from network.kernel import clock
    from network.kernel.database import db
    from network.meetups import at_once, notices
    from network.meetups.models import SEATED, WAITING
    from network.notifications.services import columns_of

    facts = at_once.told(meetup, member_id)["notice_facts"]
    notice = columns_of(member_id, notices.SEATED, facts, path=meetup.path)
    whose = {"of_meetup": meetup.id, "of_member": member_id}
    here, locked, count, put, counted, tell = _book()
    begun = time.perf_counter()
    with db.engine.begin() as connection:
        connection.execute(here, whose).one()
        capacity, last = connection.execute(locked, whose).one()
        if connection.execute(_own(), whose).first() is None:
            stand = dict(connection.execute(count, whose).all())
            taken, waiting = stand.get(SEATED, 0), stand.get(WAITING, 0)
            is_seated = taken < capacity and not waiting
            row = {
                "meetup_id": meetup.id, "member_id": member_id, "place": last + 1, "created_at": clock.now(),
                "changed_at": clock.now(), "status": SEATED if is_seated else WAITING, "invited": is_seated,
            }  # fmt: skip
            connection.execute(put, row)
            counters = {"last_place": last + 1, "taken": taken + is_seated, "waiting": waiting + (not is_seated)}
            connection.execute(counted, {**whose, **counters})
            if is_seated:
                connection.execute(tell, notice)
    return time.perf_counter() - begun


@cache
def _own() -> Any:
    """Where one person stands."""
    from sqlalchemy import bindparam, select

    from network.meetups.models import Signup

    return select(Signup.status).where(
        Signup.meetup_id == bindparam("of_meetup"), Signup.member_id == bindparam("of_member")
    )


@cache
def _book() -> tuple[Any, ...]:
    """The statements by the book, each made once like ours."""
    from sqlalchemy import bindparam, func, insert, select, update

    from network.meetups.models import Meetup, Signup
    from network.members.models import Member
    from network.notifications.models import Notification

    this = Meetup.id == bindparam("of_meetup")
    standing = select(Signup.status, func.count()).where(Signup.meetup_id == bindparam("of_meetup"))
    counters = {name: bindparam(name) for name in ("last_place", "taken", "waiting")}
    return (
        select(Member.id).where(Member.id == bindparam("of_member"), Member.active).with_for_update(read=True),
        select(Meetup.capacity, Meetup.last_place).where(this).with_for_update(),
        standing.group_by(Signup.status),
        insert(Signup),
        update(Meetup).where(this).values(counters),
        insert(Notification),
    )


def _read(slug: str) -> Any:
    from sqlalchemy import select
    from sqlalchemy.orm import joinedload

    from network.kernel.database import db
    from network.meetups.models import Meetup

    return db.session.scalars(select(Meetup).options(joinedload(Meetup.theme)).where(Meetup.slug == slug)).one()


if __name__ == "__main__":
    _be_half_of_it(int(sys.argv[1]), sys.argv[2:])
