"""The seat machine: take a seat, wait, be offered one, accept, give it back. Every verb is one transaction.

Signing up is one atomic update of the meetup's row. It hands out the place number and the seat together, and holds the
row until the commit, so that places follow the order of commit and `taken` never passes `capacity` (the table checks
that as well). Every verb that frees a seat locks the same row and ends in `deal`, the one place where the line moves.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, bindparam, case, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from network.kernel import clock
from network.kernel.database import db, is_postgresql, transactional
from network.kernel.errors import NotYours
from network.meetups import notices, policy, rules
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun, HasSeatAlready, NoSeat, NotForYou, OfferOver
from network.meetups.rules import Standing
from network.members.models import Member
from network.notifications.services import notify
from network.themes.models import ACTIVE, Membership

HOLDS_A_SEAT = (SEATED, OFFERED)


@transactional
def sign_up(meetup: Meetup, member: Member) -> Standing:
    """Take a seat, or the end of the line. Asking again changes nothing and says where one stands.

    Raises NotForYou, CalledOff, HasBegun.
    """
    if not policy.may_sign_up(member, meetup):
        raise NotForYou
    now = clock.now()
    taken = db.session.execute(_next_place(meetup.id, member.id, now)).first()
    if taken is None:
        return _stand_as_before(meetup, member, now)
    place, waiting, sequence = taken
    if sequence != meetup.sequence:  # it was changed since this person's page was read
        lock(meetup)
    status = WAITING if waiting else SEATED
    if not db.session.execute(_put_down(meetup.id, member.id, status, place, now)).first():
        _give_back(meetup.id, status)  # the same person was quicker in another window
        return standing_of(meetup, member)
    if status == SEATED:
        _invite(meetup, member.id, notices.SEATED)
    return Standing(status, waiting or None, waiting or None)


@transactional
def accept(meetup: Meetup, member: Member) -> Standing:
    """Say yes to an offered seat; done twice it is one yes. Whoever was offered nothing asks for a place by it.

    Raises NotForYou, CalledOff, HasBegun, OfferOver.
    """
    lock(meetup)
    signup = _signup_of(meetup, member)
    if signup is None or signup.status != OFFERED:
        return sign_up(meetup, member)
    return _accept(meetup, signup, clock.now())


@transactional
def withdraw(meetup: Meetup, member: Member) -> Standing:
    """Give up a seat or a place in line; whoever waits longest gets the seat. Doing it twice changes nothing.

    Raises HasBegun for a seat at a meetup that has started.
    """
    lock(meetup)
    signup = _signup_of(meetup, member)
    if signup is None or signup.status == WITHDRAWN:
        return Standing(WITHDRAWN if signup else None)
    if meetup.has_begun:
        raise HasBegun
    _leave(meetup, signup)
    deal(meetup)
    return Standing(WITHDRAWN)


@transactional
def hand_over(meetup: Meetup, member: Member, colleague: Member) -> None:
    """Give one's seat to a colleague of the same firm, at once: the seat is never free, so the line stays as it is.

    A colleague who waits leaves the line. Doing it twice changes nothing. Raises NotYours for somebody of another firm,
    NotForYou, CalledOff, HasBegun, NoSeat, HasSeatAlready.
    """
    if colleague.organisation_id != member.organisation_id:
        raise NotYours
    lock(meetup)
    _require_to_come(meetup)
    own, theirs = _signup_of(meetup, member), _signup_of(meetup, colleague)
    if own is not None and own.status == WITHDRAWN and theirs is not None and theirs.status == SEATED:
        return  # asked a second time: it is done
    if own is None or own.status != SEATED:
        raise NoSeat
    if theirs is not None and theirs.status in HOLDS_A_SEAT:
        raise HasSeatAlready
    if not policy.may_sign_up(colleague, meetup):
        raise NotForYou
    _leave(meetup, own)
    _take_over(meetup, theirs or Signup(meetup_id=meetup.id, member_id=colleague.id))
    entry = calendar_entry(meetup, "REQUEST")
    facts = facts_of(meetup)
    notify(colleague.id, notices.SEAT_HANDED_OVER, path=meetup.path, name=member.name, **facts, calendar=entry)


def require_seat(meetup: Meetup, member: Member) -> None:
    """Whether there is a seat to hand over. Raises CalledOff, HasBegun, NoSeat."""
    _require_to_come(meetup)
    if standing_of(meetup, member).status != SEATED:
        raise NoSeat


@transactional
def pass_on(meetup: Meetup, now: datetime) -> int:
    """Pass on offers that nobody took up: they lapse, and the next in line is asked. Gives how many lapsed."""
    lock(meetup)
    if meetup.is_cancelled:
        return 0
    lapsed = db.session.scalars(
        select(Signup).where(Signup.meetup_id == meetup.id, Signup.status == OFFERED, Signup.offer_until <= now)
    ).all()
    for signup in lapsed:
        _leave(meetup, signup, notice=notices.OFFER_LAPSED)
    deal(meetup)
    return len(lapsed)


@transactional
def give_back_places(meetup: Meetup, outside: int) -> None:
    """Take the places back of those who are not in a theme (its id), and let the line move."""
    lock(meetup)
    inside = select(Membership.member_id).where(Membership.theme_id == outside, Membership.state == ACTIVE)
    places = select(Signup).where(Signup.meetup_id == meetup.id, Signup.status != WITHDRAWN)
    for signup in db.session.scalars(places.where(Signup.member_id.not_in(inside))).all():
        _leave(meetup, signup, notice=notices.THEME_CLOSED)
    deal(meetup)


def end_offers_at_the_start(meetup: Meetup) -> None:
    """An offer ends when the meetup begins, also one that was moved nearer. Called with the row locked."""
    later = (Signup.meetup_id == meetup.id, Signup.status == OFFERED, Signup.offer_until > meetup.starts_at)
    for signup in db.session.scalars(select(Signup).where(*later)).all():
        signup.offer_until = meetup.starts_at


def lock(meetup: Meetup) -> None:
    """Be the only one who changes this meetup's seats until the commit, and know its newest numbers."""
    db.session.refresh(meetup, _SEAT_COLUMNS, with_for_update=is_postgresql() or None)


