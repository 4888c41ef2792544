"""A meetup that begins in an hour: its door is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from meetups.door.seats import signup_id
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.meetups.door.codes import path_for
from network.meetups.models import Attendance, Meetup
from network.members.models import Member


@pytest.fixture
def meetup(make_meetup: Callable[..., Meetup], bram: Member, chen: Member) -> Meetup:
    """Bram has the one seat, Chen waits."""
    return make_meetup(seats=1, signups=(bram, chen), starts_at=clock.now() + timedelta(hours=1))


@pytest.fixture
def code_of() -> Callable[[Meetup, Member], str]:
    """The address of a member's code."""

    def read(meetup: Meetup, member: Member) -> str:
        return path_for(meetup.slug, signup_id(meetup, member))

    return read


@pytest.fixture
def noted() -> Callable[[Meetup], list[tuple[int | None, str, str]]]:
    """Who was noted, in the order of it."""

    def read(meetup: Meetup) -> list[tuple[int | None, str, str]]:
        db.session.commit()  # what a browser wrote stands in a newer state than what was read here
        columns = (Attendance.member_id, Attendance.guest_name, Attendance.guest_firm)
        rows = select(*columns).where(Attendance.meetup_id == meetup.id).order_by(Attendance.id)
        return [tuple(row) for row in db.session.execute(rows)]

    return read
