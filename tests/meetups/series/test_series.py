"""Series: dates made ahead and once, places at all of them, changes that leave exceptions alone, and the end."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from conftest import both_databases
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from together import at_once

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import ChangedMeanwhile
from network.links.models import EVERYONE
from network.links.queries import Chosen, nodes_linked_to
from network.links.services import register
from network.meetups import seats, services
from network.meetups.models import SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun, NotForYou, RoomTooSmall
from network.meetups.series import data
from network.meetups.series.forms import filled
from network.meetups.series.jobs import make_meetups_ahead
from network.meetups.series.models import Occurrence, Series, SeriesSignup
from network.meetups.series.refusals import ByInvitation, InSeriesAlready, SeriesEnded, SeriesOver
from network.meetups.series.rules import MOST_AT_ONCE
from network.meetups.series.services import begin, change, end, leave, make_ahead, sign_up
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.notifications.models import NO_MAIL, Notification
from network.themes.models import CLOSED, Theme
from network.themes.services import change as change_theme
from network.themes.services import leave as leave_theme

EVENING = time(19)


@pytest.fixture
def make_series(make_meetup, ada):
    """A series of a few Tuesdays at seven in the evening: `make_series(times=3, every=2)`."""

    def make(times=3, every=1, weeks=2, **more):
        monday = clock.today() - timedelta(days=clock.today().weekday())
        day = monday + timedelta(weeks=weeks, days=1)
        meetup = make_meetup(starts_at=clock.moment(day, EVENING), **more)
        until = day + timedelta(weeks=every * (times - 1)) if times else None
        return begin(
            ada, meetup, f"FREQ=WEEKLY;INTERVAL={every};BYDAY=TU" if every > 1 else "FREQ=WEEKLY;BYDAY=TU", until
        )

    return make


def dates(series):
    """The meetups of a series, in order."""
    made = select(Meetup).join(Occurrence, Occurrence.meetup_id == Meetup.id).where(Occurrence.series_id == series.id)
    made = made.order_by(Occurrence.on_date).options(joinedload(Meetup.theme))
    return db.session.scalars(made.execution_options(populate_existing=True)).all()


def statuses(series, member):
    """Where a member stands at each date, in order."""
    return [seats.standing_of(each, member).status for each in dates(series)]


def told(member, **which):
    rows = select(Notification.kind).filter_by(member_id=member.id, **which).order_by(Notification.created_at)
    return [kind.removeprefix("meetups.") for kind in db.session.scalars(rows)]


def changed(series, since=None, **parts):
    db.session.refresh(series)
    now = {name: value for name, value in filled(series).items() if name != "ends"}
    return change(series, series.version, since, **{**now, "minutes": series.minutes, **parts})


def changed_alone(meetup, **parts):
    db.session.refresh(meetup, ["version"])
    services.change(meetup, meetup.version, **parts)


@transactional
def close(theme):
    change_theme(theme, db.session.scalar(select(Theme.version).where(Theme.id == theme.id)), access=CLOSED)


def test_a_meetup_becomes_the_first_of_a_series_and_the_next_are_like_it(make_series, theme):
    series = make_series(title="Vaste kring", seats=7, bring="Een fout", place="Horst")
    made = dates(series)

    assert [clock.local(each.starts_at).time() for each in made] == [EVENING] * 3
    assert {(each.title, each.capacity, each.bring, each.place, each.theme_id) for each in made} == {
        ("Vaste kring", 7, "Een fout", "Horst", theme.id)
    }
    assert len({each.uid for each in made}) == 3
    assert made[1].slug.endswith(f"-{clock.local(made[1].starts_at).date()}")


def test_seven_in_the_evening_stays_seven_across_the_clock_change(make_meetup, ada):
    with time_machine.travel("2026-10-01T10:00:00Z"):
        meetup = make_meetup(starts_at=clock.moment(date(2026, 10, 20), EVENING))
        series = begin(ada, meetup, "FREQ=WEEKLY;BYDAY=TU", date(2026, 10, 27))

    assert [f"{each.starts_at:%d %H:%M}" for each in dates(series)] == ["20 17:00", "27 18:00"]


def test_the_next_ones_build_on_what_the_first_builds_on(make_meetup, ada):
    node = transactional(register)("practice", 1, path="/practices/a", titles={"nl": "A"}, lines={}, audience=EVERYONE)
    meetup = make_meetup(linked=Chosen([node]))

    series = begin(ada, meetup, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", clock.today() + timedelta(weeks=3))

    assert len(dates(series)) > 3
    for each in dates(series):
        assert [other.id for other in nodes_linked_to("meetup", each.id, "practice")] == [node.id]


def test_the_theme_hears_of_a_series_once(make_meetup, ada, bram, in_theme):
    in_theme(bram)
    meetup = make_meetup()

    begin(ada, meetup, "FREQ=MONTHLY;BYMONTHDAY=1", None)

    assert told(bram) == ["planned", "series_planned"]


def test_a_series_without_an_end_rolls_on_half_a_year_ahead(make_series):
    series = make_series(times=None)
    assert len(dates(series)) == MOST_AT_ONCE + 1

    make_meetups_ahead(clock.now())
    full = len(dates(series))
    assert make_meetups_ahead(clock.now()) == 0
    assert dates(series)[-1].starts_at < clock.now() + timedelta(weeks=26, days=1)

    with time_machine.travel(clock.now() + timedelta(weeks=2)):
        assert make_meetups_ahead(clock.now()) == 2
    assert len(dates(series)) == full + 2


def test_what_should_have_been_made_before_it_was_held_is_left_out(make_series):
    series = make_series(times=None)
    known = len(dates(series))

    with time_machine.travel(clock.now() + timedelta(weeks=100)):
        make_meetups_ahead(clock.now())
        made = dates(series)[known:]
        assert all(each.starts_at > clock.now() for each in made)


@both_databases
def test_two_workers_at_once_make_each_meetup_once(app, make_series, bram):
    series = make_series(times=None, every=4)
    known = len(dates(series))
    sign_up(series, bram)
    series_id, later = series.id, clock.now() + timedelta(weeks=8)

    answers = at_once(app, *[lambda: make_ahead(series_id, later)] * 4)

    assert sorted(answers)[:3] == [0, 0, 0]
    assert sorted(answers)[3] > 0
    assert db.session.scalar(select(func.count()).select_from(Meetup)) == known + sum(answers)
    assert statuses(series, bram) == [SEATED] * (known + sum(answers))


@both_databases
def test_who_joins_while_dates_are_made_is_at_all_of_them(app, make_series, bram, chen):
    series = make_series(times=None, every=4)
    series_id, later, keys = series.id, clock.now() + timedelta(weeks=8), (bram.id, chen.id)

    def joins(key):
        return sign_up(db.session.get_one(Series, series_id), reader_with_rights(key))

    answers = at_once(app, lambda: joins(keys[0]), lambda: make_ahead(series_id, later), lambda: joins(keys[1]))

    assert (answers[0], answers[2]) == (None, None)
    assert set(statuses(series, bram)) == set(statuses(series, chen)) == {SEATED}


@both_databases
def test_the_same_form_sent_at_once_begins_one_series(app, make_meetup, ada):
    meetup_id, key = make_meetup().id, ada.id

    def sent():
        coordinator, meetup = db.session.get_one(Member, key), db.session.get_one(Meetup, meetup_id)
        return begin(coordinator, meetup, "FREQ=MONTHLY;BYMONTHDAY=3", None, "a-form").slug

    assert len(set(at_once(app, sent, sent, sent))) == 1
    assert db.session.scalar(select(func.count()).select_from(Series)) == 1


def test_a_meetup_is_of_one_series(make_series, ada):
    with pytest.raises(InSeriesAlready):
        begin(ada, dates(make_series())[1], "FREQ=WEEKLY;BYDAY=TU", None)


def test_what_is_off_or_has_begun_does_not_repeat(make_meetup, ada):
    off, begun = make_meetup(), make_meetup()
    services.call_off(off, "Ziek")

    with pytest.raises(CalledOff):
        begin(ada, off, "FREQ=WEEKLY;BYDAY=TU", None)
    with time_machine.travel(begun.starts_at + timedelta(minutes=1)), pytest.raises(HasBegun):
        begin(ada, begun, "FREQ=WEEKLY;BYDAY=TU", None)


def test_a_meetup_for_who_is_invited_does_not_repeat(make_meetup, ada):
    with pytest.raises(ByInvitation):
        begin(ada, make_meetup(audience="invited"), "FREQ=WEEKLY;BYDAY=TU", None)


def test_a_date_that_closes_itself_to_sign_ups_keeps_nobody_from_the_others(make_series, bram):
    series = make_series(seats_per_firm=1)
    assert {each.seats_per_firm for each in dates(series)} == {1}
    changed_alone(dates(series)[1], closes_at=clock.now() - timedelta(days=1))

    sign_up(series, bram)

    assert statuses(series, bram) == [SEATED, None, SEATED]


def test_signing_up_for_all_takes_a_seat_or_a_place_in_line_at_each(make_series, bram, chen):
    series = make_series(seats=1)
    seats.sign_up(dates(series)[1], chen)

    sign_up(series, bram)

    assert statuses(series, bram) == [SEATED, WAITING, SEATED]


def test_signing_up_for_all_is_a_mail_for_each_seat_and_one_line_in_the_inbox(make_series, bram):
    series = make_series(times=5)

    sign_up(series, bram)

    assert told(bram, in_inbox=True) == ["series_joined"]
    assert told(bram, mail_state="queued") == ["seated"] * 5
    assert told(bram, mail_state=NO_MAIL) == ["series_joined"]


def test_asking_again_changes_nothing_not_even_a_date_from_which_one_withdrew(make_series, bram):
    series = make_series()
    sign_up(series, bram)
    seats.withdraw(dates(series)[1], bram)

    sign_up(series, bram)

    assert statuses(series, bram) == [SEATED, WITHDRAWN, SEATED]


def test_dates_made_later_are_given_in_order_of_signing_up_for_all(make_series, bram, chen, dina):
    series = make_series(times=None, every=4, seats=2)
    for member in (chen, dina, bram):
        sign_up(series, member)
    leave(series, dina)
    known = len(dates(series))

    with time_machine.travel(clock.now() + timedelta(weeks=8)):
        make_meetups_ahead(clock.now())
    new = dates(series)[known:]

    assert new
    for meetup in new:
        line = select(Signup.member_id, Signup.status).where(Signup.meetup_id == meetup.id).order_by(Signup.place)
        assert list(db.session.execute(line)) == [(chen.id, SEATED), (bram.id, SEATED)]


@both_databases
def test_who_is_shut_out_gets_no_place_at_later_dates(app, make_series, bram):
    series = make_series(times=None, every=4)
    sign_up(series, bram)

    @transactional
    def shut_out():
        db.session.get_one(Member, bram.id).active = False

    shut_out()
    with time_machine.travel(clock.now() + timedelta(weeks=8)):
        make_meetups_ahead(clock.now())

    assert statuses(series, bram)[-1] is None


def test_leaving_gives_back_what_came_by_the_series_and_keeps_what_one_had_before(make_series, bram, chen):
    series = make_series(seats=1)
    seats.sign_up(dates(series)[0], bram)
    sign_up(series, bram)
    sign_up(series, chen)

    leave(series, bram)
    leave(series, bram)

    assert statuses(series, bram) == [SEATED, WITHDRAWN, WITHDRAWN]
    assert statuses(series, chen) == [WAITING, SEATED, SEATED]
    assert told(bram).count("withdrawn") == 2
    assert told(bram, in_inbox=True) == ["seated", "series_joined"]


def test_leaving_lets_be_what_has_begun(make_series, bram):
    series = make_series()
    sign_up(series, bram)

    with time_machine.travel(dates(series)[0].starts_at + timedelta(minutes=5)):
        leave(series, bram)

    assert statuses(series, bram) == [SEATED, WITHDRAWN, WITHDRAWN]


def test_one_can_come_back_to_a_series(make_series, bram):
    series = make_series()
    sign_up(series, bram)
    leave(series, bram)

    sign_up(series, bram)
    assert statuses(series, bram) == [SEATED] * 3
    leave(series, bram)
    assert statuses(series, bram) == [WITHDRAWN] * 3


def test_a_series_for_the_theme_is_for_those_in_it(make_series, bram, chen, in_theme):
    in_theme(bram)
    series = make_series(audience="theme")

    sign_up(series, bram)
    with pytest.raises(NotForYou):
        sign_up(series, chen)


def test_there_is_nothing_to_sign_up_for_when_all_has_been_held(make_series, bram):
    series = make_series()

    with time_machine.travel(dates(series)[-1].starts_at + timedelta(hours=1)), pytest.raises(SeriesOver):
        sign_up(series, bram)


def test_a_change_goes_to_all_that_are_to_come_and_to_those_made_later(make_series):
    series = make_series(times=None, every=4)

    assert changed(series, title="Kring", capacity=9) == len(dates(series))
    known = len(dates(series))

    with time_machine.travel(clock.now() + timedelta(weeks=8)):
        make_meetups_ahead(clock.now())
    assert len(dates(series)) > known
    assert {(each.title, each.capacity) for each in dates(series)} == {("Kring", 9)}


def test_this_one_and_the_following(make_series):
    series = make_series()
    before, this, _after = dates(series)

    assert changed(series, clock.local(this.starts_at).date(), place="Venlo") == 2

    assert [each.place for each in dates(series)] == [before.place, "Venlo", "Venlo"]


def test_a_later_change_passes_on_only_what_it_changes(make_series):
    series = make_series()
    changed(series, clock.local(dates(series)[1].starts_at).date(), place="Venlo")

    changed(series, title="Kring")

    assert [(each.place, each.title) for each in dates(series)] == [
        ("Helmond", "Kring"),
        ("Venlo", "Kring"),
        ("Venlo", "Kring"),
    ]


def test_another_hour_is_that_hour_on_every_date_and_each_is_told_once(make_series, bram):
    series = make_series()
    sign_up(series, bram)

    changed(series, starts=time(20), minutes=90)

    assert {clock.local(each.starts_at).time() for each in dates(series)} == {time(20)}
    assert {each.minutes for each in dates(series)} == {90}
    assert told(bram).count("moved") == 3
    assert told(bram, in_inbox=True).count("moved") == 1
    sequences = [
        row.facts["calendar"]["sequence"]
        for row in db.session.scalars(select(Notification).where(Notification.kind == "meetups.moved"))
    ]
    assert sequences == [1, 1, 1]


def test_exceptions_stay_as_they_are_and_are_not_made_again(make_series):
    series = make_series(times=5)
    _, moved, off, renamed, _ = dates(series)
    later = moved.starts_at + timedelta(days=1)
    changed_alone(moved, starts_at=later, ends_at=later + timedelta(hours=2))
    services.call_off(off, "Vakantie")
    changed_alone(renamed, title="Bijzonder")

    assert changed(series, title="Kring", starts=time(20)) == 2

    _, moved, off, renamed, _ = dates(series)
    assert [each.title for each in dates(series)] == ["Kring", moved.title, off.title, "Bijzonder", "Kring"]
    assert moved.starts_at == later
    assert off.is_cancelled
    assert make_meetups_ahead(clock.now()) == 0
    assert changed(series, title="Kring weer") == 2  # a change of the series makes nothing an exception


def test_saving_a_meetup_without_a_change_makes_it_no_exception(make_series):
    series = make_series()
    meetup = dates(series)[1]
    changed_alone(meetup, title=meetup.title, capacity=meetup.capacity)

    assert changed(series, title="Kring") == 3


def test_what_was_held_stays_as_it_was(make_series):
    series = make_series()

    with time_machine.travel(dates(series)[0].starts_at + timedelta(hours=3)):
        assert changed(series, title="Kring") == 2

    assert dates(series)[0].title == "Kijken in de werkplaats"


def test_a_room_too_small_for_one_date_changes_none(make_series, bram, chen):
    series = make_series(seats=3)
    for member in (bram, chen):
        seats.sign_up(dates(series)[2], member)

    with pytest.raises(RoomTooSmall):
        changed(series, capacity=1, title="Kring")

    assert {(each.capacity, each.title) for each in dates(series)} == {(3, "Kijken in de werkplaats")}
    db.session.refresh(series)
    assert series.version == 1


def test_more_seats_let_every_line_move(make_series, bram, chen):
    series = make_series(seats=1)
    sign_up(series, bram)
    sign_up(series, chen)

    changed(series, capacity=2)

    assert statuses(series, chen) == [SEATED] * 3


def test_a_later_end_plans_more_dates_at_once(make_series, bram):
    series = make_series(every=4)
    sign_up(series, bram)

    assert changed(series, until=series.until + timedelta(weeks=4)) == 0

    assert statuses(series, bram) == [SEATED] * 4


def test_of_two_who_change_a_series_the_second_is_told(make_series):
    series = make_series()
    changed(series, title="Kring")

    with pytest.raises(ChangedMeanwhile):
        change(series, 1, title="Anders", starts=EVENING, minutes=120, until=None)

    assert {each.title for each in dates(series)} == {"Kring"}


def test_an_ended_series_makes_no_more_and_keeps_what_is_to_come(make_series, bram):
    series = make_series(times=None, every=4)
    sign_up(series, bram)

    end(series)
    with time_machine.travel(clock.now() + timedelta(weeks=8)):
        assert make_meetups_ahead(clock.now()) == 0
        assert make_ahead(series.id, clock.now()) == 0

    assert set(statuses(series, bram)) == {SEATED}
    with pytest.raises(SeriesEnded):
        changed(series, title="Kring")


def test_ending_with_a_word_calls_off_what_is_to_come(make_series, bram):
    series = make_series()
    sign_up(series, bram)

    with time_machine.travel(dates(series)[0].starts_at + timedelta(hours=3)):
        end(series, "De kring is rond.")
        end(series, "De kring is rond.")

    assert [each.is_cancelled for each in dates(series)] == [False, True, True]
    assert told(bram).count("cancelled") == 2


def test_a_theme_that_closes_lets_go_of_others_and_leaving_it_of_oneself(make_series, theme, bram, chen, in_theme):
    in_theme(bram)
    series = make_series(times=None, every=4)
    sign_up(series, bram)
    sign_up(series, chen)

    close(theme)
    assert db.session.scalars(select(SeriesSignup.member_id).where(SeriesSignup.left_at.is_(None))).all() == [bram.id]
    assert set(statuses(series, chen)) == {WITHDRAWN}

    leave_theme(theme, bram)
    assert set(statuses(series, bram)) == {WITHDRAWN}
    assert db.session.scalars(select(SeriesSignup).where(SeriesSignup.left_at.is_(None))).all() == []


def test_leaving_an_open_theme_keeps_a_series_that_is_for_everybody(make_series, theme, bram, in_theme):
    in_theme(bram)
    series = make_series()
    sign_up(series, bram)

    leave_theme(theme, bram)

    assert db.session.scalars(select(SeriesSignup.left_at)).all() == [None]


def test_a_date_that_moved_to_another_theme_goes_its_own_way(make_series, bram):
    series = make_series()
    changed_alone(dates(series)[1], theme=None)

    sign_up(series, bram)
    end(series, "Klaar.")

    assert statuses(series, bram) == [SEATED, None, SEATED]
    assert [each.is_cancelled for each in dates(series)] == [True, False, True]


def test_ones_own_data_holds_the_series_that_one_joined_or_began(make_series, theme, ada, bram):
    series = make_series(title="Kring")
    sign_up(series, bram)

    assert [(row["series"], row["title"], row["left_at"]) for row in data.joined_by(bram)] == [
        (series.path, "Kring", None)
    ]
    assert [row["facts"]["title"] for row in data.planned_by(ada)] == ["Kring"]
    close(theme)
    assert "title" not in data.joined_by(bram)[0]
