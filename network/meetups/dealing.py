"""How the line moves: lock the meetup's row, take somebody out, sit somebody down, deal what is free. No verbs.

Every verb that frees a seat locks the row and ends in `deal`, the one place where the line moves.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update

from network.kernel import clock
from network.kernel.database import db, is_postgresql
from network.meetups import notices, rules
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun
from network.members.models import Member
from network.notifications.services import notify

HOLDS_A_SEAT = (SEATED, OFFERED)
HOLDS_ROOM = or_(Signup.status == OFFERED, and_(Signup.status == SEATED, Signup.online.is_(False)))


def end_offers_at_the_start(meetup: Meetup) -> None:
    """An offer ends when the meetup begins, also one that was moved nearer. Called with the row locked."""
    later = (Signup.meetup_id == meetup.id, Signup.status == OFFERED, Signup.offer_until > meetup.starts_at)
    for signup in db.session.scalars(select(Signup).where(*later)).all():
        signup.offer_until = meetup.starts_at


def lock(meetup: Meetup) -> None:
    """Be the only one who changes this meetup's seats until the commit, and know its newest numbers."""
    db.session.refresh(meetup, _SEAT_COLUMNS, with_for_update=is_postgresql() or None)


_SEAT_COLUMNS = [
    "capacity", "taken", "waiting", "online_count", "last_place", "cancelled_at", "sequence", "version", "filled_told",
    "opens_at", "closes_at", "seats_per_firm", "firm_limit_until",
    "title", "starts_at", "ends_at", "place", "address", "link", "mode",
]  # fmt: skip


def require_to_come(meetup: Meetup) -> None:
    """Whether people may still come and go. Raises CalledOff, HasBegun."""
    if meetup.is_cancelled:
        raise CalledOff
    if meetup.has_begun:
        raise HasBegun


def deal(meetup: Meetup) -> None:
    """Let the line move into whatever seats are free. Called, with the row locked, wherever a seat can free."""
    now = clock.now()
    free = meetup.capacity - meetup.taken
    if not meetup.waiting or free <= 0 or meetup.is_cancelled or meetup.starts_at <= now:
        return
    db.session.flush()
    for signup in _next_in_line(meetup, free, now):
        meetup.taken += 1
        meetup.waiting -= 1
        _seat(meetup, signup, now)
    db.session.flush()
    tell_how_full(meetup)


def _next_in_line(meetup: Meetup, free: int, now: datetime) -> Sequence[Signup]:
    """Whose turn it is. The whole line is read only where each firm may have just so many seats."""
    line = select(Signup).where(Signup.meetup_id == meetup.id, Signup.status == WAITING).order_by(Signup.place)
    limit = limit_of(meetup, now)
    if limit is None:
        return db.session.scalars(line.limit(free)).all()
    rows = db.session.execute(line.join(Signup.member).add_columns(Member.organisation_id)).all()
    moving = rules.who_moves_up([firm for _, firm in rows], free, held_by_firms(meetup), limit)
    return [rows[at][0] for at in moving]


def limit_of(meetup: Meetup, now: datetime) -> int | None:
    return rules.firm_limit(meetup.seats_per_firm, meetup.firm_limit_until, now)


def held_by_firms(meetup: Meetup) -> dict[int, int]:
    """How many seats of the room each firm holds."""
    held = select(Member.organisation_id, func.count()).join(Signup, Signup.member_id == Member.id)
    held = held.where(Signup.meetup_id == meetup.id, HOLDS_ROOM).group_by(Member.organisation_id)
    return {firm: count for firm, count in db.session.execute(held).all()}  # noqa: C416  rows are no pairs to a type checker


def sit_down(meetup: Meetup, signup: Signup) -> None:
    meetup.online_count -= signup.online
    signup.online = False
    signup.status, signup.offer_until, signup.changed_at, signup.invited = SEATED, None, clock.now(), True
    db.session.flush()