_SEAT_COLUMNS = [
    "capacity", "taken", "waiting", "last_place", "cancelled_at", "sequence", "version",
    "title", "starts_at", "ends_at", "place", "address", "link", "mode",
]  # fmt: skip


def deal(meetup: Meetup) -> None:
    """Let the line move into whatever seats are free. Called, with the row locked, wherever a seat can free."""
    now = clock.now()
    moving = rules.moving_up(meetup.waiting, meetup.capacity - meetup.taken)
    if moving == 0 or meetup.is_cancelled or meetup.starts_at <= now:
        return
    db.session.flush()
    line = select(Signup).where(Signup.meetup_id == meetup.id, Signup.status == WAITING).order_by(Signup.place)
    for signup in db.session.scalars(line.limit(moving)).all():
        meetup.taken += 1
        meetup.waiting -= 1
        _seat(meetup, signup, now)
    db.session.flush()


def standing_of(meetup: Meetup, member: Member) -> Standing:
    """Where a member stands, in one statement."""
    row = db.session.execute(_STANDING, {"meetup_id": meetup.id, "member_id": member.id}).first()
    return standing_from(*row) if row else Standing(None)


def standing_from(status: str | None, ahead: int, waiting: int) -> Standing:
    """Where somebody stands, from what a row says."""
    return Standing(status, ahead + 1, waiting) if status == WAITING else Standing(status)


_other = Signup.__table__.alias("other")
_ahead = (
    select(func.count())
    .select_from(_other)
    .where(_other.c.meetup_id == Signup.meetup_id, _other.c.status == WAITING, _other.c.place < Signup.place)
    .correlate(Signup)
    .scalar_subquery()
)


def ahead_of_signup() -> ScalarSelect[int]:
    """How many wait before a signup, for a statement that selects from signups."""
    return _ahead


_STANDING = (
    select(Signup.status, _ahead, Meetup.waiting)
    .join(Meetup, Meetup.id == Signup.meetup_id)
    .where(Signup.meetup_id == bindparam("meetup_id"), Signup.member_id == bindparam("member_id"))
)


def _next_place(meetup_id: int, member_id: int, now: datetime) -> Any:
    """Hand out a place number and, where one is free and nobody waits, a seat. Nothing for who is in already."""
    has_room = and_(Meetup.taken < Meetup.capacity, Meetup.waiting == 0)
    already_in = exists().where(
        Signup.meetup_id == meetup_id, Signup.member_id == member_id, Signup.status != WITHDRAWN
    )
    return (
        update(Meetup)
        .where(Meetup.id == meetup_id, Meetup.cancelled_at.is_(None), Meetup.starts_at > now, ~already_in)
        .values(
            last_place=Meetup.last_place + 1,
            taken=Meetup.taken + case((has_room, 1), else_=0),
            waiting=Meetup.waiting + case((has_room, 0), else_=1),
        )
        .returning(Meetup.last_place, Meetup.waiting, Meetup.sequence)
        .execution_options(synchronize_session=False)
    )


