"""Verbs at the door: note who is here, and put it right; let somebody help. Each may be sent twice and is done once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select, union_all, update
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.meetups.dealing import facts_of
from network.meetups.door import policy, queries, rules
from network.meetups.door.models import DoorDeed, DoorHelper
from network.meetups.door.notices import DOOR_HELPER
from network.meetups.door.refusals import DoorClosed, NotAtTheDoor, NotOpenYet
from network.meetups.models import Attendance, Meetup
from network.meetups.policy import may_coordinate
from network.meetups.refusals import CalledOff
from network.members.models import Member
from network.notifications.services import notify


def require_door(member: Member, meetup: Meetup) -> None:
    """Whether this member may note presence now. Raises NotAtTheDoor, CalledOff, NotOpenYet, DoorClosed."""
    now, coordinates = clock.now(), may_coordinate(member, meetup)
    if not policy.keeps_door(member, meetup, helps=coordinates or queries.helps(member, meetup)):
        raise NotAtTheDoor
    if meetup.is_cancelled:
        raise CalledOff
    if now < rules.opens_at(meetup.starts_at):
        raise NotOpenYet
    if now > rules.closes_at(meetup.ends_at, coordinates=coordinates):
        raise DoorClosed


@transactional
def check_in(meetup: Meetup, keeper: Member, member_id: int, once: str | None = None) -> None:
    """Note that a member is here: with a seat, from the line, or walking in.

    Raises 404 for who is not on the list and may not be found.
    """
    if not _is_new(meetup, once):
        return
    if queries.person_at(meetup, member_id) is None:
        raise NotFound
    _note(meetup, keeper, once, member_id=member_id)


@transactional
def check_out(meetup: Meetup, member_id: int, once: str | None = None) -> None:
    """Take back that a member is here."""
    if _is_new(meetup, once):
        _forget(meetup, Attendance.member_id == member_id)


@transactional
def let_in_guest(meetup: Meetup, keeper: Member, name: str, firm: str, once: str | None = None) -> None:
    """Note that somebody is here who is no member."""
    if _is_new(meetup, once):
        _note(meetup, keeper, once, guest_name=name, guest_firm=firm)


@transactional
def let_out_guest(meetup: Meetup, guest_id: int, once: str | None = None) -> None:
    """Take back that a guest is here."""
    if _is_new(meetup, once):
        _forget(meetup, Attendance.id == guest_id, Attendance.member_id.is_(None))


@transactional
def let_help(meetup: Meetup, coordinator: Member, member_id: int) -> None:
    """Let a member help at the door, who hears of it; done twice, once. Raises 404 for who could not help."""
    able = {each.id for each in queries.possible_helpers(meetup)} | {
        each.member_id for each in queries.helpers_of(meetup)
    }
    if member_id not in able:
        raise NotFound
    if added(DoorHelper(meetup_id=meetup.id, member_id=member_id, by_id=coordinator.id)):
        notify(member_id, DOOR_HELPER, path=meetup.path, name=coordinator.name, **facts_of(meetup))


@transactional
def stop_helping(meetup: Meetup, member_id: int) -> None:
    """Let a member no longer help at the door."""
    helping = (DoorHelper.meetup_id == meetup.id, DoorHelper.member_id == member_id)
    db.session.execute(delete(DoorHelper).where(*helping))


def forget_doors(now: datetime) -> int:
    """Delete what nobody needs any more some weeks after a meetup: names of guests, who helped, keys of what was sent.

    Who was there still counts. Gives how many guests were forgotten. With nothing to forget, nothing is written.
    """
    long_over = select(Meetup.id).where(Meetup.ends_at < now - rules.KEPT)
    left = [select(table.meetup_id).where(table.meetup_id.in_(long_over)) for table in (DoorHelper, DoorDeed)]
    guests = select(Attendance.meetup_id).where(_NAMED, Attendance.meetup_id.in_(long_over))
    if db.session.scalar(union_all(*left, guests).limit(1)) is None:
        return 0
    return _forget_doors(long_over)


_NAMED = or_(Attendance.guest_name != "", Attendance.guest_firm != "")


@transactional
def _forget_doors(long_over: Select[int]) -> int:
    db.session.execute(_quietly(delete(DoorHelper).where(DoorHelper.meetup_id.in_(long_over))))
    db.session.execute(_quietly(delete(DoorDeed).where(DoorDeed.meetup_id.in_(long_over))))
    guests = update(Attendance).where(_NAMED, Attendance.meetup_id.in_(long_over)).values(guest_name="", guest_firm="")
    return len(db.session.execute(_quietly(guests.returning(Attendance.id))).all())


def _is_new(meetup: Meetup, once: str | None) -> bool:
    """Whether this was not done already; whoever sends it at the same moment waits for the other's end."""
    return once is None or added(DoorDeed(meetup_id=meetup.id, once=once))


def _note(meetup: Meetup, keeper: Member, once: str | None, **who: Any) -> None:
    added(Attendance(meetup_id=meetup.id, noted_by_id=keeper.id, once=once, **who))


def _forget(meetup: Meetup, *which: ColumnElement[bool]) -> None:
    db.session.execute(_quietly(delete(Attendance).where(Attendance.meetup_id == meetup.id, *which)))


def _quietly(statement: Any) -> Any:
    """Such rows are never kept in the session."""
    return statement.execution_options(synchronize_session=False)
