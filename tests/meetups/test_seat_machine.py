"""The seat machine beside a model of it: whatever is done in whatever order, both know the same of everybody.

The model is a list, a set and a dictionary. What it says of a moment is what product.md promises: never oversold, nobody skipped,
nobody lost; a freed seat goes to the front of the line, silently until two days before the start and by an offer after.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from conftest import both_databases
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.kernel import clock
from network.kernel.database import db
from network.kernel.errors import NotYours
from network.meetups import seats, services, steering
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun, HasSeatAlready, NoSeat, NotWaiting, OfferOver, RoomTooSmall

PEOPLE = 6
FIRMS = 3  # two people of each
SEATS = 2
somebody = st.integers(0, PEOPLE - 1)


class SeatMachine(RuleBasedStateMachine):
    """One meetup, in a room and online, and six people of three firms who want in."""

    make: Callable[[], tuple[Meetup, list]]

    def __init__(self) -> None:
        super().__init__()
        meetup, self.people = type(self).make()
        self.id, self.start, self.now = meetup.id, meetup.starts_at, clock.now()
        self.capacity, self.is_off = SEATS, False
        self.inside: dict[int, object] = {}  # who holds a seat: SEATED, or until when it is offered
        self.line: list[int] = []
        self.online: set[int] = set()  # who takes part online, perhaps while waiting for the room
        self.limit: int | None = None  # so many of one firm ...
        self.limit_until: datetime | None = None  # ... until then
        self.gone: set[int] = set()  # who had a place once

    @property
    def meetup(self) -> Meetup:
        """As it stands in the database now; a refusal has made the session forget it."""
        return db.session.get_one(Meetup, self.id, options=[joinedload(Meetup.theme)], populate_existing=True)

    def free(self) -> int:
        return self.capacity - len(self.inside)

    def share(self) -> int | None:
        return None if self.limit_until is not None and self.limit_until <= self.now else self.limit

    def has_share(self, who: int) -> bool:
        held = sum(each % FIRMS == who % FIRMS for each in self.inside)
        return self.share() is not None and held >= self.share()

    def deal(self) -> None:
        if self.is_off or self.start <= self.now:
            return
        for who in list(self.line):
            if self.free() > 0 and not self.has_share(who):
                self.line.remove(who)
                self.seat(who)

    def seat(self, who: int) -> None:
        near = self.start - self.now <= timedelta(hours=48)
        self.inside[who] = min(self.now + timedelta(hours=6), self.start) if near else SEATED
        if not near:
            self.online.discard(who)

    def is_in(self, who: int) -> bool:
        return who in self.inside or who in self.line or who in self.online

    def is_seated(self, who: int) -> bool:
        return self.inside.get(who) == SEATED or self.is_only_online(who)

    def is_only_online(self, who: int) -> bool:
        return who in self.online and who not in self.inside and who not in self.line

    def leave_room(self, who: int) -> None:
        self.inside.pop(who, None)
        if who in self.line:
            self.line.remove(who)

    def leave(self, who: int) -> None:
        if self.is_in(who):
            self.gone.add(who)
        self.leave_room(who)
        self.online.discard(who)

    def can_no_more(self) -> type[Exception] | None:
        """What everybody is told who wants something once it is off, or has begun."""
        return CalledOff if self.is_off else HasBegun if self.start <= self.now else None

    def enter(self, who: int) -> type[Exception] | None:
        """Somebody asks for a place; gives what they are told instead, if anything."""
        if self.is_seated(who) and not self.is_off:
            return None
        if refusal := self.can_no_more():
            return refusal
        if not self.is_in(who):
            self.come_in(who)
        return None

    def come_in(self, who: int) -> None:
        nobody_before = not self.line or self.share() is not None
        if self.free() > 0 and nobody_before and not self.has_share(who):
            self.inside[who] = SEATED
            self.online.discard(who)
        else:
            self.line.append(who)

    def signup_of(self, who: int) -> int:
        signup = select(Signup.id).where(Signup.meetup_id == self.id, Signup.member_id == self.people[who].id)
        return db.session.scalar(signup) or 0

    def told(
        self, refusal: type[Exception] | None, verb: Callable[..., object], *facts: object, **more: object
    ) -> None:
        """Do it for real; it must be refused just when the model says so."""
        with clock.at(self.now), nullcontext() if refusal is None else pytest.raises(refusal):
            verb(self.meetup, *facts, **more)

    @initialize(order=st.permutations(range(PEOPLE - 1)))
    def nearly_everybody_wants_in(self, order: list[int]) -> None:
        for who in order:
            self.asks_for_a_place(who)

    @rule(who=somebody)
    def asks_for_a_place(self, who: int) -> None:
        self.told(self.enter(who), seats.sign_up, self.people[who])

    @rule(who=somebody)
    def says_yes(self, who: int) -> None:
        until = self.inside.get(who, SEATED)
        refusal: type[Exception] | None = None
        if until == SEATED:
            refusal = self.enter(who)
        elif self.is_off:
            refusal = CalledOff
        elif self.start <= self.now:
            refusal = HasBegun
        elif until <= self.now:
            refusal = OfferOver
        else:
            self.inside[who] = SEATED
            self.online.discard(who)
        self.told(refusal, seats.accept, self.people[who])

    @rule(who=somebody)
    def withdraws(self, who: int) -> None:
        refusal = HasBegun if self.is_in(who) and self.start <= self.now else None
        if self.is_in(who) and refusal is None:
            self.leave(who)
            self.deal()
        self.told(refusal, seats.withdraw, self.people[who])

    @rule(who=somebody, to=somebody)
    def hands_over(self, who: int, to: int) -> None:
        done = who in self.gone and not self.is_in(who) and self.is_seated(to)
        online = self.is_only_online(who)
        refusal = NotYours if who % FIRMS != to % FIRMS else self.can_no_more()
        if refusal is None and not self.is_seated(who) and not done:
            refusal = NoSeat
        elif (
            refusal is None and not done and (to in self.inside or self.is_seated(to) or (online and to in self.online))
        ):
            refusal = HasSeatAlready
        elif refusal is None and not done:
            self.leave(who)
            self.leave(to)
            self.gone.discard(to)
            self.inside |= {} if online else {to: SEATED}
            self.online |= {to} if online else set()
        self.told(refusal, seats.hand_over, self.people[who], self.people[to])

    @rule(who=somebody, and_wait=st.booleans())
    def takes_part_online(self, who: int, and_wait: bool) -> None:
        refusal = self.can_no_more()
        if refusal is None:
            if not (and_wait and who in self.line):
                self.leave_room(who)
            self.online.add(who)
            self.deal()
        self.told(refusal, seats.take_part_online, self.people[who], and_wait=and_wait)

    @rule(who=somebody)
    def would_rather_come(self, who: int) -> None:
        if self.is_only_online(who):
            refusal = self.can_no_more()
            if refusal is None:
                self.come_in(who)
        else:
            refusal = self.enter(who)
        self.told(refusal, seats.come_in_person, self.people[who])

    @rule(who=somebody)
    def is_moved_up(self, who: int) -> None:
        refusal = self.can_no_more() or (None if who in self.line else NotWaiting)
        if refusal is None:
            self.line.remove(who)
            self.line.insert(0, who)
            self.deal()
        self.told(refusal, steering.move_up, self.signup_of(who), self.people[0], "Houdt het praatje")

    @rule(who=somebody)
    def is_taken_out(self, who: int) -> None:
        refusal = self.can_no_more()
        if refusal is None:
            self.leave(who)
            self.deal()
        self.told(refusal, steering.remove, self.signup_of(who), self.people[0], "Dubbel")

    @rule(limit=st.sampled_from([None, 1, 1, 2]), hours=st.sampled_from([None, 5, 30]))
    def each_firm_gets_a_share(self, limit: int | None, hours: int | None) -> None:
        until = None if hours is None else self.now + timedelta(hours=hours)
        if not self.is_off:
            self.limit, self.limit_until = limit, until
            self.deal()
        refusal = CalledOff if self.is_off else None
        self.told(refusal, services.change, self.meetup.version, seats_per_firm=limit, firm_limit_until=until)

    @rule()
    def it_happens_after_all(self) -> None:
        refusal = HasBegun if self.is_off and self.start <= self.now else None
        if self.is_off and refusal is None:
            self.is_off = False
            self.deal()
        self.told(refusal, services.restore)

    @rule(seats_now=st.integers(1, PEOPLE + 1))
    def changes_the_room(self, seats_now: int) -> None:
        refusal: type[Exception] | None = None
        if self.is_off:
            refusal = CalledOff
        elif seats_now < len(self.inside):
            refusal = RoomTooSmall
        else:
            self.capacity = seats_now
            self.deal()
        self.told(refusal, services.change, self.meetup.version, capacity=seats_now)

    @precondition(lambda self: not self.is_off and self.start > self.now)
    @rule(hours=st.sampled_from([2, 4, 40, 60, 200]))
    def moves_the_start(self, hours: int) -> None:
        self.start = self.now + timedelta(hours=hours)
        for who, until in self.inside.items():
            if until != SEATED:
                self.inside[who] = min(until, self.start)
        self.deal()
        end = self.start + timedelta(hours=2)
        self.told(None, services.change, self.meetup.version, starts_at=self.start, ends_at=end)

    @rule(hours=st.sampled_from([1, 5, 7, 20]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_worker_comes_by(self) -> None:
        if not self.is_off:
            for who in [who for who, until in self.inside.items() if until != SEATED and until <= self.now]:
                self.leave_room(who) if who in self.online else self.leave(who)
            self.deal()
        self.told(None, seats.pass_on, self.now)
        self.told(None, seats.let_line_move)

    @precondition(lambda self: self.now < self.start)
    @rule(really=st.integers(1, 10))
    def calls_it_off(self, really: int) -> None:
        if really == 10:  # seldom, since little happens after it
            self.is_off = True
            self.told(None, services.call_off, "Ziek")

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        known = dict.fromkeys(self.online, SEATED)
        known |= {who: OFFERED if until != SEATED else SEATED for who, until in self.inside.items()}
        known |= dict.fromkeys(self.line, WAITING)
        rows = db.session.scalars(select(Signup).where(Signup.meetup_id == self.id).order_by(Signup.place)).all()
        number = {person.id: at for at, person in enumerate(self.people)}
        stand = {number[row.member_id]: row.status for row in rows if row.status != WITHDRAWN}
        assert stand == known
        assert [number[row.member_id] for row in rows if row.status == WAITING] == self.line
        assert {number[row.member_id] for row in rows if row.online} == self.online
        assert {number[row.member_id]: row.offer_until for row in rows if row.status == OFFERED} == {
            who: until for who, until in self.inside.items() if until != SEATED
        }

    @invariant()
    def the_counters_are_right(self) -> None:
        meetup = self.meetup
        assert (meetup.taken, meetup.waiting, meetup.online_count) == (
            len(self.inside),
            len(self.line),
            len(self.online),
        )
        assert meetup.taken <= meetup.capacity == self.capacity

    @invariant()
    def who_waits_knows_their_place(self) -> None:
        meetup = self.meetup
        for place, who in enumerate(self.line, start=1):
            standing = seats.standing_of(meetup, self.people[who])
            assert (standing.position, standing.of) == (place, len(self.line))


@pytest.mark.whole
@both_databases
def test_the_machine_and_the_model_agree_whatever_happens(app, make_meetup, make_member, make_organisation):
    firms = [make_organisation(f"Firma {n}") for n in range(FIRMS)]
    names = ("Aad", "Bea", "Cor", "Dirk", "Els", "Fem")
    people = [make_member(f"{name} Jansen", firms[at % FIRMS]) for at, name in enumerate(names)]

    class ThisMachine(SeatMachine):
        make = staticmethod(lambda: (make_meetup(seats=SEATS, days=2, mode="hybrid"), people))

    run_state_machine_as_test(
        ThisMachine,
        settings=settings(
            phases=[Phase.generate],  # shrinking takes minutes: take the phases out to see a fault at its smallest
            max_examples=30, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
