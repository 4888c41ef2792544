"""The seat machine: take a seat, wait, be offered one, accept, give it back. Every verb is one transaction.

Signing up is one atomic update of the meetup's row. It hands out the place number and the seat together, and holds the
row until the commit, so that places follow the order of commit and `taken` never passes `capacity` (the table checks
that as well). Every verb that frees a seat locks the same row and ends in `dealing.deal`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from network.kernel import clock
from network.kernel.database import db, is_postgresql, is_writing, transactional
from network.kernel.disk import wait_for_disk
from network.kernel.errors import NotYours
from network.meetups import at_once, notices, policy, rules
from network.meetups.dealing import (
    HOLDS_A_SEAT,
    calendar_entry,
    count_out_of_room,
    deal,
    facts_of,
    held_by_firms,
    invite,
    lapse,
    leave,
    limit_of,
    lock,
    require_to_come,
    sit_down,
    tell_how_full,
)
from network.meetups.models import FOR_INVITED, OFFERED, SEATED, WAITING, WITHDRAWN, Invitee, Meetup, Signup
from network.meetups.refusals import (
    CalledOff,
    HasBegun,
    HasSeatAlready,
    NoSeat,
    NotForYou,
    NotInvited,
    NotOnline,
    NotOpenYet,
    OfferOver,
    SignupClosed,
)
from network.meetups.rules import Standing
from network.members.models import Member
from network.members.services import require_here
from network.notifications.services import notify
from network.themes.models import ACTIVE, Membership


def sign_up(meetup: Meetup, member: Member) -> Standing:
    """Take a seat, or the end of the line. Asking again changes nothing and says where one stands.

    Raises NotForYou, NotInvited, CalledOff, HasBegun, NotOpenYet, SignupClosed, NotYours.
    """
    _require_welcome(meetup, member)
    if is_postgresql() and not is_writing():
        return _sign_up_at_once(meetup, member)
    return _sign_up(meetup, member)


def _sign_up_at_once(meetup: Meetup, member: Member) -> Standing:
    """On PostgreSQL, in one statement that is a transaction by itself: nobody holds the row while Python thinks.

    What that statement cannot settle is left to the verb of several: whoever is in already, a meetup that was changed since
    this person's page was read, and the same person in two windows at the same moment, of which the statement undoes itself.
    """
    now = clock.now()
    try:
        facts = {**at_once.asked(meetup, member.id, now), **at_once.told(meetup, member.id)}
        connection = db.session.connection()
        taken = connection.execute(at_once.take_place(), facts).first()
        if taken is not None:
            wait_for_disk(connection)
    except IntegrityError:
        db.session.rollback()
        taken = None
    if taken is None:
        return _standing_if_in(meetup, member, now) or _sign_up(meetup, member)
    return _after_taking(meetup, member, taken, now)


@transactional
def _sign_up(meetup: Meetup, member: Member) -> Standing:
    require_here(member.id)
    now = clock.now()
    asked = at_once.asked(meetup, member.id, now)
    taken = db.session.execute(at_once.next_place(), asked).first()  # the row as it is after it
    if taken is None:
        return _stand_as_before(meetup, member, now)
    if taken.sequence != meetup.sequence:  # it was changed since this person's page was read
        lock(meetup)
    status = WAITING if taken.waiting else SEATED
    if not db.session.execute(_put_down(meetup.id, member.id, status, taken.last_place, now)).first():
        _give_back(meetup.id, status)  # the same person was quicker in another window
        return standing_of(meetup, member)
    if status == SEATED:
        invite(meetup, member.id, notices.SEATED)
    return _after_taking(meetup, member, taken, now)


def _after_taking(meetup: Meetup, member: Member, taken: Any, now: datetime) -> Standing:
    """What hangs on the place that was handed out just now; `taken` is the meetup's row as it was left by that."""
    if rules.firm_limit(taken.seats_per_firm, taken.firm_limit_until, now) is not None:
        return seat_within_share(meetup, member)
    if taken.waiting:
        return Standing(WAITING, taken.waiting, taken.waiting)
    if rules.share_reached(taken.taken, taken.capacity) > taken.filled_told:
        tell_planner(meetup)
    return Standing(SEATED)


@transactional
def tell_planner(meetup: Meetup) -> None:
    """Let whoever planned it know how full the room is."""
    tell_how_full(meetup)


@transactional
def accept(meetup: Meetup, member: Member) -> Standing:
    """Say yes to an offered seat; done twice it is one yes. Whoever was offered nothing asks for a place by it.

    Raises what `sign_up` raises, and OfferOver.
    """
    require_here(member.id)
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
    before = standing_of(meetup, member).status
    if before in (None, WITHDRAWN):  # nobody needs to wait for the row to hear that
        return Standing(before)
    lock(meetup)
    signup = _signup_of(meetup, member)
    if signup is None or signup.status == WITHDRAWN:
        return Standing(WITHDRAWN if signup else None)
    if meetup.has_begun:
        raise HasBegun
    leave(meetup, signup)
    deal(meetup)
    return Standing(WITHDRAWN)


