"""The statements that hand out a place: one update of the meetup's row, and on PostgreSQL all of a sign-up in one statement.

Statements only: `seats` says when which of them is used, and what is done with what they give. Each is made once.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnClause,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Integer, Text, TypeEngine

from network.kernel.disk import let_go_early
from network.meetups import notices
from network.meetups.dealing import calendar_entry, facts_of
from network.meetups.models import SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.members.models import Member
from network.notifications.models import Notification
from network.notifications.services import columns_of


def _written(value: Any, of_type: TypeEngine[Any]) -> ColumnClause[Any]:
    """A value that is always the same, as it stands in the statement: a parameter less to carry each time."""
    literally = literal(value, of_type).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    return literal_column(str(literally), of_type)


_QUEUE = _written(1, Integer())  # of the application's advisory locks, those for a place at a meetup
_MEETUP, _MEMBER = bindparam("of_meetup", type_=Meetup.id.type), bindparam("of_member", type_=Member.id.type)
_NOW = bindparam("now", type_=Meetup.starts_at.type)
_SEATED, _WAITING, _WITHDRAWN = (_written(each, Signup.status.type) for each in (SEATED, WAITING, WITHDRAWN))
_OF_EACH_NOTICE = ("id", "facts", "path")  # the rest of a notice is who, when, or the same for all
_NONE, _ONE = (_written(each, Meetup.taken.type) for each in (0, 1))


@cache
def next_place() -> Update:
    """Hand out a place number and, where one is free and nobody waits, a seat. Nothing for who is in already.

    Where each firm may have just so many seats, all begin in the line: whether theirs has its share can be known only
    once the row is held. Takes what `asked` gives.
    """
    limit_ended = Meetup.firm_limit_until <= _NOW
    is_limited = and_(Meetup.seats_per_firm.is_not(None), or_(Meetup.firm_limit_until.is_(None), ~limit_ended))
    has_room = and_(Meetup.taken < Meetup.capacity, Meetup.waiting == _NONE, ~is_limited)
    opened = or_(Meetup.opens_at.is_(None), Meetup.opens_at <= _NOW)
    not_closed = or_(Meetup.closes_at.is_(None), Meetup.closes_at > _NOW)
    already_in = exists().where(Signup.meetup_id == _MEETUP, Signup.member_id == _MEMBER, Signup.status != _WITHDRAWN)
    to_come = (Meetup.id == _MEETUP, Meetup.cancelled_at.is_(None), Meetup.starts_at > _NOW)
    return (
        update(Meetup)
        .where(*to_come, opened, not_closed, ~already_in)
        .values(
            last_place=Meetup.last_place + _ONE,
            taken=Meetup.taken + case((has_room, _ONE), else_=_NONE),
            waiting=Meetup.waiting + case((has_room, _NONE), else_=_ONE),
        )
        .returning(
            Meetup.last_place, Meetup.waiting, Meetup.sequence, Meetup.seats_per_firm, Meetup.firm_limit_until,
            Meetup.taken, Meetup.capacity, Meetup.filled_told,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip


@cache
def take_place() -> Select[Any]:
    """On PostgreSQL: hand out the place, put the signup down, and tell who has a seat; gives the meetup's row after it.

    Nothing is given, and nothing done, for who is in already or when the meetup was changed since it was read. The same
    person in two windows at once: the second raises IntegrityError, since no status can be found for them, and undoes all.
    Takes what `asked` and `told` give. What it did is not on the disk yet: `wait_for_disk` before you tell anybody.

    The person's row is held first, then they queue for the meetup by an advisory lock: a row that was written wakes all who
    wait for it, an advisory lock only the next.
    """
    here = select(Member.id).where(Member.id == _MEMBER, Member.active).with_for_update(read=True).cte("here")
    turn = select(func.pg_advisory_xact_lock(_QUEUE, _MEETUP), let_go_early).select_from(here).cte("turn")
    still_so = (Meetup.version == bindparam("seen"), exists().select_from(turn))
    taken = next_place().where(*still_so).cte("taken")
    put = _put_down(taken).cte("put")
    left = (
        taken.c[name] for name in ("waiting", "taken", "capacity", "seats_per_firm", "firm_limit_until", "filled_told")
    )
    return select(*left).select_from(taken.join(put, true())).add_cte(_tell_seated(taken, put).cte("told"))


def asked(meetup: Meetup, member_id: int, now: datetime) -> dict[str, Any]:
    """Who asks for a place, where and when."""
    return {"of_meetup": meetup.id, "of_member": member_id, "now": now}


def told(meetup: Meetup, member_id: int) -> dict[str, Any]:
    """What whoever gets a seat is told, and which version of the meetup that is about."""
    facts = {**facts_of(meetup), "calendar": calendar_entry(meetup, "REQUEST")}
    row = columns_of(member_id, notices.SEATED, facts, path=meetup.path)
    return {"seen": meetup.version, **{f"notice_{name}": row[name] for name in _OF_EACH_NOTICE}}


def _put_down(taken: Any) -> Any:
    status = case((taken.c.waiting > _NONE, _WAITING), else_=_SEATED)
    values = {
        "meetup_id": _MEETUP, "member_id": _MEMBER, "status": status, "place": taken.c.last_place, "created_at": _NOW,
        "changed_at": _NOW, "invited": taken.c.waiting == _NONE, "online": false(), "muted": false(),
    }  # fmt: skip
    new = postgresql.insert(Signup).from_select(list(values), select(*values.values()).select_from(taken))
    given = new.excluded
    return new.on_conflict_do_update(
        index_elements=[Signup.meetup_id, Signup.member_id],
        set_={
            "status": case((Signup.status == _WITHDRAWN, given.status)),
            "place": given.place, "changed_at": given.changed_at, "invited": given.invited, "offer_until": null(),
        },
    ).returning(Signup.status)  # fmt: skip


def _tell_seated(taken: Any, put: Any) -> Any:
    """The notification with the calendar's entry; its number is the row's own, which rises with every sign-off."""
    table = Notification.__table__.c
    given: dict[str, Any] = {"member_id": _MEMBER, "created_at": _NOW, "due_at": _NOW}
    given |= {name: bindparam(f"notice_{name}", type_=table[name].type) for name in _OF_EACH_NOTICE}
    same = {name: value for name, value in columns_of(0, notices.SEATED, {}).items() if name not in given}
    given |= {name: _written(value, table[name].type) for name, value in same.items()}
    number = literal_column("'{calendar,sequence}'::text[]", ARRAY(Text))
    given["facts"] = func.jsonb_set(given["facts"], number, func.to_jsonb(taken.c.sequence))
    seated = select(*given.values()).select_from(taken.join(put, true()))
    return (
        insert(Notification).from_select(list(given), seated.where(put.c.status == _SEATED)).returning(Notification.id)
    )
