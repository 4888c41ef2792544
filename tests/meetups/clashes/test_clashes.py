"""The warning of what else happens, and the calendar that it looks in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from cast import statements
from conftest import both_databases
from pages import faults_of, fields_of
from sqlalchemy import select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.meetups.clashes import services
from network.meetups.clashes.jobs import fill_calendar
from network.meetups.clashes.models import FreePeriod, moments_of
from network.meetups.clashes.queries import clashes_for, free_between
from network.meetups.services import call_off
from network.themes.models import CLOSED
from network.themes.queries import give_rights
from network.themes.services import change, lead, leave

EN = "?lang=en"
MAY = {"kind": "school", "region": "north", "name_nl": "Meivakantie", "name_en": "May holiday"}


def add(first, last, **more):
    services.add(first, last, **{**MAY, **more})
    return db.session.scalars(select(FreePeriod).order_by(FreePeriod.id.desc())).first()


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.AMSTERDAM).astimezone(UTC)


@pytest.fixture
def thursday():
    """A day some weeks ahead, in winter time or summer time as it happens."""
    return clock.today() + timedelta(days=30)


@both_databases
@pytest.mark.parametrize(("begin", "end", "clash"), [
    ((14, 0), (15, 0), False),  # ends as the other begins
    ((14, 0), (15, 1), True),
    ((15, 30), (16, 0), True),
    ((16, 59), (18, 0), True),
    ((17, 0), (18, 0), False),  # begins as the other ends
])  # fmt: skip
def test_meetups_overlap_when_they_share_a_minute(make_meetup, ada, client_of, thursday, begin, end, clash):
    make_meetup(starts_at=at(thursday, 15), title="De andere")
    moments = at(thursday, *begin), at(thursday, *end)
    meetup = make_meetup(starts_at=moments[0], ends_at=moments[1], title="Deze")

    assert [each.title for each in clashes_for(ada, *moments, besides=meetup.id).meetups] == ["De andere"] * clash
    assert ("De andere" in client_of(ada).get(meetup.path).text) is clash


@both_databases
def test_who_coordinates_is_warned_with_title_time_and_day(make_meetup, ada, bram, client_of, visitor, thursday):
    make_meetup(starts_at=at(thursday, 15), title="De andere", language="en")
    add(thursday, thursday + timedelta(days=7))
    add(thursday, thursday, kind="public", name_nl="Feestdag", name_en="")
    meetup = make_meetup(starts_at=at(thursday, 16))

    page = client_of(ada).get(meetup.path + EN).text
    for words in ("May holiday (schools in the north)", "Feestdag", "De andere", "15:00 to 17:00"):
        assert words in page, words
    assert faults_of(page) == []
    for other in (client_of(bram), visitor):
        assert "De andere" not in other.get(meetup.path + EN).text
        assert "May holiday" not in other.get(meetup.path + EN).text


def test_nothing_clashes_with_itself_or_with_what_is_called_off(make_meetup, ada, client_of, thursday):
    off = make_meetup(starts_at=at(thursday, 15), title="De andere")
    meetup = make_meetup(starts_at=at(thursday, 15))
    call_off(off, "Ziek")

    assert not clashes_for(ada, meetup.starts_at, meetup.ends_at, besides=meetup.id)
    assert clashes_for(ada, meetup.starts_at, meetup.ends_at)
    assert "Look at the day once more" not in client_of(ada).get(meetup.path + EN).text


def test_what_is_over_or_called_off_is_not_warned_of(make_meetup, ada, client_of):
    meetup, other = make_meetup(days=1), make_meetup(days=1)
    with time_machine.travel(meetup.ends_at + timedelta(minutes=1), tick=False):
        assert "Look at the day once more" not in client_of(ada).get(meetup.path + EN).text
    call_off(other, "Ziek")
    assert "Look at the day once more" not in client_of(ada).get(other.path + EN).text


@both_databases
def test_nobody_hears_by_a_warning_of_a_meetup_in_a_closed_theme(make_meetup, theme, ada, bram, client_of, thursday):
    """Neither a coordinator of the network who is not in it, nor one who was; who is in it does."""
    lead(theme, bram)
    make_meetup(starts_at=at(thursday, 15), title="Besloten avond")
    meetup = make_meetup(starts_at=at(thursday, 15), theme=None)
    assert "Besloten avond" in client_of(ada).get(meetup.path).text
    db.session.refresh(theme)
    change(theme, theme.version, access=CLOSED)
    leave(theme, ada)
    give_rights(ada)
    give_rights(bram)

    assert "Besloten avond" not in client_of(ada).get(meetup.path).text
    assert clashes_for(ada, meetup.starts_at, meetup.ends_at, meetup.id).meetups == []
    assert [each.title for each in clashes_for(bram, meetup.starts_at, meetup.ends_at, meetup.id).meetups] == [
        "Besloten avond"
    ]


def test_who_leads_the_theme_is_warned_as_well(make_meetup, theme, bram, client_of, thursday):
    lead(theme, bram)
    make_meetup(starts_at=at(thursday, 15), theme=None, title="De andere")
    meetup = make_meetup(starts_at=at(thursday, 15))

    assert "De andere" in client_of(bram).get(meetup.path).text


@both_databases
def test_a_free_period_lasts_whole_days_in_amsterdam(make_meetup, ada):
    """Also over the clock change: the last day ends at midnight there, whatever that is in UTC."""
    first, last = date(2027, 3, 27), date(2027, 3, 28)
    with time_machine.travel(datetime(2027, 1, 4, 12, tzinfo=UTC), tick=False):
        period = add(first, last)
        assert (period.first_on, period.last_on) == (first, last)
        assert period.ends_at - period.begins_at == timedelta(hours=47)
        for moment, clash in (
            (datetime(2027, 3, 26, 22, 59, tzinfo=UTC), False),
            (datetime(2027, 3, 26, 23, 0, tzinfo=UTC), True),
            (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), True),
            (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), False),
        ):
            assert bool(clashes_for(ada, moment, moment + timedelta(seconds=30)).periods) is clash, moment
        assert free_between(date(2027, 3, 1), date(2027, 3, 26)) == []
        assert free_between(date(2027, 3, 28), date(2027, 3, 28)) == [period]


def test_the_page_costs_no_statement_more(make_meetup, ada, client_of, thursday):
    meetup, browser = make_meetup(starts_at=at(thursday, 15)), client_of(ada)
    with statements() as before:
        browser.get(meetup.path)
    for n in range(12):
        make_meetup(starts_at=at(thursday, 15), title=f"Nummer {n}")
        add(thursday, thursday)
    with statements() as after:
        assert browser.get(meetup.path).text.count("Nummer ") == 10

    assert len(after) == len(before)
    with statements() as asked:
        assert len(clashes_for(ada, meetup.starts_at, meetup.ends_at).periods) == 10
    assert len(asked) == 2


@both_databases
def test_filling_twice_or_at_once_adds_nothing_twice(app):
    added = at_once(app, lambda: services.fill(date(2026, 11, 1)), lambda: services.fill(date(2026, 11, 1)))
    rows = db.session.scalars(select(FreePeriod)).all()

    assert sum(added) == len(rows) == len({row.key for row in rows})
    assert len([row for row in rows if row.kind == "public"]) == 4 * 11
    assert services.fill(date(2026, 11, 1)) == 0
    assert services.fill(date(2027, 1, 1)) == 11


def test_what_the_file_says(app):
    services.fill(date(2026, 11, 1))
    rows = {row.key: row for row in db.session.scalars(select(FreePeriod))}

    christmas = rows["school:2026-christmas"]
    assert (christmas.first_on, christmas.last_on, christmas.region) == (date(2026, 12, 19), date(2027, 1, 3), "")
    for row in rows.values():
        assert row.first_on <= row.last_on
        assert row.kind == "public" or (row.first_on.weekday(), row.last_on.weekday()) == (5, 6)  # whole weeks
        assert row.name_nl
        assert row.name_en


@both_databases
def test_what_was_deleted_or_changed_stays_so(app):
    fill_calendar(clock.now())
    gone, moved = db.session.scalars(select(FreePeriod).order_by(FreePeriod.id).limit(2)).all()
    services.delete(gone)
    services.delete(gone)
    services.change(moved, 1, date(2030, 1, 2), date(2030, 1, 3), **{**MAY, "kind": "public"})

    assert fill_calendar(clock.now()) == 0
    assert moved.first_on == date(2030, 1, 2)
    assert moved.region == ""  # a public holiday is one of the whole country
    assert gone not in free_between(gone.first_on, gone.last_on)


def test_what_one_added_oneself_is_deleted_for_good(app, ada):
    services.delete(add(date(2027, 5, 1), date(2027, 5, 9)))

    assert db.session.scalars(select(FreePeriod)).all() == []


# --- the page -------------------------------------------------------------------------------------------------------


def typed(**more):
    day = clock.today() + timedelta(days=40)
    return {**MAY, "first_on": day.isoformat(), "last_on": (day + timedelta(days=8)).isoformat(), **more}


def test_a_coordinator_adds_changes_and_deletes(client_of, ada):
    browser = client_of(ada)
    once = fields_of(browser.get("/coordination/calendar").text, "/coordination/calendar")["once"][0]
    for _twice in range(2):
        assert browser.submit("/coordination/calendar", typed(once=once)).location == "/coordination/calendar"
    (period,) = db.session.scalars(select(FreePeriod)).all()
    page = browser.get("/coordination/calendar" + EN).text
    assert "May holiday (schools in the north)" in page
    assert faults_of(page) == faults_of(browser.get(period.path).text) == []

    form = fields_of(browser.get(period.path).text, period.path)
    assert form["name_nl"] == ["Meivakantie"]
    assert browser.submit(period.path, typed(name_en="Spring week", version=form["version"][0])).status_code == 302
    assert "Spring week" in browser.get("/coordination/calendar" + EN).text
    assert "Spring week" in browser.get(f"{period.path}/deletion{EN}").text
    assert browser.submit(f"{period.path}/deletion").status_code == 302
    assert browser.get(period.path).status_code == 404


@pytest.mark.parametrize("path", ["", "/1", "/1/deletion"])
def test_only_coordinators_of_the_network_tend_it(client_of, bram, theme, path):
    lead(theme, bram)
    add(date(2027, 5, 1), date(2027, 5, 9))
    path = f"/coordination/calendar{path}"

    assert client_of(bram).get(path).status_code == client_of(bram).submit(path, typed()).status_code == 403
    assert client_of(None).get(path).location.startswith("/sign-in")
    assert len(db.session.scalars(select(FreePeriod)).all()) == 1


@pytest.mark.parametrize(("form", "fault"), [
    ({"name_nl": ""}, "Fill this in."),
    ({"name_nl": "x" * 61}, "This is too long: at most 60 characters."),
    ({"first_on": ""}, "Choose a date."),
    ({"first_on": "2027-02-30"}, "Not a valid date value."),
    ({"first_on": "1900-01-01"}, "That is more than ten years away."),
    ({"first_on": "9999-12-31", "last_on": "9999-12-31"}, "That is more than ten years away."),
    ({"last_on": "2020-01-01"}, "The last day cannot come before the first."),
    ({"last_on": "2035-01-01"}, "That is longer than ten weeks."),
    ({"region": "west"}, "Not a valid choice"),
    ({"kind": "carnival"}, "Not a valid choice"),
])  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field(client_of, ada, form, fault):
    answer = client_of(ada).submit("/coordination/calendar" + EN, typed(**form))

    assert answer.status_code == 422
    assert fault in answer.text
    assert faults_of(answer.text) == []
    assert db.session.scalars(select(FreePeriod)).all() == []


def test_who_saves_second_sees_both(client_of, ada):
    period = add(date(2027, 5, 1), date(2027, 5, 9))
    browser = client_of(ada)
    browser.submit(period.path, typed(name_nl="Eerste", version="1"))
    answer = browser.submit(period.path + EN, typed(name_nl="Tweede", version="1"))

    assert answer.status_code == 409
    assert 'value="Tweede"' in answer.text
    assert "Eerste" in answer.text.split('class="theirs"')[1]
    assert faults_of(answer.text) == []
    again = fields_of(answer.text, period.path)
    assert browser.submit(period.path, {name: value[0] for name, value in again.items()}).status_code == 302
    db.session.rollback()
    db.session.refresh(period)
    assert period.name_nl == "Tweede"


def test_the_month_shows_what_is_free(client_of, visitor, make_meetup, bram):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        services.fill(date(2026, 12, 1))
        make_meetup(starts_at=datetime(2026, 12, 17, 14, tzinfo=UTC))
        for browser in (visitor, client_of(bram)):
            page = browser.get("/meetups?view=month&month=2026-12&lang=en").text
            assert page.count("Christmas Day") >= 1
            assert "Christmas holiday" in page
            assert page.count('class="month__free"') == 13 + 1  # 19 to 31 December, and what the mark means
            assert faults_of(page) == []
        with statements() as seen:
            visitor.get("/meetups?view=month&month=2026-12&lang=nl&theme=x")
        assert len(seen) <= 4


def test_a_deleted_period_shows_nowhere(visitor, make_meetup):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        services.fill(date(2026, 12, 1))
        make_meetup(starts_at=datetime(2026, 12, 17, 14, tzinfo=UTC))
        for period in db.session.scalars(select(FreePeriod).where(FreePeriod.kind == "school")):
            services.delete(period)
        assert "Christmas holiday" not in visitor.get("/meetups?view=month&month=2026-12&lang=en").text


def test_a_period_that_never_begins_is_refused_by_the_database(app):
    begin, _end = moments_of(date(2027, 5, 1), date(2027, 5, 1))
    row = FreePeriod(kind="school", name_nl="Niets", begins_at=begin, ends_at=begin)
    with pytest.raises(Exception, match="lasts"), writing() as session:
        session.add(row)
