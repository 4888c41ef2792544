"""Everybody wants the same seats: 64 clients at once, and how long the meetup's row is held beside SELECT … FOR UPDATE.

Two processes of 32 clients each share 5,000 attempts at the verbs, by whom chance has it, one in five of them a withdrawal.
On PostgreSQL 5,000 people come twice more, once each, as bare statements without the verbs around them: as the one statement
that the product sends, and by the book: lock the meetup's row, look, count, then write. Both write the same rows and the same
notice. Attempts a second and p99 move with the machine; their quotient is what counts.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

PROCESSES, CLIENTS, ATTEMPTS, WITHDRAWALS, SEATS = 2, 64, 5_000, 0.2, 50
VERBS, OURS, BY_THE_BOOK = "verbs", "one statement", "by the book"


def crowd(kind: str, folder: Path, url: str) -> None:
    """Let the crowd come, and print how it went."""
    rates = {}
    for way in (VERBS, OURS, BY_THE_BOOK) if kind == "postgresql" else (VERBS,):
        rates[way], p99 = _come(folder, url, way)
        print(f"seats, {CLIENTS} clients, {ATTEMPTS} attempts, {way}: {rates[way]:.0f}/s, p99 {p99:.0f} ms")
    if BY_THE_BOOK in rates:
        print(f"seats: one statement is {rates[OURS] / rates[BY_THE_BOOK]:.1f} times SELECT … FOR UPDATE")


def _come(folder: Path, url: str, way: str) -> tuple[float, float]:
    """Attempts a second, and the 99th percentile of how long one took, in milliseconds."""
    variables = {**os.environ, "NETWORK_INSTANCE": str(folder), "DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.crowd", way]
    processes = [
        subprocess.Popen([*command, str(n)], env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for n in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout
        process.stdout.readline()  # it is ready
    begun = time.perf_counter()
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [json.loads(process.communicate()[0]) for process in processes]
    took = time.perf_counter() - begun
    if failures := [each for answer in answers for each in answer["failures"]]:
        raise SystemExit(f"{len(failures)} attempts were lost: {failures[0]}")
    times = sorted(each for answer in answers for each in answer["times"])
    return len(times) / took, times[int(len(times) * 0.99)] * 1000


def _be_half_of_it(way: str, number: int) -> None:
    """One process of the crowd: says when it is ready, waits for the word, and tells how long each attempt took."""
    from sqlalchemy import select

    from network import create_app
    from network.kernel.database import db
    from network.meetups.models import Meetup
    from network.members.models import Member

    app = create_app(SQLALCHEMY_ENGINE_OPTIONS={"pool_size": CLIENTS})
    with app.app_context():
        slug = f"crowd-{way.replace(' ', '-')}"
        if number == 0:
            _plan(slug)
        while db.session.scalar(select(Meetup.id).where(Meetup.slug == slug)) is None:
            db.session.rollback()
            time.sleep(0.1)
        members = db.session.scalars(select(Member.id).order_by(Member.id).limit(2 * ATTEMPTS)).all()
        db.session.remove()
    chance = random.Random(number)  # noqa: S311  who comes when, the same each time
    everybody_once = members[number::PROCESSES][: ATTEMPTS // PROCESSES]
    at_random = [chance.choice(members) for _ in everybody_once]
    acts = [(chance.random() < WITHDRAWALS, each) for each in (at_random if way == VERBS else everybody_once)]
    print("ready", flush=True)
    sys.stdin.readline()
    times: list[float] = []
    failures: list[str] = []
    each = CLIENTS // PROCESSES
    threads = [
        threading.Thread(target=_be_client, args=(app, slug, way, acts[n::each], times, failures)) for n in range(each)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"times": times, "failures": failures}))


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
        with app.app_context():
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
    from sqlalchemy import select
    from sqlalchemy.exc import IntegrityError

    from network.kernel import clock
    from network.kernel.database import db
    from network.meetups import at_once
    from network.meetups.models import Signup

    facts = {**at_once.asked(meetup, member_id, clock.now()), **at_once.told(meetup, member_id)}
    own = select(Signup.status).where(Signup.meetup_id == meetup.id, Signup.member_id == member_id)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        begun = time.perf_counter()
        taken = None
        with suppress(IntegrityError):  # the same person, in two windows at the same moment
            taken = connection.execute(at_once.take_place(), facts).first()
        if taken is None:
            connection.execute(own).first()
        return time.perf_counter() - begun


def _by_the_book(meetup: Any, member_id: int, _: bool) -> float:
    """Lock the meetup's row, look who is in, count, and write: right, and slow while others wait for the row."""
    from sqlalchemy import func, insert, select, update

    from network.kernel import clock
    from network.kernel.database import db
    from network.meetups import at_once
    from network.meetups.models import SEATED, WAITING, Meetup, Signup
    from network.notifications.models import Notification

    told = at_once.told(meetup, member_id)
    notice = {name.removeprefix("notice_"): value for name, value in told.items() if name.startswith("notice_")}
    mine = (Signup.meetup_id == meetup.id, Signup.member_id == member_id)
    count = select(Signup.status, func.count()).where(Signup.meetup_id == meetup.id).group_by(Signup.status)
    locked = select(Meetup.capacity, Meetup.last_place).where(Meetup.id == meetup.id).with_for_update()
    begun = time.perf_counter()
    with db.engine.begin() as connection:
        capacity, last = connection.execute(locked).one()
        if connection.execute(select(Signup.status).where(*mine)).first() is None:
            stand = dict(connection.execute(count).all())
            taken, waiting = stand.get(SEATED, 0), stand.get(WAITING, 0)
            is_seated = taken < capacity and not waiting
            row = {
                "meetup_id": meetup.id, "member_id": member_id, "place": last + 1, "created_at": clock.now(),
                "changed_at": clock.now(), "status": SEATED if is_seated else WAITING, "invited": is_seated,
            }  # fmt: skip
            connection.execute(insert(Signup), row)
            counters = {"last_place": last + 1, "taken": taken + is_seated, "waiting": waiting + (not is_seated)}
            connection.execute(update(Meetup).where(Meetup.id == meetup.id).values(counters))
            if is_seated:
                connection.execute(insert(Notification), notice)
    return time.perf_counter() - begun


def _read(slug: str) -> Any:
    from sqlalchemy import select
    from sqlalchemy.orm import joinedload

    from network.kernel.database import db
    from network.meetups.models import Meetup

    return db.session.scalars(select(Meetup).options(joinedload(Meetup.theme)).where(Meetup.slug == slug)).one()


if __name__ == "__main__":
    _be_half_of_it(sys.argv[1], int(sys.argv[2]))
