"""Answering, alone and at once; what a firm sees of its people; and what a firm confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from conftest import both_databases
from flask import Flask
from scans.conftest import given
from sqlalchemy import select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.members.models import Member, Organisation
from network.members.own_data import contributed
from network.scans.models import Answers, Picture, Submission
from network.scans.queries import Own, own_scan
from network.scans.refusals import AnotherFirm, NotComplete
from network.scans.services import answer, confirm, forget_old_answers, throw_away

YEAR = clock.today().year


def say(member: Member, **more: list[str]) -> Answers:
    return answer(member, member.organisation_id, YEAR, given(**more))


def seen_by(member: Member) -> Own:
    db.session.rollback()
    return own_scan(member, YEAR)


@pytest.fixture
def colleagues(bram: Member, make_member: Callable[..., Member]) -> list[Member]:
    """Seven people of Bram's firm, and Bram."""
    return [bram, *(make_member(f"Collega{at} Bos", bram.organisation) for at in range(7))]


def test_what_one_page_asks_leaves_the_others_as_they_were(bram: Member) -> None:
    answer(bram, bram.organisation_id, YEAR, {"goals": ["personal"], "has_budget": ["yes"]})
    answer(bram, bram.organisation_id, YEAR, {"has_budget": ["no"]})
    own = seen_by(bram)
    assert own.answers == {"goals": ["personal"], "has_budget": ["no"]}
    assert not own.is_done


def test_nothing_is_kept_that_was_not_asked_or_offered(bram: Member) -> None:
    answer(bram, bram.organisation_id, YEAR, {"goals": ["personal", "<b>"], "salary": ["high"]})
    assert seen_by(bram).answers == {"goals": ["personal"]}


def test_a_colleague_or_a_coordinator_sees_nothing_of_it(bram: Member, colleagues: list[Member], ada: Member) -> None:
    say(bram, has_budget=["no"])
    for other in (colleagues[1], ada):
        own = seen_by(other)
        assert own.answers == {}
        assert own.differ == {}
        assert own.people == 0


def test_a_firm_sees_where_its_people_differ_from_three_on(colleagues: list[Member]) -> None:
    say(colleagues[0], has_budget=["no"])
    say(colleagues[1])
    assert seen_by(colleagues[0]).people == 0
    say(colleagues[2])
    own = seen_by(colleagues[7])
    assert own.people == 3
    assert own.differ["has_budget"] is True
    assert own.differ["has_programme"] is False


def test_a_half_filled_scan_does_not_count_as_a_person(colleagues: list[Member]) -> None:
    say(colleagues[0])
    say(colleagues[1])
    answer(colleagues[2], colleagues[2].organisation_id, YEAR, {"has_budget": ["no"]})
    assert seen_by(colleagues[0]).people == 0


def test_the_fourth_and_the_fifth_change_nothing_and_the_sixth_does(colleagues: list[Member]) -> None:
    """Else everybody would see what the fourth one said."""
    for member in colleagues[:3]:
        say(member)
    say(colleagues[3], has_budget=["no"])
    say(colleagues[4])
    assert seen_by(colleagues[0]).differ["has_budget"] is False
    say(colleagues[5])
    assert seen_by(colleagues[0]).people == 6
    assert seen_by(colleagues[0]).differ["has_budget"] is True


def test_one_who_answers_otherwise_is_seen_only_with_two_others(colleagues: list[Member]) -> None:
    for member in colleagues[:3]:
        say(member)
    say(colleagues[0], has_budget=["no"])
    say(colleagues[0], has_budget=["yes"])
    say(colleagues[0], has_budget=["no"])
    assert seen_by(colleagues[1]).differ["has_budget"] is False
    say(colleagues[3])
    say(colleagues[4])
    assert seen_by(colleagues[1]).differ["has_budget"] is True


def test_who_throws_answers_away_leaves_the_picture_as_it_is(colleagues: list[Member]) -> None:
    say(colleagues[0], has_budget=["no"])
    for member in colleagues[1:3]:
        say(member)
    throw_away(colleagues[0], YEAR)
    assert seen_by(colleagues[0]).answers == {}
    assert seen_by(colleagues[0]).differ["has_budget"] is True


def test_who_moved_meanwhile_keeps_nothing_for_the_wrong_firm(bram: Member, chen: Member) -> None:
    old = bram.organisation_id
    with writing():
        db.session.get_one(Member, bram.id).organisation_id = chen.organisation_id
    with pytest.raises(AnotherFirm):
        answer(bram, old, YEAR, given())
    db.session.rollback()
    assert db.session.scalars(select(Answers)).all() == []


def test_who_moved_begins_anew_and_the_old_firm_keeps_its_picture(colleagues: list[Member], chen: Member) -> None:
    for member in colleagues[:3]:
        say(member)
    with writing():
        colleagues[0].organisation_id = chen.organisation_id
    assert seen_by(colleagues[0]).answers == {}
    assert seen_by(colleagues[0]).people == 0
    assert seen_by(colleagues[1]).people == 3


def test_the_firm_confirms_once_a_year_and_corrects_by_number(contact_of: Callable[..., Member]) -> None:
    contact = contact_of("Een", size_class="5-9")
    confirm(contact, contact.organisation_id, YEAR, given(), seen=0)
    again = confirm(contact, contact.organisation_id, YEAR, given(), seen=1)
    assert again.number == 1, "nothing changed"
    changed = confirm(contact, contact.organisation_id, YEAR, given(has_budget=["no"]), seen=1)
    assert changed.number == 2
    rows = db.session.scalars(select(Submission).order_by(Submission.number)).all()
    assert [row.replaced_at is None for row in rows] == [False, True]
    assert seen_by(contact).submission == changed


