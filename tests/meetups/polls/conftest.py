"""Date polls for the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.meetups.polls.models import DatePoll, PollOption
from network.meetups.polls.services import answer, ask
from network.members.models import Member
from network.notifications.models import Notification
from network.themes.models import Theme


def on(days: int, hour: int = 15) -> datetime:
    """An hour in Amsterdam, so many days from now."""
    return clock.moment(clock.today() + timedelta(days=days), time(hour))


@pytest.fixture
def make_poll(ada: Member, theme: Theme) -> Callable[..., DatePoll]:
    """Ada asks a theme for a date: in 20, 21 and 22 days, to answer within 10."""

    def make(days: tuple[int, ...] = (20, 21, 22), closes: int = 10, **more: Any) -> DatePoll:
        parts = {
            "title": "Kijken bij Ketelbrug", "kind": "company_visit", "mode": "in_person", "place": "Helmond", "capacity": 2,
            "minutes": 120, "closes_at": on(closes, 23), "description": "We kijken mee.", **more,
        }  # fmt: skip
        return ask(parts.pop("by", ada), parts.pop("theme", theme), [on(day) for day in days], **parts)

    return make


@pytest.fixture
def vote() -> Callable[..., int]:
    """Answer a poll by a letter for each date: `vote(poll, bram, "ym-n")`, of which - says nothing."""

    def cast(poll: DatePoll, member: Member, said: str) -> int:
        letters = {"y": "yes", "m": "maybe", "n": "no"}
        pairs = zip(options_of(poll), said, strict=True)
        return answer(poll, member, {option.id: letters[each] for option, each in pairs if each != "-"})

    return cast


def options_of(poll: DatePoll) -> list[PollOption]:
    """The dates that stand in a poll."""
    there = select(PollOption).where(PollOption.poll_id == poll.id, PollOption.removed_at.is_(None))
    return list(db.session.scalars(there.order_by(PollOption.starts_at)))


def told(member: Member, kind: str | None = None) -> list[Any]:
    """The kinds of notice about polls that somebody got, or the notices of one kind."""
    rows = select(Notification).where(
        Notification.member_id == member.id, Notification.kind.startswith("meetups.poll_")
    )
    found = list(db.session.scalars(rows.order_by(Notification.created_at, Notification.id)))
    if kind is None:
        return [row.kind.removeprefix("meetups.poll_") for row in found]
    return [row for row in found if row.kind == f"meetups.poll_{kind}"]
