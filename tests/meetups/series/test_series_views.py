"""Pages of series, as a coordinator, a member, a visitor and an outsider meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pages import fields_of
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.kernel import clock
from network.kernel.database import db
from network.kernel.i18n import force_locale
from network.meetups import services
from network.meetups.models import FOR_NETWORK, Meetup
from network.meetups.series.models import Occurrence, Series
from network.meetups.series.services import begin, end, sign_up
from network.meetups.series.words import rhythm_words
from network.themes.models import CLOSED
from network.themes.services import open_theme

CHOSEN = {"rhythm": "weekly", "interval": "1", "ends": "times", "times": "3"}


@pytest.fixture
def series(make_meetup, ada):
    """Three dates, two weeks apart."""
    meetup = make_meetup(title="Vaste kring", slug="kring")
    day = clock.local(meetup.starts_at).date()
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
    return begin(ada, meetup, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}", day + timedelta(weeks=4))


def meetups():
    db.session.rollback()  # a new look at what browsers have written
    found = select(Meetup).order_by(Meetup.starts_at).options(joinedload(Meetup.theme))
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def sent(browser, page, action, **typed):
    """Send a form as a browser would, with some of it typed anew."""
    return browser.submit(action, {**fields_of(browser.get(page).text, action), **typed})


def test_the_dates_are_shown_before_anything_is_made(client_of, make_meetup, ada):
    meetup = make_meetup()
    browser = client_of(ada)

    answer = browser.submit(f"{meetup.path}/series?lang=en", {**CHOSEN, "preview": "1"})

    assert answer.status_code == 200
    third = clock.local(meetup.starts_at).date() + timedelta(weeks=2)
    assert f"{third.day}\u00a0{third:%B}\u00a0{third.year}" in answer.text
    assert 'value="3"' in answer.text
    assert db.session.scalar(select(func.count()).select_from(Series)) == 0
    assert len(meetups()) == 1


def test_a_meetup_is_made_to_repeat(client_of, make_meetup, ada):
    meetup = make_meetup()
    browser = client_of(ada)

    answer = sent(browser, f"{meetup.path}/series", f"{meetup.path}/series", **CHOSEN)
    again = browser.submit(f"{meetup.path}/series", CHOSEN)

    assert answer.location == "/series/kijken-in-de-werkplaats"
    assert len(meetups()) == 3
    assert again.status_code == 409
    assert browser.get(f"{meetup.path}/series").location == answer.location


def test_days_to_sign_up_are_said_to_hold_for_the_first_date_only(client_of, make_meetup, ada):
    plain, limited = make_meetup(), make_meetup(slug="limited", closes_at=clock.now() + timedelta(days=2))
    browser, said = client_of(ada), "hold for this date"

    assert said not in browser.get(f"{plain.path}/series?lang=en").text
    assert said in browser.get(f"{limited.path}/series?lang=en").text


def test_the_same_form_sent_twice_leads_to_the_same_series(client_of, make_meetup, ada):
    meetup = make_meetup()
    browser = client_of(ada)
    form = {**CHOSEN, "once": "a-form"}

    places = [browser.submit(f"{meetup.path}/series", form).location for _ in range(2)]

    assert places == ["/series/kijken-in-de-werkplaats"] * 2
    assert len(meetups()) == 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"rhythm": ""}, "Choose how often."),
        ({"rhythm": "hourly"}, "Not a valid choice"),
        ({"interval": "0"}, "Choose a number from 1 to 12."),
        ({"interval": "1000000000"}, "Choose a number from 1 to 12."),
        ({"times": ""}, "Fill this in."),
        ({"times": "1"}, "Choose a number from 2 to 100."),
        ({"times": "10000000"}, "Choose a number from 2 to 100."),
        ({"ends": "until"}, "Fill this in."),
        ({"ends": "until", "until": "2020-01-01"}, "Then it is held only once."),
        ({"ends": "until", "until": "9999-01-01"}, "more than three years ahead"),
        ({"ends": "until", "until": "gisteren"}, "Not a valid date"),
        ({"rhythm": "yearly", "interval": "2"}, "Every year is 1."),
        ({"rhythm": "yearly", "weekdays": "OTHER"}, "Other days go with every week only."),
        ({"weekdays": "9"}, "not"),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_kept(client_of, make_meetup, ada, typed, words):
    meetup = make_meetup()
    other = (clock.local(meetup.starts_at).weekday() + 1) % 7
    typed = {name: str(other) if value == "OTHER" else value for name, value in typed.items()}

    answer = client_of(ada).submit(f"{meetup.path}/series?lang=en", {**CHOSEN, **typed})

    assert answer.status_code == 422
    assert words in answer.text
    assert len(meetups()) == 1


def test_a_series_goes_on_without_an_end_and_with_more_days_of_the_week(client_of, make_meetup, ada):
    meetup = make_meetup()
    other = (clock.local(meetup.starts_at).weekday() + 1) % 7

    client_of(ada).submit(
        f"{meetup.path}/series", {**CHOSEN, "ends": "never", "weekdays": [str(other)], "interval": "4"}
    )

    assert {clock.local(each.starts_at).weekday() for each in meetups()} == {
        clock.local(meetup.starts_at).weekday(),
        other,
    }


def test_a_page_of_a_series_says_how_often_what_is_to_come_and_where_one_stands(client_of, series, bram, visitor):
    page = visitor.get(f"{series.path}?lang=en").text
    assert "Every 2 weeks on" in page
    assert page.count('class="day"') == 3
    assert "Sign up for all" not in page

    browser = client_of(bram)
    assert "Sign up for all" in browser.get(f"{series.path}?lang=en").text
    assert browser.submit(f"{series.path}/signup").location == series.path
    page = browser.get(f"{series.path}?lang=en").text
    assert page.count("You have a seat") == 3
    assert "Leave the series" in page


def test_leaving_says_first_which_places_are_given_back(client_of, series, bram):
    browser = client_of(bram)
    assert browser.get(f"{series.path}/signup/withdrawal").location == series.path  # there is nothing to leave
    browser.submit(f"{meetups()[0].path}/signup")
    browser.submit(f"{series.path}/signup")

    page = browser.get(f"{series.path}/signup/withdrawal?lang=en").text
    assert page.count("<li>") - page.count("<li><a") >= 2
    assert "keep them" in page
    assert browser.submit(f"{series.path}/signup/withdrawal").location == series.path

    assert [each.taken for each in meetups()] == [1, 0, 0]


def test_a_meetup_says_what_series_it_is_of_and_what_comes_after_it(client_of, series, visitor, ada):
    first, second, last = meetups()

    page = visitor.get(f"{first.path}?lang=en").text
    assert f'href="{series.path}"' in page
    assert f'href="{second.path}"' in page
    assert "After this one" not in visitor.get(f"{last.path}?lang=en").text
    assert f"{series.path}/edit?from={second.slug}" in client_of(ada).get(second.path).text


def test_a_meetup_of_no_series_can_repeat_while_it_is_to_come(client_of, make_meetup, ada, bram):
    meetup = make_meetup()
    assert f"{meetup.path}/series" in client_of(ada).get(meetup.path).text
    assert f"{meetup.path}/series" not in client_of(bram).get(meetup.path).text

    services.call_off(meetup, "Ziek")
    assert f"{meetup.path}/series" not in client_of(ada).get(meetup.path).text


def test_a_change_goes_to_this_one_and_the_following(client_of, series, ada):
    first, second, _last = meetups()
    page = f"{series.path}/edit?from={second.slug}&lang=en"
    assert "changes along" in client_of(ada).get(page).text

    answer = sent(client_of(ada), page, series.path, place="Venlo", starts="09:00", ends="10:30")

    assert answer.location == series.path
    assert [each.place for each in meetups()] == [first.place, "Venlo", "Venlo"]
    assert [each.minutes for each in meetups()] == [120, 90, 90]


def test_the_form_says_which_dates_stay_as_they_are_and_why(client_of, series, ada):
    _first, second, last = meetups()
    client_of(ada).submit(f"{last.path}/cancellation", {"reason": "Ziek"})
    changed = sent(client_of(ada), f"{second.path}/edit", second.path, title="Bijzonder")
    assert changed.status_code == 302

    page = client_of(ada).get(f"{series.path}/edit?lang=en").text

    assert page.count("changes along") == 1
    assert page.count("it was changed by itself") == 1
    assert page.count("it is called off") == 1


def test_of_two_coordinators_the_second_sees_both_texts(client_of, series, ada):
    browser, page = client_of(ada), f"{series.path}/edit?lang=en"
    mine = fields_of(browser.get(page).text, series.path)
    sent(browser, page, series.path, title="Hun kring")

    answer = browser.submit(series.path, {**mine, "title": "Mijn kring"})

    assert answer.status_code == 409
    assert "Hun kring" in answer.text
    assert 'value="Mijn kring"' in answer.text
    assert {each.title for each in meetups()} == {"Hun kring"}
    assert browser.submit(series.path, fields_of(answer.text, series.path)).status_code == 302
    assert {each.title for each in meetups()} == {"Mijn kring"}


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"title": ""}, 422), ({"title": "x" * 121}, 422), ({"ends": "01:00"}, 422), ({"place": ""}, 422),
        ({"link": "javascript:alert(1)"}, 422), ({"capacity": "0"}, 422), ({"capacity": "1000000000"}, 422),
        ({"until": "2020-01-01"}, 422), ({"scope": "past"}, 422), ({"since": "nowhere"}, 302), ({"version": "x"}, 409),
        ({"until": ""}, 302), ({"title": "<script>alert(1)</script>"}, 302),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_so_is_told_at_the_field(client_of, series, ada, typed, status):
    answer = sent(client_of(ada), f"{series.path}/edit", series.path, **typed)

    assert answer.status_code == status
    assert "<script>alert" not in client_of(ada).get(series.path).text


def test_fewer_seats_than_are_taken_at_one_date_is_told_at_the_field(client_of, series, ada, bram, chen):
    for member in (bram, chen):
        sign_up(series, member)

    answer = sent(client_of(ada), f"{series.path}/edit?lang=en", f"{series.path}", capacity="1")

    assert answer.status_code == 422
    assert "capacity-error" in answer.text


def test_a_series_ends_with_its_dates_kept_or_called_off(client_of, series, ada, bram):
    sign_up(series, bram)
    browser = client_of(ada)
    assert "1 person signed up" in browser.get(f"{series.path}/ending?lang=en").text
    assert browser.submit(f"{series.path}/ending", {"coming": "call off"}).status_code == 422  # without a word

    browser.submit(f"{series.path}/ending", {"coming": "call off", "reason": "De kring is rond."})

    assert [each.is_cancelled for each in meetups()] == [True] * 3
    assert browser.get(f"{series.path}/ending").location == series.path
    assert browser.get(f"{series.path}/edit").status_code == 409
    assert "Ended" in browser.get(f"{series.path}?lang=en").text


def test_a_word_typed_beside_keeping_them_calls_nothing_off(client_of, series, ada):
    client_of(ada).submit(f"{series.path}/ending", {"coming": "keep", "reason": "Toch niet."})

    assert [each.is_cancelled for each in meetups()] == [False] * 3


def test_a_series_of_a_closed_theme_is_not_there_for_outsiders(client_of, make_meetup, ada, bram, dina, visitor):
    circle = open_theme(ada, title_nl="Kring", title_en="", access=CLOSED)
    ada.theme_ids = ada.led_theme_ids = frozenset({circle.id})
    meetup = make_meetup(theme=circle, audience=FOR_NETWORK)
    found = begin(ada, meetup, "FREQ=MONTHLY;BYMONTHDAY=3", None)

    assert client_of(ada).get(found.path).status_code == 200
    for browser in (visitor, client_of(bram), client_of(dina)):
        assert browser.get(found.path).status_code == 404
    for member in (bram, dina):
        assert client_of(member).submit(f"{found.path}/signup").status_code == 404


def test_a_date_that_moved_into_a_closed_theme_is_not_shown(client_of, series, ada, visitor):
    first, second, _last = meetups()
    circle = open_theme(ada, title_nl="Kring", title_en="", access=CLOSED)
    services.change(second, second.version, theme=circle)

    page = visitor.get(f"{series.path}?lang=en").text
    assert page.count('class="day"') == 2
    assert second.path not in visitor.get(first.path).text
    assert series.path not in client_of(ada).get(second.path).text


def test_what_was_held_is_folded_away(client_of, series, visitor, ada):
    held = meetups()[0]
    begun = clock.now() - timedelta(days=3)
    services.change(held, held.version, starts_at=begun, ends_at=begun + timedelta(hours=1))

    assert "Held before" in visitor.get(f"{series.path}?lang=en").text


@pytest.mark.parametrize(
    ("rule", "dutch", "english"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "elke week op dinsdag", "every week on Tuesday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,FR", "elke 2 weken op maandag, dinsdag en vrijdag",
         "every 2 weeks on Monday, Tuesday and Friday"),
        ("FREQ=MONTHLY;BYDAY=2TU", "elke tweede dinsdag van de maand", "every second Tuesday of the month"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=4TU", "elke 3 maanden op de vierde dinsdag", "every 3 months on the fourth Tuesday"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "elke laatste dinsdag van de maand", "every last Tuesday of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TU", "elke 2 maanden op de laatste dinsdag", "every 2 months on the last Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=3", "elke maand op de 3e", "every month on the 3rd"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=11", "elke 6 maanden op de 11e", "every 6 months on the 11th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "elke laatste dag van de maand", "every last day of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "elke 2 maanden op de laatste dag", "every 2 months on the last day"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "elk jaar op 1 mei", "every year on 1 May"),
    ],
)  # fmt: skip
def test_a_rhythm_is_said_as_one_would_say_it(app, rule, dutch, english):
    said = []
    for code in ("nl", "en"):
        with force_locale(code):
            said.append(rhythm_words(rule))

    assert said == [dutch, english]


def test_one_can_still_come_to_what_an_ended_series_keeps(client_of, series, bram):
    end(series)
    browser = client_of(bram)

    assert browser.submit(f"{series.path}/signup").status_code == 302
    assert [each.taken for each in meetups()] == [1, 1, 1]
    assert db.session.scalar(select(func.count()).select_from(Occurrence)) == 3
