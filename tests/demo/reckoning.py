"""What must hold of any network: each stored number is what one counts by hand, and nothing hangs in the air."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, text

from network.conversations.models import Comment
from network.kernel.database import db, is_postgresql
from network.links.models import Node
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup, Signup
from network.meetups.polls.models import DatePoll
from network.meetups.series.models import Series
from network.members.models import Member, Organisation
from network.notifications.models import Notification
from network.practices import rules
from network.practices.models import PUBLISHED, WORKED, Practice, Replication
from network.search.models import SearchText
from network.themes.models import ACTIVE, Membership, Theme

TABLES = {"practice": Practice, "meetup": Meetup, "theme": Theme, "organisation": Organisation}


def rows_of(table: Any, *which: Any) -> list[Any]:
    return list(db.session.scalars(select(table).where(*which).order_by(*table.__table__.primary_key)))


def miscounted() -> list[str]:
    """Every stored number that says something else than its rows, with both."""
    stored = {**_stored(rows_of(Theme)), **_stored(rows_of(Meetup)), **_stored(rows_of(Practice))}
    counted = {**dict(_themes()), **dict(_meetups()), **dict(_practices())}
    return [f"{name}: {stored[name]}, not {number}" for name, number in counted.items() if stored[name] != number]


def _stored(things: list[Any]) -> dict[str, Any]:
    names = (
        "member_count", "organisation_count", "practice_count", "meetup_count", "taken", "waiting", "online_count", "comment_count",
        "applied_count", "again_count", "maturity", "chain",
    )  # fmt: skip
    return {f"{each.path} {name}": getattr(each, name) for each in things for name in names if hasattr(each, name)}


def _themes() -> Iterator[tuple[str, Any]]:
    firm_of = {member.id: member.organisation_id for member in rows_of(Member)}
    for theme in rows_of(Theme):
        people = [
            each.member_id for each in rows_of(Membership, Membership.theme_id == theme.id) if each.state == ACTIVE
        ]
        meetups = rows_of(Meetup, Meetup.theme_id == theme.id, Meetup.cancelled_at.is_(None))
        yield f"{theme.path} member_count", len(people)
        yield f"{theme.path} organisation_count", len({firm_of[each] for each in people})
        yield (
            f"{theme.path} practice_count",
            len(rows_of(Practice, Practice.theme_id == theme.id, Practice.state == PUBLISHED)),
        )
        yield f"{theme.path} meetup_count", len(meetups)


def _meetups() -> Iterator[tuple[str, Any]]:
    for meetup in rows_of(Meetup):
        signups = rows_of(Signup, Signup.meetup_id == meetup.id)
        in_room = [
            each.status for each in signups if each.status == OFFERED or (each.status == SEATED and not each.online)
        ]
        states = [each.status for each in signups]
        yield f"{meetup.path} taken", len(in_room)
        yield f"{meetup.path} online_count", sum(each.online for each in signups)
        yield f"{meetup.path} waiting", states.count(WAITING)
        yield f"{meetup.path} comment_count", _said_under("meetup", meetup)


def _practices() -> Iterator[tuple[str, Any]]:
    firms = {each.id: each for each in rows_of(Organisation)}
    for practice in rows_of(Practice, Practice.published_at.is_not(None)):  # a draft is weighed when it is published
        told = rows_of(Replication, Replication.practice_id == practice.id, Replication.withdrawn_at.is_(None))
        told = [each for each in told if each.organisation_id != practice.organisation_id]
        told.sort(key=lambda each: (each.created_at, each.id))
        kinds = [(each.again, firms[each.organisation_id]) for each in told]
        reports = [rules.Report(again, firm.sector, firm.size_class) for again, firm in kinds]
        yield f"{practice.path} maturity", rules.maturity(practice.outcome == WORKED, reports)[0]
        yield f"{practice.path} applied_count", len(told)
        yield f"{practice.path} again_count", sum(each.again for each in told)
        yield f"{practice.path} chain", [[firm.slug, again] for again, firm in kinds]
        yield f"{practice.path} comment_count", _said_under("practice", practice)


def _said_under(kind: str, thing: Any) -> int:
    there = (Comment.subject_kind == kind, Comment.subject_id == thing.id)
    return len(rows_of(Comment, *there, Comment.deleted_at.is_(None)))


def hanging() -> list[Any]:
    """What refers to something that is not there, by a foreign key or by our own ways of pointing."""
    found: list[Any] = [] if is_postgresql() else list(db.session.execute(text("PRAGMA foreign_key_check")))
    known = {kind: {each.id for each in rows_of(table)} for kind, table in TABLES.items()}
    found += [each.path for each in rows_of(Node) if each.subject_id not in known.get(each.kind, {each.subject_id})]
    found += [
        each.text for each in rows_of(Comment)
        if each.subject_id not in known.get(each.subject_kind, {each.subject_id})
    ]  # fmt: skip
    pages = {each.path for table in (*TABLES.values(), Series, DatePoll) for each in rows_of(table)}
    ours = ("/practices/", "/meetups/", "/series/", "/polls/", "/themes/", "/organisations/")
    for notice in rows_of(Notification):
        page = "/".join(notice.path.split("#")[0].split("?")[0].split("/")[:3])
        if notice.path.startswith(ours) and page not in pages:
            found.append((notice.kind, notice.path))
    nodes = {each.id for each in rows_of(Node)}
    return found + [each.body for each in rows_of(SearchText) if each.node_id not in nodes]


def marked_as_fiction() -> list[Any]:
    """What still says that it is a demo."""
    return [each for table in (*TABLES.values(), Series, DatePoll, Member) for each in rows_of(table, table.is_demo)]


def faults() -> list[Any]:
    """What is left of fiction, hangs in the air, or is counted wrong."""
    return [*marked_as_fiction(), *hanging(), *miscounted()]
