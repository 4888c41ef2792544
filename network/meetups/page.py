"""What the parts of meetups add to a meetup's page, without costing it a statement each.

A part registers facts, which are columns that come along in the one statement that says where the reader stands, and
pieces: functions of what is known of the page that give finished HTML, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, select

from network.kernel.database import db
from network.meetups import policy, seats
from network.meetups.models import Invitee, Meetup, Signup
from network.meetups.rules import Standing
from network.members.models import Member

READER = bindparam("reader_id", type_=Signup.member_id.type)  # for facts that are about the reader; none for a visitor
UNDER_TITLE, ON_TICKET, FOR_COORDINATOR, SECTION = "under title", "on the ticket", "for who coordinates", "section"


@dataclass(frozen=True)
class Sight:
    """One meetup as one reader sees it."""

    meetup: Meetup
    reader: Member | None
    standing: Standing
    facts: Mapping[str, Any]

    @property
    def may_coordinate(self) -> bool:
        return policy.may_coordinate(self.reader, self.meetup)

    @property
    def may_see_link(self) -> bool:
        return policy.may_see_link(self.reader, self.meetup, self.standing)

    def pieces(self, where: str) -> Sequence[str]:
        """What the parts have to show at a place of the page, in order."""
        made = (piece(self) for _order, piece in sorted(_pieces.get(where, ()), key=lambda each: each[0]))
        return [html for html in made if html]


Piece = Callable[[Sight], str]

_facts: dict[str, ColumnElement[Any]] = {
    "invited": exists().where(Invitee.meetup_id == Meetup.id, Invitee.member_id == READER).correlate(Meetup)
}
_pieces: dict[str, list[tuple[int, Piece]]] = {}


def add_fact(name: str, column: ColumnElement[Any]) -> None:
    """Let a column come along: of Signup (the reader's own), or a scalar subquery that correlates to Meetup."""
    _facts[name] = column
    _statement.cache_clear()


def add_piece(where: str, order: int, piece: Piece) -> None:
    """Show a piece of HTML at a place of every meetup's page; a lower order stands first."""
    if (order, piece) not in _pieces.setdefault(where, []):
        _pieces[where].append((order, piece))


def sight_of(meetup: Meetup, reader: Member | None) -> Sight:
    """Where a reader stands with a meetup and all that the parts want to know, in one statement."""
    row = db.session.execute(_statement(), {"meetup_id": meetup.id, "reader_id": reader.id if reader else None}).one()
    status, ahead, waiting, online, *facts = row
    return Sight(
        meetup, reader, seats.standing_from(status, ahead, waiting, online), dict(zip(_facts, facts, strict=True))
    )


@cache
def _statement() -> Select[Any]:
    own = and_(Signup.meetup_id == Meetup.id, Signup.member_id == READER)
    columns = (column.label(name) for name, column in _facts.items())
    statement = select(Signup.status, seats.ahead_of_signup(), Meetup.waiting, Signup.online, *columns).select_from(
        Meetup
    )
    return statement.outerjoin(Signup, own).where(Meetup.id == bindparam("meetup_id"))
