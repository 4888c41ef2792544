"""Count anew every number that is stored with a theme, meetup or practice, from the rows that it stands for.

The caller keeps others from writing until the commit, or a number could miss the newest row for good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select, update

from network.conversations.models import Comment, Thanks
from network.kernel.database import Model, db
from network.meetups.dealing import HOLDS_ROOM
from network.meetups.models import WAITING, Meetup, Signup
from network.members.models import Member, Organisation
from network.practices import rules
from network.practices.models import PUBLISHED, WORKED, Practice, Replication
from network.questions.models import Question
from network.themes.models import ACTIVE, Membership, Theme


def count_anew() -> None:
    """Put every stored number right, whatever it says now."""
    belongs = (Membership.theme_id == Theme.id) & (Membership.state == ACTIVE)
    firms = select(func.count(func.distinct(Member.organisation_id))).join_from(Membership, Member)
    _store(
        Theme,
        member_count=_number_of(belongs),
        organisation_count=firms.where(belongs).scalar_subquery(),
        practice_count=_number_of((Practice.theme_id == Theme.id) & (Practice.state == PUBLISHED)),
        meetup_count=_number_of((Meetup.theme_id == Theme.id) & Meetup.cancelled_at.is_(None)),
    )
    placed = Signup.meetup_id == Meetup.id
    _store(
        Meetup,
        taken=_number_of(placed & HOLDS_ROOM),
        waiting=_number_of(placed & (Signup.status == WAITING)),
        online_count=_number_of(placed & Signup.online),
        comment_count=_said_under("meetup", Meetup.id),
    )
    _store(Practice, comment_count=_said_under("practice", Practice.id))
    _store(Question, comment_count=_said_under("question", Question.id))
    _store(Comment, thanks_count=_number_of(Thanks.comment_id == Comment.id))
    _weigh()


def _number_of(rows: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(rows).scalar_subquery()


def _said_under(kind: str, subject_id: Any) -> ScalarSelect[int]:
    there = (Comment.subject_kind == kind) & (Comment.subject_id == subject_id)
    return _number_of(there & Comment.deleted_at.is_(None))


def _store(table: type[Model], **numbers: ScalarSelect[int]) -> None:
    db.session.execute(update(table).values(**numbers).execution_options(synchronize_session=False))


def _weigh() -> None:
    """How far the practices have proved themselves, of which somebody is said to have reported."""
    reports = _reports()
    said_to_be_applied = select(Practice).where(Practice.applied_count > 0)
    for practice in db.session.scalars(said_to_be_applied.execution_options(populate_existing=True)).all():
        rows = reports[practice.id]
        told = [rules.Report(row.again, row.sector, row.size_class) for row in rows]
        practice.maturity, reason = rules.maturity(practice.outcome == WORKED, told)
        practice.applied_count, practice.again_count = reason.applied, reason.again
        practice.chain = [[row.slug, row.again] for row in rows]
    db.session.flush()


def _reports() -> dict[int, list[Any]]:
    """What other firms report of each practice, in order of report."""
    statement = (
        select(
            Replication.practice_id, Replication.again, Organisation.slug, Organisation.sector, Organisation.size_class
        )
        .join(Organisation, Organisation.id == Replication.organisation_id)
        .join(Practice, Practice.id == Replication.practice_id)
        .where(Replication.withdrawn_at.is_(None), Replication.organisation_id != Practice.organisation_id)
        .order_by(Replication.created_at, Replication.id)
    )
    rows: Sequence[Any] = db.session.execute(statement).all()
    of_practice: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_practice[row.practice_id].append(row)
    return of_practice
