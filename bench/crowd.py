"""Everybody wants the same seats: the seat machine's verbs under 64 clients at once, and beside them SELECT … FOR UPDATE.

Two processes of 32 clients each share 5,000 attempts; one in five is a withdrawal. On PostgreSQL the same crowd comes once
more, and takes its seats as one would write it by the book: lock the meetup's row, count, then write. Both write the same rows
and the same notices. Attempts a second and p99 move with the machine; their quotient is what counts.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

PROCESSES, CLIENTS, ATTEMPTS, WITHDRAWALS, SEATS = 2, 64, 5_000, 0.2, 50
OURS, BY_THE_BOOK = "ours", "by the book"


def crowd(kind: str, folder: Path, url: str) -> None:
    """Let the crowd come, and print how it went; ours first, then by the book where there is a row to lock."""
    rates = {}
    for way in (OURS, BY_THE_BOOK) if kind == "postgresql" else (OURS,):
        rates[way], p99 = _come(folder, url, way)
        print(f"seats, {CLIENTS} clients, {ATTEMPTS} attempts, {way}: {rates[way]:.0f}/s, p99 {p99:.0f} ms")
    if BY_THE_BOOK in rates:
        print(f"seats: {rates[OURS] / rates[BY_THE_BOOK]:.1f} times SELECT … FOR UPDATE")


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
        members = db.session.scalars(select(Member.id).order_by(Member.id).limit(1_000)).all()
        db.session.remove()
    chance = random.Random(number)  # noqa: S311  who comes when, the same each time
    acts = [(chance.random() < WITHDRAWALS, chance.choice(members)) for _ in range(ATTEMPTS // PROCESSES)]
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
    from sqlalchemy import select

    from network.kernel import clock
    from network.kernel.database import db
    from network.meetups.services import plan
    from network.members.models import Member

    begin = clock.now() + timedelta(days=30)
    planner = db.session.scalars(select(Member).order_by(Member.id).limit(1)).one()
    plan(
        planner, None, slug=slug, title="Iedereen wil erbij", kind="meeting", mode="in_person", starts_at=begin,
        ends_at=begin + timedelta(hours=2), capacity=SEATS, quietly=True,
    )  # fmt: skip


def _be_client(
    app: Any, slug: str, way: str, acts: list[tuple[bool, int]], times: list[float], failures: list[str]
) -> None:
    from sqlalchemy import select
    from sqlalchemy.orm import joinedload

    from network.kernel.database import db
    from network.meetups.models import Meetup
    from network.meetups.seats import sign_up, withdraw
    from network.members.models import Member

    take: Callable[[Meetup, Member], object] = sign_up if way == OURS else _sign_up_by_the_book
    for is_withdrawal, member_id in acts:
        with app.app_context():
            known = select(Meetup).options(joinedload(Meetup.theme)).where(Meetup.slug == slug)
            meetup, member = db.session.scalars(known).one(), db.session.get_one(Member, member_id)
            db.session.commit()
            begun = time.perf_counter()
            try:
                (withdraw if is_withdrawal else take)(meetup, member)
            except Exception as failure:
                failures.append(repr(failure))
            times.append(time.perf_counter() - begun)
            db.session.remove()


def _sign_up_by_the_book(meetup: Any, member: Any) -> None:
    """Lock the meetup's row, look who is in, count, and write: right, and slow while others wait for the row."""
    from sqlalchemy import func, select

    from network.kernel import clock
    from network.kernel.database import db, writing
    from network.meetups.dealing import invite
    from network.meetups.models import SEATED, WAITING, WITHDRAWN, Meetup, Signup
    from network.meetups.notices import SEATED as HAS_SEAT

    with writing() as session:
        locked = (
            select(Meetup).where(Meetup.id == meetup.id).with_for_update().execution_options(populate_existing=True)
        )
        meetup = session.scalars(locked).one()
        mine = select(Signup).where(Signup.meetup_id == meetup.id, Signup.member_id == member.id)
        signup = session.scalars(mine).first()
        if signup is not None and signup.status != WITHDRAWN:
            return
        count = select(func.count()).select_from(Signup).where(Signup.meetup_id == meetup.id)
        taken = session.scalar(count.where(Signup.status == SEATED)) or 0
        waiting = session.scalar(count.where(Signup.status == WAITING)) or 0
        status = SEATED if taken < meetup.capacity and not waiting else WAITING
        meetup.last_place += 1
        signup = signup or Signup(meetup_id=meetup.id, member_id=member.id)
        signup.status, signup.place, signup.changed_at = status, meetup.last_place, clock.now()
        meetup.taken, meetup.waiting = taken + (status == SEATED), waiting + (status == WAITING)
        db.session.add(signup)
        db.session.flush()
        if status == SEATED:
            invite(meetup, member.id, HAS_SEAT)


if __name__ == "__main__":
    _be_half_of_it(sys.argv[1], int(sys.argv[2]))