def test_a_submission_needs_an_answer_to_everything_and_a_contact(
    contact_of: Callable[..., Member], bram: Member
) -> None:
    contact = contact_of("Een")
    with pytest.raises(NotComplete):
        confirm(contact, contact.organisation_id, YEAR, given(goals=[]), seen=0)
    with pytest.raises(NotYours):
        confirm(bram, bram.organisation_id, YEAR, given(), seen=0)
    assert db.session.scalars(select(Submission)).all() == []


def test_a_submission_keeps_what_kind_of_firm_it_was(contact_of: Callable[..., Member]) -> None:
    contact = contact_of("Een", size_class="5-9", founded=YEAR - 2)
    kept = confirm(contact, contact.organisation_id, YEAR, given(), seen=0)
    with writing():
        db.session.get_one(Organisation, contact.organisation_id).size_class = "10-19"
    assert (kept.size_class, kept.typology) == ("5-9", "young")
    corrected = confirm(contact, contact.organisation_id, YEAR, given(has_budget=["no"]), seen=1)
    assert corrected.size_class == "10-19"


def test_a_new_year_begins_empty_beside_the_old_one(contact_of: Callable[..., Member]) -> None:
    contact = contact_of("Een")
    with time_machine.travel(datetime(2027, 12, 31, 22, 59, tzinfo=UTC)):
        confirm(contact, contact.organisation_id, clock.today().year, given(), seen=0)
    with time_machine.travel(datetime(2027, 12, 31, 23, 1, tzinfo=UTC)):  # past midnight in Amsterdam
        own = own_scan(contact, clock.today().year)
        assert own.submission is None
        assert [each.year for each in own.submissions] == [2027]


def test_erasing_somebody_takes_their_answers_and_keeps_the_firms(contact_of: Callable[..., Member]) -> None:
    from network.members.erasing import forget_rows_of

    contact = contact_of("Een")
    say(contact)
    confirm(contact, contact.organisation_id, YEAR, given(), seen=0)
    with writing():
        forget_rows_of(contact)
    db.session.expire_all()
    assert db.session.scalars(select(Answers)).all() == []
    assert db.session.scalars(select(Submission)).one().confirmed_by_id is None


def test_one_gets_ones_own_answers_and_nobody_elses(colleagues: list[Member]) -> None:
    for member in colleagues[:3]:
        say(member, has_budget=["no"])
    told = contributed(colleagues[0])
    assert [row["answers"]["has_budget"] for row in told["scan_answers"]] == [["no"]]
    assert told["scan_submissions"] == []


def test_what_people_answered_is_forgotten_when_the_year_after_is_over(contact_of: Callable[..., Member]) -> None:
    contact = contact_of("Een")
    say(contact)
    confirm(contact, contact.organisation_id, YEAR, given(), seen=0)
    forget_old_answers(datetime(YEAR + 1, 12, 31, 22, 59, tzinfo=UTC))
    assert seen_by(contact).answers
    forget_old_answers(datetime(YEAR + 1, 12, 31, 23, 1, tzinfo=UTC))  # past midnight in Amsterdam
    own = seen_by(contact)
    assert own.answers == {}
    assert own.submission is not None


class TestAtOnce:
    """On both databases."""

    @both_databases
    def test_two_contacts_confirm_and_the_second_is_told(
        self, app: Flask, contact_of: Callable[..., Member], make_member: Callable[..., Member]
    ) -> None:
        first = contact_of("Een")
        second = make_member("Tweede Vos", first.organisation, is_contact=True)

        def act(member_id: int, budget: str) -> Callable[[], Submission]:
            def run() -> Submission:
                member = db.session.get_one(Member, member_id)
                return confirm(member, member.organisation_id, YEAR, given(has_budget=[budget]), seen=0)

            return run

        answers = at_once(app, act(first.id, "yes"), act(second.id, "no"))
        assert sorted(type(each) for each in answers if isinstance(each, Exception)) == [ChangedMeanwhile]
        assert len(db.session.scalars(select(Submission)).all()) == 1

    @both_databases
    def test_six_colleagues_answer_and_are_all_in_one_picture(
        self, app: Flask, bram: Member, make_member: Callable[..., Member]
    ) -> None:
        people = [bram, *(make_member(f"Collega{at} Bos", bram.organisation) for at in range(5))]

        def act(member_id: int) -> Callable[[], Answers]:
            return lambda: say(db.session.get_one(Member, member_id))

        answers = at_once(app, *[act(each.id) for each in people])
        assert all(isinstance(each, Answers) for each in answers), answers
        assert db.session.scalars(select(Picture)).one().people == 6

    @both_databases
    def test_one_person_in_two_windows_has_one_row(self, app: Flask, bram: Member) -> None:
        def act(**some: list[str]) -> Callable[[], Answers]:
            return lambda: answer(db.session.get_one(Member, bram.id), bram.organisation_id, YEAR, some)

        at_once(app, act(goals=["personal"]), act(has_budget=["no"]))
        assert db.session.scalars(select(Answers)).one().answers == {"goals": ["personal"], "has_budget": ["no"]}