def _seat(meetup: Meetup, signup: Signup, now: datetime) -> None:
    """Give the next in line the seat, or near the start offer it."""
    if not rules.by_offer(meetup.starts_at, now):
        sit_down(meetup, signup)
        invite(meetup, signup.member_id, notices.SEAT_FREED)
        return
    signup.changed_at = now
    signup.status, signup.offer_until = OFFERED, rules.offer_until(meetup.starts_at, now)
    notify(
        signup.member_id,
        notices.SEAT_OFFERED,
        path=meetup.path,
        until=signup.offer_until.isoformat(),
        **facts_of(meetup),
    )


def lapse(meetup: Meetup, signup: Signup) -> None:
    """End an offer that nobody took up; who takes part online goes on doing so."""
    if not signup.online:
        leave(meetup, signup, notice=notices.OFFER_LAPSED)
        return
    count_out_of_room(meetup, signup)
    signup.status, signup.offer_until, signup.changed_at = SEATED, None, clock.now()
    db.session.flush()
    notify(signup.member_id, notices.OFFER_LAPSED, path=meetup.path, **facts_of(meetup))


def count_out_of_room(meetup: Meetup, signup: Signup) -> None:
    """Take a signup out of the numbers of the room and of the line for it."""
    meetup.taken -= signup.holds_room
    meetup.waiting -= signup.status == WAITING


def leave(meetup: Meetup, signup: Signup, notice: str = notices.WITHDRAWN, **facts: Any) -> None:
    """Take a signup out of the room or the line, and out of the person's calendar. Called with the row locked."""
    count_out_of_room(meetup, signup)
    meetup.online_count -= signup.online
    told = signup.invited or notice != notices.WITHDRAWN
    calendar: dict[str, Any] = {}
    if signup.invited:
        meetup.sequence += 1
        calendar = {"calendar": calendar_entry(meetup, "CANCEL")}
        meetup.sequence += 1  # who signs up again gets a newer entry than the cancellation
    signup.status, signup.offer_until, signup.invited, signup.changed_at = WITHDRAWN, None, False, clock.now()
    signup.online = False
    db.session.flush()
    if told:
        notify(signup.member_id, notice, path=meetup.path, **facts_of(meetup), **facts, **calendar)


def tell_how_full(meetup: Meetup) -> None:
    """Let whoever planned it know, once each, that the room is half full, nearly full and full."""
    told = update(Meetup).where(Meetup.id == meetup.id, Meetup.filled_told < FILLED)
    told = told.values(filled_told=FILLED).returning(Meetup.filled_told, Meetup.planner_id, Meetup.taken)
    row = db.session.execute(told.execution_options(synchronize_session=False)).first()
    if row is not None:
        share, planner_id, taken = row
        notify(planner_id, notices.FILLING, path=meetup.path, share=share, taken=taken, **facts_of(meetup))


FILLED = case(
    *((Meetup.taken * 100 >= share * Meetup.capacity, share) for share in sorted(rules.SHARES, reverse=True)), else_=0
)


def invite(meetup: Meetup, member_id: int, notice: str) -> None:
    notify(member_id, notice, path=meetup.path, **facts_of(meetup), calendar=calendar_entry(meetup, "REQUEST"))


def facts_of(meetup: Meetup) -> dict[str, Any]:
    """What every notice about a meetup can say of it, as it was when the notice was given."""
    return {
        "title": meetup.title, "starts_at": meetup.starts_at.isoformat(), "ends_at": meetup.ends_at.isoformat(),
        "place": meetup.place, "address": meetup.address, "mode": meetup.mode, "bring": meetup.bring,
    }  # fmt: skip


def calendar_entry(meetup: Meetup, method: str) -> dict[str, Any]:
    """What the mail's calendar part is made from when it is sent; made there, not while seats are locked."""
    return {
        "method": method, "uid": meetup.uid, "sequence": meetup.sequence, "path": meetup.path,
        "link": "" if method == "CANCEL" else meetup.link, "stamp": clock.now().isoformat(), **facts_of(meetup),
    }  # fmt: skip


def new_uid() -> str:
    """A calendar entry's own name, for life."""
    return uuid.uuid4().hex
