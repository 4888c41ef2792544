"""The seat machine beside a model of it: whatever is done in whatever order, both know the same of everybody.

The model is a list and a dictionary. What it says of a moment is what product.md promises: never oversold, nobody skipped,
nobody lost; a freed seat goes to the front of the line, silently until two days before the start and by an offer after.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

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
from network.meetups import seats, services
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun, HasSeatAlready, NoSeat, OfferOver, RoomTooSmall

PEOPLE = 6
SEATS = 2
somebody = st.integers(0, PEOPLE - 1)


class SeatMachine(RuleBasedStateMachine):
    """One meetup and six people who want in."""

    make: Callable[[], tuple[Meetup, list]]

    def __init__(self) -> None:
        super().__init__()
        meetup, self.people = type(self).make()
        self.id, self.start, self.now = meetup.id, meetup.starts_at, clock.now()
        self.capacity, self.is_off = SEATS, False
        self.inside: dict[int, object] = {}  # who holds a seat: SEATED, or until when it is offered
        self.line: list[int] = []
        self.gone: set[int] = set()  # who had a place once

    @property
    def meetup(self) -> Meetup:
        """As it stands in the database now; a refusal has made the session forget it."""
        return db.session.get_one(Meetup, self.id, options=[joinedload(Meetup.theme)], populate_existing=True)

    def free(self) -> int:
        return self.capacity - len(self.inside)

    def deal(self) -> None:
        while self.line and self.free() > 0 and not self.is_off and self.start > self.now:
            near = self.start - self.now <= timedelta(hours=48)
            until = min(self.now + timedelta(hours=6), self.start)
            self.inside[self.line.pop(0)] = until if near else SEATED

    def leave(self, who: int) -> None:
        if who in self.inside or who in self.line:
            self.gone.add(who)
        self.inside.pop(who, None)
        if who in self.line:
            self.line.remove(who)

    def enter(self, who: int) -> type[Exception] | None:
        """Somebody asks for a place; gives what they are told instead, if anything."""
        if self.is_off:
            return CalledOff
        seated = self.inside.get(who) == SEATED
        if self.start <= self.now:
            return None if seated else HasBegun
        if who not in self.inside and who not in self.line:
            if self.free() > 0 and not self.line:
                self.inside[who] = SEATED
            else:
                self.line.append(who)
        return None

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
        if until == SEATED:
            refusal = self.enter(who)
        elif self.is_off:
            refusal = CalledOff
        elif self.start <= self.now:
            refusal = HasBegun
        elif until <= self.now:
            refusal = OfferOver
        else:
            refusal, self.inside[who] = None, SEATED
        self.told(refusal, seats.accept, self.people[who])

    @rule(who=somebody)
    def withdraws(self, who: int) -> None:
        is_in = who in self.inside or who in self.line
        refusal = HasBegun if is_in and self.start <= self.now else None
        if is_in and refusal is None:
            self.leave(who)
            self.deal()
        self.told(refusal, seats.withdraw, self.people[who])

    @rule(who=somebody, to=somebody)
    def hands_over(self, who: int, to: int) -> None:
        seated = self.inside.get(who) == SEATED
        left = who in self.gone and who not in self.inside and who not in self.line
        done = left and self.inside.get(to) == SEATED
        refusal: type[Exception] | None = None
        if self.is_off:
            refusal = CalledOff
        elif self.start <= self.now:
            refusal = HasBegun
        elif not seated and not done:
            refusal = NoSeat
        elif seated and to in self.inside:
            refusal = HasSeatAlready
        elif seated:
            self.leave(who)
            self.leave(to)
            self.inside[to] = SEATED
        self.told(refusal, seats.hand_over, self.people[who], self.people[to])

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
                self.leave(who)
            self.deal()
        self.told(None, seats.pass_on, self.now)

    @precondition(lambda self: self.now < self.start)
    @rule(really=st.integers(1, 10))
    def calls_it_off(self, really: int) -> None:
        if really == 10:  # seldom, since little happens after it
            self.is_off = True
            self.told(None, services.call_off, "Ziek")

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        known = {who: OFFERED if until != SEATED else SEATED for who, until in self.inside.items()}
        known |= dict.fromkeys(self.line, WAITING)
        rows = db.session.scalars(select(Signup).where(Signup.meetup_id == self.id).order_by(Signup.place)).all()
        number = {person.id: at for at, person in enumerate(self.people)}
        stand = {number[row.member_id]: row.status for row in rows if row.status != WITHDRAWN}
        assert stand == known
        assert [number[row.member_id] for row in rows if row.status == WAITING] == self.line
        assert {number[row.member_id]: row.offer_until for row in rows if row.status == OFFERED} == {
            who: until for who, until in self.inside.items() if until != SEATED
        }

    @invariant()
    def the_counters_are_right(self) -> None:
        meetup = self.meetup
        assert (meetup.taken, meetup.waiting) == (len(self.inside), len(self.line))
        assert meetup.taken <= meetup.capacity == self.capacity

    @invariant()
    def who_waits_knows_their_place(self) -> None:
        meetup = self.meetup
        for place, who in enumerate(self.line, start=1):
            standing = seats.standing_of(meetup, self.people[who])
            assert (standing.position, standing.of) == (place, len(self.line))


@pytest.mark.whole
@both_databases
def test_the_machine_and_the_model_agree_whatever_happens(app, make_meetup, make_member, ketelbrug):
    people = [make_member(f"{name} Jansen", ketelbrug) for name in ("Aad", "Bea", "Cor", "Dirk", "Els", "Fem")]

    class ThisMachine(SeatMachine):
        make = staticmethod(lambda: (make_meetup(seats=SEATS, days=2), people))

    run_state_machine_as_test(
        ThisMachine,
        settings=settings(
            phases=[Phase.generate],  # shrinking takes minutes: take the phases out to see a fault at its smallest
            max_examples=30, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
