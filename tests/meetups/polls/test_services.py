"""What the verbs of date polls do: answers and their order, changes under way, reminders, and one meetup of it all."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from conftest import both_databases
from meetups.polls.conftest import on, options_of, told
from sqlalchemy import func, select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.meetups.models import SEATED, WAITING, Meetup, Signup
from network.meetups.polls import queries, rules, services
from network.meetups.polls.jobs import remind_of_polls, tell_of_polls_to_decide
from network.meetups.polls.models import DatePoll, PollVote
from network.meetups.polls.refusals import NotAsked, OptionGone, PollOver, RemindedLately
from network.members.models import Member
from network.themes.services import leave


@pytest.fixture
def crowd(make_member, in_theme):
    """Five members of the theme, in the order of their letters."""
    people = [make_member(f"{name} Vos") for name in ("Eva", "Fons", "Gina", "Hugo", "Iris")]
    in_theme(*people)
    return people


def decide(poll, by, n=0, **more):
    """Choose the date with that place in the list."""
    option = options_of(poll)[n]
    parts = {
        "title": poll.title, "description": "We kijken mee.", "mode": "in_person", "place": "Helmond", "capacity": 2,
        "audience": "theme", "starts_at": option.starts_at, "ends_at": option.starts_at + timedelta(hours=2), **more,
    }  # fmt: skip
    return services.decide(poll, by, option.id, **parts)


def standing(meetup):
    rows = select(Signup.member_id, Signup.status).where(Signup.meetup_id == meetup.id).order_by(Signup.place)
    return [tuple(row) for row in db.session.execute(rows)]


def said(poll, reader):
    return [option.mine for option in queries.options_of(poll, reader)]


# --- asking and answering


def test_all_who_may_answer_are_asked_but_for_who_asks(make_poll, in_theme, ada, bram, chen, make_member):
    shut = make_member("Shut Out")
    in_theme(bram, shut)
    with writing():
        shut.active = False

    make_poll()

    assert told(bram) == ["asked"]
    assert [told(each) for each in (ada, chen, shut)] == [[], [], []]


def test_the_network_is_asked_as_a_whole(make_poll, ada, bram, chen):
    make_poll(theme=None)

    assert [told(each) for each in (ada, bram, chen)] == [[], ["asked"], ["asked"]]


def test_a_form_that_is_sent_twice_asks_once(make_poll, ada, bram, chen):
    poll = make_poll(theme=None, once="een-sleutel")

    assert make_poll(theme=None, once="een-sleutel").id == poll.id
    assert told(bram) == ["asked"]
    with pytest.raises(NotYours):
        make_poll(by=chen, theme=None, once="een-sleutel")


@both_databases
def test_one_says_of_each_date_what_one_can_and_may_say_it_again(make_poll, vote, in_theme, bram):
    in_theme(bram)
    poll = make_poll()

    assert vote(poll, bram, "ym-") == 0
    assert said(poll, bram) == ["yes", "maybe", None]
    vote(poll, bram, "n-y")

    assert said(poll, bram) == ["no", "maybe", "yes"]
    first = queries.options_of(poll)[0]
    assert (first.yes, first.maybe, first.no, first.mine) == (0, 0, 1, None)
    assert queries.turnout_of(poll) == (1, 2)


def test_only_the_themes_members_answer(make_poll, vote, chen):
    with pytest.raises(NotAsked):
        vote(make_poll(), chen, "yyy")


def test_nobody_answers_when_it_is_over(make_poll, vote, in_theme, bram, ada):
    in_theme(bram)
    late, closed, decided = make_poll(), make_poll(), make_poll()
    services.close(closed, "Te weinig mensen.")
    decide(decided, ada)

    for poll in (closed, decided):
        with pytest.raises(PollOver):
            vote(poll, bram, "yyy")
    with time_machine.travel(late.closes_at), pytest.raises(PollOver):
        vote(late, bram, "yyy")


def test_who_left_or_is_shut_out_counts_no_more(make_poll, vote, crowd, theme):
    poll = make_poll()
    for member in crowd:
        vote(poll, member, "ynm")
    leave(theme, crowd[0])
    with writing():
        crowd[1].active = False

    assert [(each.yes, each.maybe, each.no) for each in queries.options_of(poll)] == [(3, 0, 0), (0, 0, 3), (0, 3, 0)]
    assert queries.turnout_of(poll) == (3, 4)
    assert [ballot.member for ballot in queries.ballots_of(poll)] == crowd[2:]


def test_own_seats_stand_in_the_way_and_nobody_elses(make_poll, make_meetup, in_theme, bram, chen):
    in_theme(bram, chen)
    poll = make_poll()
    taken = make_meetup(seats=1, signups=(bram, chen), starts_at=on(21) + timedelta(minutes=119))
    make_meetup(signups=(bram,), starts_at=on(22) + timedelta(minutes=120))  # begins as this ends
    options = queries.options_of(poll, bram)

    assert queries.clashes_for(bram, poll, options) == {options[1].id: taken}
    assert queries.clashes_for(chen, poll, options) == {}  # waits, and has no seat


# --- changing


def change(poll, wanted, **parts):
    services.change(poll, poll.version, wanted, **parts)


def as_they_are(poll):
    return [(each.id, each.starts_at) for each in options_of(poll)]


@both_databases
def test_moving_a_date_tells_its_voters_alone_and_drops_what_they_said(make_poll, vote, crowd):
    poll = make_poll()
    eva, fons, *_ = crowd
    vote(poll, eva, "yy-")
    vote(poll, fons, "-y-")
    wanted = as_they_are(poll)
    wanted[0] = (wanted[0][0], on(25))

    change(poll, wanted)

    assert [each.starts_at for each in options_of(poll)] == [on(21), on(22), on(25)]
    assert (said(poll, eva), said(poll, fons)) == (["yes", None, None], ["yes", None, None])
    assert db.session.scalar(select(func.count()).select_from(PollVote)) == 2  # nothing is kept of what counts no more
    (notice,) = told(eva, "option_moved")
    assert (notice.facts["starts_at"], notice.facts["moved_to"]) == (on(20).isoformat(), on(25).isoformat())
    assert [told(each) for each in crowd[1:]] == [["asked"]] * 4


def test_taking_a_date_away_tells_its_voters_alone(make_poll, vote, crowd):
    poll = make_poll()
    vote(poll, crowd[0], "-m-")
    vote(poll, crowd[1], "y-n")

    change(poll, [row for n, row in enumerate(as_they_are(poll)) if n != 1])

    assert told(crowd[0]) == ["asked", "option_removed"]
    assert told(crowd[1]) == ["asked"]
    assert said(poll, crowd[1]) == ["yes", "no"]


def test_other_changes_tell_nobody_and_keep_every_answer(make_poll, vote, crowd):
    poll = make_poll()
    vote(poll, crowd[0], "ymn")

    change(poll, [*as_they_are(poll), (None, on(30))], title="Anders", capacity=9)

    assert said(poll, crowd[0]) == ["yes", "maybe", "no", None]
    assert told(crowd[0]) == ["asked"]
    assert (poll.title, poll.capacity, poll.version) == ("Anders", 9, 2)


def test_a_date_that_goes_while_somebody_answers_drops_that_answer_alone(make_poll, crowd):
    """The page was read before the change: an answer to the old date must not count for the new one."""
    poll = make_poll()
    read = options_of(poll)
    change(poll, [(read[0].id, on(25)), (read[1].id, read[1].starts_at), (read[2].id, read[2].starts_at)])

    dropped = services.answer(poll, crowd[0], {option.id: "yes" for option in read})

    assert dropped == 1
    assert said(poll, crowd[0]) == ["yes", "yes", None]


def test_an_answer_to_another_polls_date_counts_nowhere(make_poll, crowd):
    poll, other = make_poll(), make_poll()

    assert services.answer(poll, crowd[0], {options_of(other)[0].id: "yes"}) == 1
    assert said(other, crowd[0]) == said(poll, crowd[0]) == [None] * 3
    assert queries.turnout_of(poll)[0] == 0


def test_the_second_to_save_is_told(make_poll):
    poll = make_poll()
    change(poll, as_they_are(poll), title="De eerste")

    with pytest.raises(ChangedMeanwhile):
        services.change(poll, 1, [], title="De tweede")
    assert len(options_of(poll)) == 3


@both_databases
def test_answers_and_a_change_at_once_leave_no_answer_to_a_date_that_went(app, make_poll, crowd):
    poll = make_poll()
    read = as_they_are(poll)
    db.session.commit()
    poll_id, people = poll.id, [member.id for member in crowd]

    def answering(member_id):
        def act():
            member = queries.reader_with_rights(member_id)
            return services.answer(queries.poll_by_id(poll_id), member, {option_id: "yes" for option_id, _ in read})

        return act

    outcomes = at_once(
        app,
        *map(answering, people),
        lambda: services.change(queries.poll_by_id(poll_id), 1, [*read[1:], (None, on(30))]),
    )

    assert set(outcomes) <= {0, 1, None}
    votes = select(PollVote.option_id, func.count()).group_by(PollVote.option_id)
    assert dict(tuple(row) for row in db.session.execute(votes)) == {read[1][0]: 5, read[2][0]: 5}


# --- reminding


def test_only_who_has_not_answered_is_reminded_and_once_a_day(make_poll, vote, crowd):
    poll = make_poll()
    vote(poll, crowd[0], "--y")

    assert services.remind(poll) == 4
    with pytest.raises(RemindedLately):
        services.remind(poll)

    assert [told(each) for each in crowd[:2]] == [["asked"], ["asked", "reminder"]]
    with time_machine.travel(clock.now() + timedelta(hours=24)):
        assert services.remind(poll) == 4


@both_databases
def test_two_who_remind_at_once_remind_once(app, make_poll, crowd):
    poll_id = make_poll().id
    db.session.commit()

    outcomes = at_once(app, *[lambda: services.remind(queries.poll_by_id(poll_id))] * 3)

    assert sorted(each if isinstance(each, int) else 0 for each in outcomes) == [0, 0, 5]
    assert told(crowd[0]) == ["asked", "reminder"]


def test_before_the_end_a_reminder_goes_by_itself_once_for_each_end(make_poll, vote, crowd):
    poll = make_poll()
    vote(poll, crowd[0], "y--")
    soon = poll.closes_at - rules.REMINDED_BEFORE

    assert remind_of_polls(soon - timedelta(minutes=1)) == 0
    with time_machine.travel(soon):
        assert (remind_of_polls(soon), remind_of_polls(soon)) == (4, 0)
        change(poll, as_they_are(poll), closes_at=poll.closes_at + timedelta(days=5))
    later = poll.closes_at - timedelta(days=1)
    with time_machine.travel(later):
        assert (remind_of_polls(later), remind_of_polls(later)) == (4, 0)
    assert told(crowd[0]) == ["asked"]


def test_who_was_reminded_by_hand_is_not_reminded_again_that_day(make_poll, crowd):
    poll = make_poll()
    soon = poll.closes_at - timedelta(days=2)
    with time_machine.travel(soon):
        services.remind(poll)
        assert remind_of_polls(soon) == 0
    assert told(crowd[0]) == ["asked", "reminder"]


def test_the_planner_is_told_once_that_it_waits(make_poll, ada):
    poll, ended = make_poll(), make_poll()
    services.close(ended, "Niet nodig.")
    over = poll.closes_at + timedelta(minutes=1)

    assert tell_of_polls_to_decide(poll.closes_at - timedelta(minutes=1)) == 0
    assert (tell_of_polls_to_decide(over), tell_of_polls_to_decide(over)) == (1, 0)
    assert told(ada) == ["to_decide"]


def test_a_planner_who_coordinates_no_more_is_told_nothing(make_poll, bram):
    poll = make_poll(by=bram, theme=None)

    assert tell_of_polls_to_decide(poll.closes_at) == 0
    assert told(bram) == []


# --- closing and deciding


def test_who_answered_hears_that_there_is_no_date_and_hears_it_once(make_poll, vote, crowd, ada):
    poll = make_poll()
    vote(poll, crowd[0], "nnn")

    services.close(poll, "Niemand kan.")
    services.close(poll, "Nog eens.")

    assert [told(each) for each in crowd[:2]] == [["asked", "closed"], ["asked"]]
    assert poll.close_reason == "Niemand kan."
    with pytest.raises(PollOver):
        decide(poll, ada)


@both_databases
def test_seats_go_in_the_order_of_first_answers_and_the_surplus_waits(make_poll, vote, crowd, ada):
    poll = make_poll(capacity=2)
    eva, fons, gina, hugo, iris = crowd
    for member, letters in ((hugo, "n--"), (eva, "y--"), (iris, "y--"), (fons, "m--"), (gina, "y--")):
        vote(poll, member, letters)
    vote(poll, hugo, "y--")  # answered first, and changed it last: the order is that of first answers

    meetup = decide(poll, ada)

    assert standing(meetup) == [(hugo.id, SEATED), (eva.id, SEATED), (iris.id, WAITING), (gina.id, WAITING)]
    assert (meetup.theme_id, meetup.kind, meetup.slug) == (poll.theme_id, "company_visit", "kijken-bij-ketelbrug")


def test_each_hears_what_concerns_them(make_poll, vote, crowd, ada, in_theme, bram):
    in_theme(bram)
    poll = make_poll(capacity=1)
    yes, maybe, no, other, silent = crowd
    vote(poll, yes, "y--")
    vote(poll, maybe, "m--")
    vote(poll, no, "nyy")
    vote(poll, other, "-y-")

    meetup = decide(poll, ada, capacity=1)

    assert standing(meetup) == [(yes.id, SEATED)]
    assert [told(each)[1:] for each in crowd] == [[], ["confirm"], [], ["chosen"], ["chosen"]]
    assert told(maybe, "confirm")[0].facts["has_room"] is False
    assert [told(each, "chosen")[0].mail_state for each in (other, silent)] == ["queued", "none"]
    assert {row.path for each in (maybe, other) for row in (*told(each, "confirm"), *told(each, "chosen"))} == {
        meetup.path
    }
    assert told(ada) == []


def test_who_says_if_need_be_hears_of_room_where_there_is_some(make_poll, vote, crowd, ada):
    poll = make_poll()
    vote(poll, crowd[0], "m--")
    decide(poll, ada)

    assert told(crowd[0], "confirm")[0].facts["has_room"] is True


def test_who_may_no_longer_come_is_passed_over(make_poll, vote, crowd, ada, theme):
    poll = make_poll(capacity=9)
    for member in crowd:
        vote(poll, member, "y--")
    leave(theme, crowd[0])
    with writing():
        crowd[1].active = False

    meetup = decide(poll, ada, capacity=9)

    assert standing(meetup) == [(each.id, SEATED) for each in crowd[2:]]


@both_databases
def test_choosing_twice_or_by_two_at_once_makes_one_meetup(app, make_poll, vote, crowd, ada, dina):
    poll = make_poll()
    vote(poll, crowd[0], "y--")
    db.session.commit()
    poll_id, who = poll.id, [ada.id, dina.id, ada.id]

    def act(member_id):
        return lambda: decide(queries.poll_by_id(poll_id), db.session.get_one(Member, member_id)).id

    outcomes = at_once(app, *map(act, who))
    again = decide(queries.poll_by_id(poll_id), ada, 1, title="Een andere").id

    assert set(outcomes) == {again}
    assert db.session.scalar(select(func.count()).select_from(Meetup)) == 1
    assert told(crowd[0]) == ["asked"]
    assert db.session.scalar(select(func.count()).select_from(Signup)) == 1


def test_a_date_that_went_or_has_passed_cannot_be_chosen(make_poll, ada):
    poll = make_poll()
    gone = options_of(poll)[0]
    change(poll, as_they_are(poll)[1:])
    parts = {"title": "T", "mode": "in_person", "capacity": 2, "starts_at": on(20), "ends_at": on(20, 17)}

    with pytest.raises(OptionGone):
        services.decide(poll, ada, gone.id, **parts)
    with time_machine.travel(on(21)), pytest.raises(OptionGone):
        services.decide(poll, ada, options_of(poll)[0].id, **parts)
    assert db.session.scalar(select(func.count()).select_from(DatePoll).where(DatePoll.meetup_id.is_not(None))) == 0
    assert db.session.scalar(select(func.count()).select_from(Meetup)) == 0


@both_databases
def test_answers_at_the_same_moment_keep_the_order_of_commit(app, make_poll, crowd, ada):
    poll = make_poll(capacity=5)
    option = options_of(poll)[0].id
    db.session.commit()
    poll_id = poll.id

    def answering(member_id):
        def act():
            return services.answer(queries.poll_by_id(poll_id), queries.reader_with_rights(member_id), {option: "yes"})

        return act

    at_once(app, *(answering(member.id) for member in crowd), *(answering(member.id) for member in crowd))
    order = [ballot.member.id for ballot in queries.ballots_of(queries.poll_by_id(poll_id))]

    assert sorted(order) == sorted(member.id for member in crowd)
    assert [member_id for member_id, _ in standing(decide(queries.poll_by_id(poll_id), ada, capacity=5))] == order
