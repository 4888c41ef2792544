"""Reads at the door, and of who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, load_only

from network.kernel.database import db
from network.meetups import policy
from network.meetups.door import codes, rules
from network.meetups.door.models import DoorHelper
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Attendance, Meetup, Signup
from network.members.glances import Firm, of_firm, of_person
from network.members.models import Member, Organisation
from network.members.queries import can_be_found
from network.themes.models import ACTIVE, CLOSED, Membership

MOST_FOUND = 12
MOST_CANDIDATES = 300


@dataclass(frozen=True)
class Person:
    """A member as the door list shows them; `status` of the signup is None for a walk-in."""

    id: int
    name: str
    firm: str
    signup_id: int | None
    status: str | None
    place: int | None
    online: bool | None
    came_at: datetime | None

    @property
    def is_here(self) -> bool:
        return self.came_at is not None

    @property
    def has_seat(self) -> bool:
        return self.status == SEATED

    @property
    def waits(self) -> bool:
        return self.status in (OFFERED, WAITING)

    @cached_property
    def searched(self) -> str:
        """What a search looks through: name, firm and the letters of the code."""
        letters = codes.letters_of(self.signup_id) if self.signup_id else ""
        return rules.simplified(f"{self.name} {self.firm} {letters}")


@dataclass(frozen=True)
class Guest:
    """Somebody who is no member here; the names are gone some weeks later, and so is that of a member who was erased."""

    id: int
    name: str
    firm: str
    came_at: datetime


@dataclass(frozen=True)
class DoorList:
    """Everybody who is expected at a meetup or is there."""

    people: Sequence[Person]
    guests: Sequence[Guest]

    @property
    def seated(self) -> Sequence[Person]:
        return [person for person in self.people if person.has_seat]

    @property
    def line(self) -> Sequence[Person]:
        """Who waits, in the order of the waiting list."""
        return sorted((person for person in self.people if person.waits), key=lambda person: person.place or 0)

    @property
    def others(self) -> Sequence[Person]:
        """Members who are here without a seat or a place in line: they walked in, or signed off after all."""
        return [person for person in self.people if not person.has_seat and not person.waits]

    @property
    def here(self) -> Sequence[Person]:
        return [person for person in self.people if person.is_here]

    @property
    def seated_here(self) -> int:
        return sum(person.is_here for person in self.seated)

    @property
    def without_seat(self) -> int:
        """How many are here of whom nobody knew that they would come."""
        return len(self.here) - self.seated_here + len(self.guests)

    @property
    def present(self) -> int:
        """How many people are here, each once."""
        return len(self.here) + len(self.guests)

    @property
    def per_firm(self) -> list[tuple[str, int, int]]:
        """(firm, how many are here, how many have a seat), by name; guests of no firm stand under ""."""
        known = [(person.firm, person.has_seat, person.is_here) for person in self.people]
        counted = [(guest.firm, False, True) for guest in self.guests]
        return [row for row in rules.per_firm([*known, *counted]) if row[1] or row[2]]


def door_list(meetup: Meetup) -> DoorList:
    """Who has a seat, waits, or is here, by name. Two statements."""
    theirs = select(Signup.member_id).where(Signup.meetup_id == meetup.id, Signup.status != WITHDRAWN)
    here = select(Attendance.member_id).where(Attendance.meetup_id == meetup.id, Attendance.member_id.is_not(None))
    people = _people(meetup).where(Member.id.in_(theirs.union(here)))
    return DoorList([Person(*row) for row in db.session.execute(people)], _guests(meetup))


def present_at(meetup: Meetup) -> DoorList:
    """The same with nobody in it who was not there: members and guests, and how many there were of each firm."""
    rows = db.session.execute(_people(meetup).where(Attendance.id.is_not(None)))
    return DoorList([Person(*row) for row in rows], _guests(meetup))


def was_present(member: Member, meetup: Meetup) -> bool:
    """Whether somebody noted that this member was there."""
    noted = exists().where(Attendance.meetup_id == meetup.id, Attendance.member_id == member.id)
    return bool(db.session.scalar(select(noted)))


def presence_was_kept(meetup: Meetup) -> bool:
    """Whether anybody at all was noted: without, nothing is known of who came."""
    return bool(db.session.scalar(select(exists().where(Attendance.meetup_id == meetup.id))))


def organisations_present(meetup: Meetup) -> Sequence[tuple[Firm, int]]:
    """The firms of the members who were there, with how many people each, most first. No names of people."""
    people = func.count(Attendance.id)
    firms = (
        select(*of_firm(), people)
        .select_from(Attendance)
        .join(Member, Member.id == Attendance.member_id)
        .join(Organisation, Organisation.id == Member.organisation_id)
        .where(Attendance.meetup_id == meetup.id)
        .group_by(Organisation.id)
        .order_by(people.desc(), Organisation.id)
        .limit(60)
    )
    return [(Firm(*firm), count) for *firm, count in db.session.execute(firms)]


def person_by_code(meetup: Meetup, token: str) -> Person | None:
    """Whose code this is; None when it is not ours, or is for another meetup."""
    signup_id = codes.opened(token)
    if signup_id is None:
        return None
    row = db.session.execute(_people(meetup).where(Signup.id == signup_id)).first()
    return Person(*row) if row else None


def person_at(meetup: Meetup, member_id: int) -> Person | None:
    """A member who stands on the door list, or may walk in: one who can be found, and may be there."""
    known = or_(Signup.id.is_not(None), Attendance.id.is_not(None), _may_walk_in(meetup))
    row = db.session.execute(_people(meetup).where(Member.id == member_id, known)).first()
    return Person(*row) if row else None


def walk_ins(meetup: Meetup, wanted: str) -> Sequence[Person]:
    """Members of whom nobody knew that they would come, by a part of their name."""
    if not wanted:
        return []
    unknown = and_(or_(Signup.id.is_(None), Signup.status == WITHDRAWN), Attendance.id.is_(None), _may_walk_in(meetup))
    called = func.lower(Member.name).contains(wanted.lower(), autoescape=True)
    rows = db.session.execute(_people(meetup).where(unknown, called).limit(MOST_FOUND))
    return [Person(*row) for row in rows]


def helps(member: Member, meetup: Meetup) -> bool:
    """Whether a coordinator let this member help at the door."""
    asked = exists().where(DoorHelper.meetup_id == meetup.id, DoorHelper.member_id == member.id)
    return bool(db.session.scalar(select(asked)))


def helpers_of(meetup: Meetup) -> Sequence[DoorHelper]:
    """Who helps at the door, by name, for who coordinates the meetup."""
    helpers = (
        select(DoorHelper)
        .join(DoorHelper.member)
        .join(Member.organisation)
        .options(contains_eager(DoorHelper.member).load_only(*of_person()))
        .options(contains_eager(DoorHelper.member).contains_eager(Member.organisation).load_only(Organisation.name))
        .where(DoorHelper.meetup_id == meetup.id)
    )
    return db.session.scalars(helpers.order_by(func.lower(Member.name), Member.id)).all()


def possible_helpers(meetup: Meetup) -> Sequence[Member]:
    """Who could help: those with a seat, and the people of the firm that receives who can be found; by name.

    In a closed theme only its own members: for others the meetup is not there.
    """
    seated = select(Signup.member_id).where(Signup.meetup_id == meetup.id, Signup.status == SEATED)
    asked = select(DoorHelper.member_id).where(DoorHelper.meetup_id == meetup.id)
    receives = and_(Member.organisation_id == meetup.host_id, can_be_found())
    able = select(Member).where(Member.active, or_(Member.id.in_(seated), receives), Member.id.not_in(asked))
    if meetup.theme is not None and meetup.theme.access == CLOSED:
        able = able.where(Member.id.in_(_inside(meetup)))
    able = able.options(load_only(*of_person())).order_by(func.lower(Member.name), Member.id)
    return db.session.scalars(able.limit(MOST_CANDIDATES)).all()


def _people(meetup: Meetup) -> Select[Any]:
    """The columns of Person, of every member."""
    own = and_(Signup.member_id == Member.id, Signup.meetup_id == meetup.id)
    here = and_(Attendance.member_id == Member.id, Attendance.meetup_id == meetup.id)
    columns: tuple[Any, ...] = (
        Member.id, Member.name, Organisation.name, Signup.id, Signup.status, Signup.place, Signup.online, Attendance.came_at,
    )  # fmt: skip
    people = select(*columns).select_from(Member).join(Member.organisation)
    return people.outerjoin(Signup, own).outerjoin(Attendance, here).order_by(func.lower(Member.name), Member.id)


def _guests(meetup: Meetup) -> list[Guest]:
    columns = (Attendance.id, Attendance.guest_name, Attendance.guest_firm, Attendance.came_at)
    guests = select(*columns).where(Attendance.meetup_id == meetup.id, Attendance.member_id.is_(None))
    return [Guest(*row) for row in db.session.execute(guests.order_by(Attendance.came_at, Attendance.id))]


def _may_walk_in(meetup: Meetup) -> Any:
    """Members who can be found; where a meetup is for its theme, those in it: of others a guest's name is noted."""
    return and_(can_be_found(), Member.id.in_(_inside(meetup))) if policy.is_for_theme(meetup) else can_be_found()


def _inside(meetup: Meetup) -> Select[int]:
    return select(Membership.member_id).where(Membership.theme_id == meetup.theme_id, Membership.state == ACTIVE)
