"""Reads of certificates and learning records, named by who reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, and_, bindparam, exists, select
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import db
from network.meetups.learning.models import Certificate, LearningEntry
from network.meetups.learning.rules import NON_FORMAL, Learned, Year, by_year, code_from, learning_minutes
from network.meetups.models import Attendance, Meetup
from network.meetups.queries import open_to
from network.members.models import Member


class Shown(NamedTuple):
    """A certificate, and whether what it says still stands."""

    certificate: Certificate
    is_genuine: bool


@cache
def _with_its_ground() -> Select[Certificate, bool]:
    there = exists().where(Attendance.meetup_id == Certificate.meetup_id, Attendance.member_id == Certificate.member_id)
    return select(Certificate, there).where(Certificate.code == bindparam("code"))


def certificate_by(text: str) -> Shown:
    """The certificate with that code, for whoever was given it. Raises 404 when there is none."""
    code = code_from(text)
    row = db.session.execute(_with_its_ground(), {"code": code}).first() if code else None
    if row is None:
        raise NotFound
    return Shown(*row)


def was_at(meetup: Meetup, member: Member) -> bool:
    """Whether the list of who was there has this member."""
    there = select(Attendance.id).where(Attendance.meetup_id == meetup.id, Attendance.member_id == member.id)
    return db.session.scalar(there) is not None


def certificate_for(meetup: Meetup, member: Member) -> Certificate | None:
    """The one that this member has of this meetup."""
    own = select(Certificate).where(Certificate.meetup_id == meetup.id, Certificate.member_id == member.id)
    return db.session.scalar(own)


def entry_for(member: Member, entry_id: int) -> LearningEntry:
    """Something that a member wrote down themselves. Raises 404 for what is not theirs, or not there."""
    own = select(LearningEntry).where(LearningEntry.id == entry_id, LearningEntry.member_id == member.id)
    return db.first_or_404(own)  # type: ignore[no-any-return]


def record_of(member: Member) -> list[Year]:
    """All that a member learned, for that member alone: two statements, however much it is."""
    return by_year([*_attended(member), *_written_down(member)])


def _attended(member: Member) -> Iterator[Learned]:
    own = and_(Certificate.meetup_id == Attendance.meetup_id, Certificate.member_id == Attendance.member_id)
    been = (
        select(Attendance.came_at, Meetup, open_to(member), Certificate)
        .join(Meetup, Meetup.id == Attendance.meetup_id)
        .outerjoin(Meetup.theme)
        .outerjoin(Certificate, own)
        .where(Attendance.member_id == member.id, Meetup.ends_at <= clock.now(), Meetup.cancelled_at.is_(None))
    )
    return (_line(*row) for row in db.session.execute(been))


def _line(came_at: Any, meetup: Meetup, is_known: bool, certificate: Certificate | None) -> Learned:
    """A meetup as the certificate has it; without one as it stands now, but its name only for who may still know it."""
    path = meetup.path if is_known else ""
    if certificate is not None:
        return Learned(
            certificate.title, certificate.held_on, certificate.minutes, NON_FORMAL, language=certificate.language,
            meetup=path, certificate=certificate.path,
        )  # fmt: skip
    minutes = learning_minutes(meetup.starts_at, meetup.ends_at)
    if is_known:
        day = clock.local(meetup.starts_at).date()
        return Learned(meetup.title, day, minutes, NON_FORMAL, language=meetup.language, meetup=path)
    return Learned(_("A meetup of a theme that you are no longer in"), clock.local(came_at).date(), minutes, NON_FORMAL)


def _written_down(member: Member) -> Iterator[Learned]:
    rows = db.session.scalars(select(LearningEntry).where(LearningEntry.member_id == member.id))
    return (Learned(row.what, row.learned_on, row.minutes, row.form, row.note, entry_id=row.id) for row in rows)
