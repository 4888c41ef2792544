"""Verbs of the learning record: get a certificate; write down, change and remove what one learned."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import NotYours
from network.meetups.learning import policy
from network.meetups.learning.models import Certificate, LearningEntry
from network.meetups.learning.queries import certificate_for, was_at
from network.meetups.learning.refusals import ChangedElsewhere, NotOver, RecordFull, WasNotThere
from network.meetups.learning.rules import learning_minutes, new_code
from network.meetups.models import Meetup
from network.members.models import Member, Organisation

MOST_ENTRIES = 1_000  # lines that one member writes down: the record is read, and drawn, as a whole


@transactional
def issue(meetup: Meetup, member: Member) -> Certificate:
    """Give a member the certificate of a meetup: the same one whenever they ask. Raises NotOver, WasNotThere."""
    if not policy.has_been_held(meetup):
        raise NotOver
    if not was_at(meetup, member):
        raise WasNotThere
    certificate = certificate_for(meetup, member) or _issued(meetup, member) or certificate_for(meetup, member)
    assert certificate is not None
    return certificate


def _issued(meetup: Meetup, member: Member) -> Certificate | None:
    """A new one, that says what is so now; None when the same member asked at the same moment and was first."""
    certificate = Certificate(
        code=new_code(secrets.choice), member_id=member.id, meetup_id=meetup.id, name=member.name,
        firm=db.session.scalar(select(Organisation.name).where(Organisation.id == member.organisation_id)),
        title=meetup.title, language=meetup.language, minutes=learning_minutes(meetup.starts_at, meetup.ends_at),
        held_on=clock.local(meetup.starts_at).date(),
    )  # fmt: skip
    return certificate if added(certificate) else None


@transactional
def write_down(member: Member, *, once: str | None = None, **parts: Any) -> LearningEntry:
    """Keep something that a member learned. Sent twice with the same `once`, it is kept once.

    Raises NotYours for another's `once`, RecordFull.
    """
    if existing := _written_before(member, once):
        return existing
    own = select(func.count()).where(LearningEntry.member_id == member.id)
    if db.session.scalars(own).one() >= MOST_ENTRIES:
        raise RecordFull
    entry = LearningEntry(member_id=member.id, once=once, **parts)
    if added(entry):
        return entry
    first = _written_before(member, once)
    if first is None:
        raise NotYours  # the key is of somebody else's form
    return first


def _written_before(member: Member, once: str | None) -> LearningEntry | None:
    if not once:
        return None
    own = select(LearningEntry).where(LearningEntry.once == once, LearningEntry.member_id == member.id)
    return db.session.scalar(own)


@transactional
def change(entry: LearningEntry, seen_version: int, **parts: Any) -> None:
    """Put an entry right. Raises ChangedElsewhere when it was saved since `seen_version`, 404 when it is gone."""
    row = _locked(entry)
    if row is None:
        raise NotFound
    if row.version != seen_version:
        raise ChangedElsewhere
    for name, value in parts.items():
        setattr(row, name, value)
    row.version += 1
    db.session.flush()


@transactional
def remove(entry: LearningEntry) -> None:
    """Take an entry out of the record for good. Done twice, it is gone once."""
    row = _locked(entry)
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def _locked(entry: LearningEntry) -> LearningEntry | None:
    """The entry as it stands now, which nobody else changes until the commit."""
    row = select(LearningEntry).where(LearningEntry.id == entry.id).with_for_update()
    return db.session.scalar(row.execution_options(populate_existing=True))