def _put_down(meetup_id: int, member_id: int, status: str, place: int, now: datetime) -> Any:
    """The signup's row: a new one, or the one withdrawn earlier. Gives nothing when there is an active one."""
    insert: Callable[..., Any] = postgresql.insert if is_postgresql() else sqlite.insert
    values = {"status": status, "place": place, "changed_at": now, "offer_until": None}
    statement = insert(Signup).values(
        meetup_id=meetup_id, member_id=member_id, created_at=now, invited=status == SEATED, **values
    )
    return statement.on_conflict_do_update(
        index_elements=[Signup.meetup_id, Signup.member_id],
        set_={**values, "invited": status == SEATED},
        where=Signup.status == WITHDRAWN,
    ).returning(Signup.id)


def _give_back(meetup_id: int, status: str) -> None:
    counter = Meetup.waiting if status == WAITING else Meetup.taken
    db.session.execute(
        update(Meetup)
        .where(Meetup.id == meetup_id)
        .values({counter: counter - 1})
        .execution_options(synchronize_session=False)
    )


def _stand_as_before(meetup: Meetup, member: Member, now: datetime) -> Standing:
    """Why no place was handed out: the person is in already, or there is nothing to sign up for."""
    lock(meetup)
    if meetup.is_cancelled:
        raise CalledOff
    standing = standing_of(meetup, member)
    if standing.status == SEATED or (standing.status not in (None, WITHDRAWN) and meetup.starts_at > now):
        return standing
    raise HasBegun


def _require_to_come(meetup: Meetup) -> None:
    if meetup.is_cancelled:
        raise CalledOff
    if meetup.has_begun:
        raise HasBegun


def _signup_of(meetup: Meetup, member: Member) -> Signup | None:
    return db.session.scalar(select(Signup).where(Signup.meetup_id == meetup.id, Signup.member_id == member.id))


def _accept(meetup: Meetup, signup: Signup, now: datetime) -> Standing:
    _require_to_come(meetup)
    if signup.offer_until is None or signup.offer_until <= now:
        raise OfferOver
    _sit_down(signup)
    _invite(meetup, signup.member_id, notices.SEATED)
    return Standing(SEATED)


def _take_over(meetup: Meetup, signup: Signup) -> None:
    """Sit down on the seat that somebody left this moment, whether one waited before or not."""
    meetup.taken += 1
    meetup.waiting -= signup.status == WAITING
    meetup.last_place += 1
    signup.place = meetup.last_place
    db.session.add(signup)
    _sit_down(signup)


def _sit_down(signup: Signup) -> None:
    signup.status, signup.offer_until, signup.changed_at, signup.invited = SEATED, None, clock.now(), True
    db.session.flush()


def _seat(meetup: Meetup, signup: Signup, now: datetime) -> None:
    """Give the next in line the seat, or near the start offer it."""
    signup.changed_at = now
    if not rules.by_offer(meetup.starts_at, now):
        signup.status, signup.invited = SEATED, True
        _invite(meetup, signup.member_id, notices.SEAT_FREED)
        return
    signup.status, signup.offer_until = OFFERED, rules.offer_until(meetup.starts_at, now)
    notify(
        signup.member_id,
        notices.SEAT_OFFERED,
        path=meetup.path,
        until=signup.offer_until.isoformat(),
        **facts_of(meetup),
    )


def _leave(meetup: Meetup, signup: Signup, notice: str = notices.WITHDRAWN) -> None:
    """Take a signup out of the room or the line, and out of the person's calendar."""
    if signup.status in HOLDS_A_SEAT:
        meetup.taken -= 1
    else:
        meetup.waiting -= 1
    told = signup.invited or notice != notices.WITHDRAWN
    calendar: dict[str, Any] = {}
    if signup.invited:
        meetup.sequence += 1
        calendar = {"calendar": calendar_entry(meetup, "CANCEL")}
        meetup.sequence += 1  # who signs up again gets a newer entry than the cancellation
    signup.status, signup.offer_until, signup.invited, signup.changed_at = WITHDRAWN, None, False, clock.now()
    db.session.flush()
    if told:
        notify(signup.member_id, notice, path=meetup.path, **facts_of(meetup), **calendar)


def _invite(meetup: Meetup, member_id: int, notice: str) -> None:
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
