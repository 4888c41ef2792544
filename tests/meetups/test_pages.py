"""What the pages of meetups say to whom: asking first, the list for at the door, the month, both texts side by side."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from cast import soon, statements
from pages import faults_of

from network.kernel import clock
from network.links.models import EVERYONE
from network.links.queries import Chosen
from network.links.services import register
from network.meetups.seats import withdraw
from network.meetups.services import call_off

EN = "?lang=en"


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>", maxsplit=1)[0]).split())


@pytest.fixture
def filled(theme):
    day = clock.local(soon(20)).date()
    return {
        "title": "Kijken bij Ketelbrug", "theme": theme.slug, "kind": "company_visit", "mode": "in_person", "audience": "network",
        "date": day.isoformat(), "starts": "15:30", "ends": "18:00", "capacity": "16", "place": "Ketelbrug",
        "description": "We kijken mee.", "language": "nl", "once": "een-sleutel",
    }  # fmt: skip


def test_a_page_asks_before_a_seat_or_a_place_is_given_up(client_of, make_meetup, bram, chen, dina):
    meetup = make_meetup(seats=1, signups=(bram, chen))
    path = f"{meetup.path}/signup/withdrawal"

    assert "Give up your seat?" in words_of(client_of(bram).get(path + EN).text)
    assert "The next in line gets your seat." in words_of(client_of(bram).get(path + EN).text)
    assert "You are 1st of 1 now." in words_of(client_of(chen).get(path + EN).text)
    for member in (bram, chen):
        assert faults_of(client_of(member).get(path).text) == []
    assert client_of(dina).get(path).location == meetup.path  # nothing to give up


def test_asking_changes_nothing_and_the_line_is_spoken_of_only_where_there_is_one(client_of, make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    browser = client_of(bram)

    page = words_of(browser.get(f"{meetup.path}/signup/withdrawal{EN}").text)
    assert "next in line" not in page
    assert "next in line" not in browser.get(meetup.path + EN).text
    assert "You have a seat" in browser.get(meetup.path + EN).text


def test_nobody_is_asked_about_what_is_called_off_or_under_way(client_of, make_meetup, bram):
    meetup, other = make_meetup(signups=(bram,), days=1), make_meetup(signups=(bram,))
    call_off(other, "Ziek.")

    assert client_of(bram).get(f"{other.path}/signup/withdrawal").location == other.path
    with time_machine.travel(meetup.starts_at + timedelta(minutes=5), tick=False):
        assert client_of(bram).get(f"{meetup.path}/signup/withdrawal").status_code == 409


def test_the_list_for_at_the_door_keeps_the_line_apart(client_of, make_meetup, ada, bram, chen, dina):
    meetup = make_meetup(seats=2, signups=(bram, chen, dina))

    page = client_of(ada).get(f"{meetup.path}/roster{EN}").text
    seated, waiting, walked_in = page.split("<table")[1:]
    assert meetup.title in words_of(page.split("<table")[0])
    assert "2 people with a seat" in " ".join(seated.split())
    assert [name for name in ("Bram", "Chen", "Dina") if name in seated] == ["Bram", "Chen"]
    assert "1 person on the waiting list" in " ".join(waiting.split())
    assert "Dina" in waiting
    assert re.findall(r'roster__n">(\d+)<', waiting) == ["1"]
    assert "Signature" in seated
    assert walked_in.count("roster__blank") == 5  # to write on, on paper
    assert faults_of(page) == []


def test_an_empty_month_leads_to_the_next_that_holds_something(visitor, make_meetup):
    begin = datetime(2031, 5, 7, 13, tzinfo=clock.now().tzinfo)
    make_meetup(title="Ver weg", starts_at=begin)

    with statements() as seen:
        page = visitor.get("/meetups?view=month&month=2031-02&lang=en").text
    assert len(seen) <= 4
    assert "No meetups in February 2031. The next ones are in May 2031." in words_of(page)
    assert 'href="?view=month&amp;month=2031-05"' in page
    assert faults_of(page) == []
    assert "Ver weg" in visitor.get("/meetups?view=month&month=2031-05").text
    assert "nor after it" in words_of(visitor.get("/meetups?view=month&month=2031-06&lang=en").text)


def test_the_last_hour_of_a_month_belongs_to_it_and_the_first_to_the_next(visitor, make_meetup):
    make_meetup(title="Nieuwjaar", starts_at=clock.moment(date(2031, 1, 1), time()))

    assert "month=2031-01" in visitor.get("/meetups?view=month&month=2030-12").text
    assert "Nieuwjaar" not in visitor.get("/meetups?view=month&month=2030-12").text
    assert "Nieuwjaar" in visitor.get("/meetups?view=month&month=2031-01").text


def test_faults_are_told_in_the_order_of_the_page(client_of, ada):
    page = client_of(ada).submit("/meetups", {"mode": "in_person"}).text
    told = re.findall(r'<li><a href="#([a-z]+)', page.split('class="faults"')[1].split("</ul>")[0])
    fields = [name for name in re.findall(r'<(?:input|select|textarea)[^>]* id="([a-z]+)', page) if name in told]

    assert {"title", "description", "date", "starts", "ends", "place", "capacity"} <= set(told)
    assert told == list(dict.fromkeys(fields))


def test_what_is_needed_is_not_called_optional(client_of, ada):
    page = client_of(ada).get(f"/meetups/new{EN}").text

    for name in ("title", "description", "place", "link"):
        assert "may be empty" not in page.split(f'<label for="{name}">')[1].split("</label>")[0], name
    assert "may be empty" in page.split('<label for="bring">')[1].split("</label>")[0]


def test_what_is_over_shows_no_link_and_promises_no_names(client_of, make_meetup, ada, bram):
    secret = "https://video.example/kamer-7"
    meetup = make_meetup(signups=(bram,), mode="online", link=secret, days=1)

    with time_machine.travel(meetup.ends_at + timedelta(minutes=1), tick=False):
        for member in (ada, bram):
            page = client_of(member).get(meetup.path + EN).text
            assert secret not in page
            assert "sees the link here" not in page
            assert "on the day itself" not in page
        assert secret.encode() not in client_of(bram).get(f"{meetup.path}.ics").data


def test_the_others_text_stands_beside_ones_own(client_of, make_meetup, ada, filled):
    meetup = make_meetup()
    browser, version = client_of(ada), str(meetup.version)
    browser.submit(meetup.path, {**filled, "place": "Kantine", "starts": "14:00", "version": version})

    page = browser.submit(
        meetup.path + EN,
        {**filled, "title": "Tweede", "mode": "hybrid", "link": "https://a.example", "version": version},
    )
    theirs = [
        words_of(f"<main>{each.split('</div>')[0]}</main>") for each in page.text.split('<div class="theirs">')[1:]
    ]
    assert page.status_code == 409
    assert 'value="Tweede"' in page.text
    for words in ("Kijken bij Ketelbrug", "In person", "Kantine", "14:00", "(empty)"):
        assert any(each.endswith(words) for each in theirs), words
    assert len(theirs) == 5
    assert faults_of(page.text) == []


def test_the_others_report_stands_beside_ones_own(client_of, make_meetup, ada):
    meetup = make_meetup(days=1)
    with time_machine.travel(meetup.ends_at + timedelta(hours=1), tick=False):
        browser, version = client_of(ada), str(meetup.version)
        browser.submit(f"{meetup.path}/outcome", {"outcome": "Drie koppels begonnen.", "version": version})
        page = browser.submit(f"{meetup.path}/outcome", {"outcome": "Twee koppels.", "version": version})

    assert page.status_code == 409
    assert "Twee koppels.</textarea>" in page.text
    assert "Drie koppels begonnen." in page.text


def test_a_meetup_in_the_other_language_says_so(visitor, make_meetup):
    meetup = make_meetup(language="en", title="The machine changed again", bring="A notebook")

    assert ">Engels<" in visitor.get(f"{meetup.path}?lang=nl").text
    assert ">English<" not in visitor.get(f"{meetup.path}?lang=en").text


def test_who_gave_a_seat_back_can_sign_up_at_the_thumb(client_of, make_meetup, bram, chen):
    meetup = make_meetup(signups=(bram, chen))
    withdraw(meetup, bram)

    assert "data-within-reach" in client_of(bram).get(meetup.path).text
    assert "data-within-reach" not in client_of(chen).get(meetup.path).text


def test_a_long_figure_of_the_study_leaves_the_titles_in_line(visitor, make_meetup):
    figures = ["74 %", "3,66 mln"]
    nodes = [
        register("finding", n, path=f"/library/x/{n}", titles={"nl": "Zo"}, lines={"nl": line}, audience=EVERYONE)
        for n, line in enumerate(figures, start=1)
    ]
    page = visitor.get(make_meetup(linked=Chosen(nodes)).path).text

    found = set(re.findall(r'class="(fig[^"]*)">(\d[^<]*)<', page))
    assert found == {("fig", figures[0]), ("fig fig--long", figures[1])}
