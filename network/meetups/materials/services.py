"""Verbs of materials: add a link or a file, take one away, tell who has a seat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select, update

from network.files.services import forget, keep
from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import NotYours
from network.meetups.dealing import facts_of, lock
from network.meetups.materials import notices
from network.meetups.materials.models import Material
from network.meetups.materials.refusals import TooMany
from network.meetups.materials.rules import MOST, shows
from network.meetups.models import SEATED, Meetup, Signup
from network.members.models import Member
from network.notifications.services import notify

MOST_NAMED = 5  # titles in one notice


@transactional
def add_link(meetup: Meetup, member: Member, stage: str, title: str, url: str, once: str | None = None) -> Material:
    """Add a link. Sent twice with the same `once`, it is added once. Raises TooMany."""
    return _add(meetup, member, once, stage=stage, title=title, url=url)


@transactional
def add_file(
    meetup: Meetup, member: Member, stage: str, title: str, name: str, data: bytes, once: str | None = None
) -> Material:
    """Add a file that `files.services.prepared` gave; without a title it is called by its name. Raises TooMany."""
    known = _added_before(member, once)
    material = known or _add(meetup, member, once, stage=stage, title=title or name)
    if known is None:
        keep(member, "material", material.id, name, data)
    return material


@transactional
def take_away(material: Material) -> None:
    """Take a material away, and its file. Doing it twice does it once."""
    forget("material", material.id)
    db.session.delete(material)
    db.session.flush()


@transactional
def tell_of_new(meetup: Meetup, now: datetime) -> int:
    """Tell who has a seat of what is new, at most once a day for a meetup. Gives how many were told.

    Whoever claims the materials tells of them: two workers tell nobody twice.
    """
    if _told_today(meetup, now):
        return 0
    new = _claimed(meetup, now)
    if not new:
        return 0
    adders = {row.added_by_id for row in new}
    seated = select(Signup.member_id).where(Signup.meetup_id == meetup.id, Signup.status == SEATED)
    hearing = [member_id for member_id in db.session.scalars(seated).all() if member_id not in adders]
    words: dict[str, Any] = {"count": len(new), "materials": [row.title for row in new[:MOST_NAMED]]}
    for member_id in hearing:
        once = f"materials:{meetup.uid}:{clock.local(now).date()}:{member_id}"
        notify(member_id, notices.MATERIALS, path=f"{meetup.path}#materials", once=once, **facts_of(meetup), **words)
    return len(hearing)


def _add(meetup: Meetup, member: Member, once: str | None, **parts: Any) -> Material:
    if known := _added_before(member, once):
        return known
    lock(meetup)
    if (db.session.scalar(select(func.count()).where(Material.meetup_id == meetup.id)) or 0) >= MOST:
        raise TooMany
    material = Material(meetup_id=meetup.id, added_by_id=member.id, once=once, **parts)
    if not added(material):
        return _added_before(member, once) or _refuse()
    return material


def _added_before(member: Member, once: str | None) -> Material | None:
    if not once:
        return None
    return db.session.scalar(select(Material).where(Material.once == once, Material.added_by_id == member.id))


def _refuse() -> Material:
    raise NotYours  # the key is of somebody else's form


def _told_today(meetup: Meetup, now: datetime) -> bool:
    since = clock.moment(clock.local(now).date(), time())
    told = select(Material.id).where(Material.meetup_id == meetup.id, Material.told_at >= since)
    return db.session.scalar(told.limit(1)) is not None


def _claimed(meetup: Meetup, now: datetime) -> Sequence[Any]:
    stages = [stage for stage in ("before", "after") if shows(stage, meetup.ends_at <= now)]
    new = update(Material).where(
        Material.meetup_id == meetup.id, Material.told_at.is_(None), Material.stage.in_(stages)
    )
    claimed = new.values(told_at=now).returning(Material.id, Material.title, Material.added_by_id)
    return sorted(db.session.execute(claimed.execution_options(synchronize_session=False)).all())