@transactional
def hand_over(meetup: Meetup, member: Member, colleague: Member) -> None:
    """Give one's seat to a colleague of the same firm, at once: the seat is never free, so the line stays as it is.

    A colleague who waits leaves the line. Doing it twice changes nothing. Raises NotYours for somebody of another firm,
    NotForYou, NotInvited, CalledOff, HasBegun, NoSeat, HasSeatAlready.
    """
    if colleague.organisation_id != member.organisation_id:
        raise NotYours
    require_here(colleague.id)
    lock(meetup)
    require_to_come(meetup)
    own, theirs = _signup_of(meetup, member), _signup_of(meetup, colleague)
    if own is not None and own.status == WITHDRAWN and theirs is not None and theirs.status == SEATED:
        return  # asked a second time: it is done
    if own is None or own.status != SEATED:
        raise NoSeat
    online = own.online
    if theirs is not None and (theirs.status in HOLDS_A_SEAT or (online and theirs.online)):
        raise HasSeatAlready
    _require_welcome(meetup, colleague)
    leave(meetup, own)
    _take_over(meetup, theirs or Signup(meetup_id=meetup.id, member_id=colleague.id, online=False), online)
    entry = calendar_entry(meetup, "REQUEST")
    facts = facts_of(meetup)
    notify(colleague.id, notices.SEAT_HANDED_OVER, path=meetup.path, name=member.name, **facts, calendar=entry)


def require_seat(meetup: Meetup, member: Member) -> None:
    """Whether there is a seat to hand over. Raises CalledOff, HasBegun, NoSeat."""
    require_to_come(meetup)
    if standing_of(meetup, member).status != SEATED:
        raise NoSeat


@transactional
def take_part_online(meetup: Meetup, member: Member, *, and_wait: bool = True) -> Standing:
    """Take part in a hybrid meetup online, for which there is always room. A seat in the room goes to the next in line.

    Who waits for a seat in the room goes on waiting, unless `and_wait` is off. Doing it twice changes nothing.
    Raises NotOnline, and what `sign_up` raises.
    """
    require_here(member.id)
    _require_welcome(meetup, member)
    lock(meetup)
    if not meetup.is_hybrid:
        raise NotOnline
    require_to_come(meetup)
    signup = _signup_of(meetup, member)
    if signup is None or signup.status == WITHDRAWN:
        _require_open(meetup)
        _begin_online(meetup, signup or Signup(meetup_id=meetup.id, member_id=member.id, online=False))
    else:
        _change_to_online(meetup, signup, and_wait and signup.status == WAITING)
    deal(meetup)
    return standing_of(meetup, member)


@transactional
def come_in_person(meetup: Meetup, member: Member) -> Standing:
    """Change from online to a seat in the room; where it is full, wait for one and take part online meanwhile.

    For who takes no part online this is signing up. Raises what `sign_up` raises.
    """
    lock(meetup)
    signup = _signup_of(meetup, member)
    if signup is None or signup.status != SEATED or not signup.online:
        return sign_up(meetup, member)
    require_to_come(meetup)
    _stand_in_line(meetup, signup)
    return seat_within_share(meetup, member)


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
        lapse(meetup, signup)
    deal(meetup)
    return len(lapsed)


@transactional
def let_line_move(meetup: Meetup) -> None:
    """Deal what seats are free, for the moment from which a firm's share no longer holds people back."""
    lock(meetup)
    deal(meetup)


@transactional
def give_back_places(meetup: Meetup, outside: int) -> None:
    """Take the places back of those who are not in a theme (its id), and let the line move."""
    lock(meetup)
    inside = select(Membership.member_id).where(Membership.theme_id == outside, Membership.state == ACTIVE)
    places = select(Signup).where(Signup.meetup_id == meetup.id, Signup.status != WITHDRAWN)
    for signup in db.session.scalars(places.where(Signup.member_id.not_in(inside))).all():
        leave(meetup, signup, notice=notices.THEME_CLOSED)
    deal(meetup)


@transactional
def give_back_places_of(member: Member, erased: bool) -> None:
    """Take back every place at a meetup to come of somebody who is gone, and let each line move.

    Of the erased those places stay that count at what was held, and no others.
    """
    held = select(Signup.meetup_id).where(Signup.member_id == member.id, Signup.status != WITHDRAWN)
    coming = select(Meetup).where(Meetup.id.in_(held), Meetup.starts_at > clock.now(), Meetup.cancelled_at.is_(None))
    for meetup in db.session.scalars(coming.order_by(Meetup.id)).all():
        lock(meetup)
        signup = _signup_of(meetup, member)
        if signup is not None and signup.status != WITHDRAWN and not (meetup.is_cancelled or meetup.has_begun):
            leave(meetup, signup, notice=notices.PLACE_ENDED)
            deal(meetup)
    if erased:
        db.session.execute(delete(Signup).where(Signup.member_id == member.id, Signup.status == WITHDRAWN))


def standing_of(meetup: Meetup, member: Member) -> Standing:
    """Where a member stands, in one statement."""
    row = db.session.execute(_STANDING, {"meetup_id": meetup.id, "member_id": member.id}).first()
    return standing_from(*row) if row else Standing(None)


def standing_from(status: str | None, ahead: int, waiting: int, online: bool | None) -> Standing:
    """Where somebody stands, from what a row says."""
    if status != WAITING:
        return Standing(status, online=bool(online))
    return Standing(status, ahead + 1, waiting, bool(online))


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
    select(Signup.status, _ahead, Meetup.waiting, Signup.online)
    .join(Meetup, Meetup.id == Signup.meetup_id)
    .where(Signup.meetup_id == bindparam("meetup_id"), Signup.member_id == bindparam("member_id"))
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
    standing = _standing_if_in(meetup, member, now)
    if standing is not None:
        return standing
    require_to_come(meetup)
    _require_open(meetup)
    return _sign_up(meetup, member)  # they were in, and left while this waited for the row


def _standing_if_in(meetup: Meetup, member: Member, now: datetime) -> Standing | None:
    """Where somebody stands who is in already, and may still hear it. Raises CalledOff."""
    db.session.refresh(meetup, ["cancelled_at", "starts_at"])
    if meetup.is_cancelled:
        raise CalledOff
    standing = standing_of(meetup, member)
    is_in = standing.status not in (None, WITHDRAWN)
    return standing if standing.status == SEATED or (is_in and meetup.starts_at > now) else None


def _require_welcome(meetup: Meetup, member: Member) -> None:
    if meetup.audience == FOR_INVITED and not is_invited(meetup, member):
        raise NotInvited
    if not policy.may_sign_up(member, meetup, invited=meetup.audience == FOR_INVITED):
        raise NotForYou


def is_invited(meetup: Meetup, member: Member) -> bool:
    """Whether somebody stands on the list of who is invited."""
    return db.session.get(Invitee, (meetup.id, member.id)) is not None


def _require_open(meetup: Meetup) -> None:
    now = clock.now()
    if not rules.is_open(meetup.opens_at, meetup.closes_at, now):
        raise SignupClosed if rules.is_open(meetup.opens_at, None, now) else NotOpenYet


def _signup_of(meetup: Meetup, member: Member) -> Signup | None:
    """As it stands now: it may have been read before the row was locked."""
    own = select(Signup).where(Signup.meetup_id == meetup.id, Signup.member_id == member.id)
    return db.session.scalar(own.execution_options(populate_existing=True))


@transactional
def seat_within_share(meetup: Meetup, member: Member) -> Standing:
    """Seat who has just come to stand in the line, if a seat is free that nobody before them could have.

    A seat is free while people wait only where all of them are of firms that have their share.
    """
    lock(meetup)
    signup = _signup_of(meetup, member)
    assert signup is not None
    limit = limit_of(meetup, clock.now())
    nobody_before = meetup.waiting == 1 or limit is not None
    has_share = limit is not None and held_by_firms(meetup).get(member.organisation_id, 0) >= limit
    if meetup.capacity > meetup.taken and nobody_before and not has_share:
        meetup.waiting -= 1
        meetup.taken += 1
        sit_down(meetup, signup)
        invite(meetup, member.id, notices.SEATED)
        tell_how_full(meetup)
    return standing_of(meetup, member)


def _stand_in_line(meetup: Meetup, signup: Signup) -> None:
    """Take somebody from online to the end of the line for the room; online they stay meanwhile."""
    meetup.last_place += 1
    meetup.waiting += 1
    signup.status, signup.place, signup.changed_at = WAITING, meetup.last_place, clock.now()
    db.session.flush()


def _begin_online(meetup: Meetup, signup: Signup) -> None:
    meetup.last_place += 1
    meetup.online_count += 1
    signup.place, signup.online, signup.status = meetup.last_place, True, SEATED
    signup.changed_at, signup.invited = clock.now(), True
    db.session.add(signup)
    db.session.flush()
    invite(meetup, signup.member_id, notices.SEATED)


def _change_to_online(meetup: Meetup, signup: Signup, and_wait: bool) -> None:
    """From the room, or the line for it, to online; the calendar entry of who had a seat stays as it is."""
    was_online, was_invited = signup.online, signup.invited
    meetup.online_count += not was_online
    if not and_wait:
        count_out_of_room(meetup, signup)
        signup.status, signup.offer_until = SEATED, None
    signup.online, signup.invited = True, True
    db.session.flush()
    if not was_invited:
        invite(meetup, signup.member_id, notices.SEATED)


def _accept(meetup: Meetup, signup: Signup, now: datetime) -> Standing:
    require_to_come(meetup)
    if signup.offer_until is None or signup.offer_until <= now:
        raise OfferOver
    sit_down(meetup, signup)
    invite(meetup, signup.member_id, notices.SEATED)
    return Standing(SEATED)


def _take_over(meetup: Meetup, signup: Signup, online: bool) -> None:
    """Sit down on the seat that somebody left this moment, whether one waited before or not."""
    count_out_of_room(meetup, signup)
    meetup.last_place += 1
    signup.place = meetup.last_place
    meetup.taken += not online
    meetup.online_count += online
    db.session.add(signup)
    sit_down(meetup, signup)
    signup.online = online
    db.session.flush()
