"""Choosing meetups by theme, kind, place, language and room: in the address, and kept from page to page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from cast import soon, statements
from conftest import both_databases
from pages import faults_of

from network.kernel import clock
from network.meetups import queries
from network.meetups.queries import Wishes, page_for
from network.meetups.services import call_off

EN = "&lang=en"


@pytest.fixture
def three(make_meetup, bram):
    """A workshop in English that is full, a lecture online, and the visit that every test begins with."""
    make_meetup(1, (bram,), title="Vol", kind="workshop", language="en")
    make_meetup(title="Lezing", kind="lecture", mode="online", link="https://example.org/a", theme=None)
    return make_meetup(title="Bezoek")


def found(page):
    return set(re.findall(r"Vol|Lezing|Bezoek", page.split('<ul class="agenda">')[-1] if "agenda" in page else ""))


@both_databases
@pytest.mark.parametrize(("asked", "titles"), [
    ("", {"Vol", "Lezing", "Bezoek"}),
    ("kind=lecture", {"Lezing"}),
    ("language=en", {"Vol"}),
    ("language=nl", {"Lezing", "Bezoek"}),
    ("room=yes", {"Lezing", "Bezoek"}),
    ("mode=in_person&room=yes", {"Bezoek"}),
    ("kind=workshop&room=yes", set()),
    ("kind=nonsense&language=fr&room=perhaps&mode=&theme=nergens", {"Vol", "Lezing", "Bezoek"}),
    ("kind=%00", None),
])  # fmt: skip
def test_a_list_shows_what_meets_all_choices(three, visitor, asked, titles):
    answer = visitor.get(f"/meetups?{asked}{EN}")

    assert answer.status_code == (404 if titles is None else 200)
    if titles is not None:
        assert found(answer.text) == titles
        assert faults_of(answer.text) == []


def test_room_is_none_where_somebody_waits_or_it_is_called_off(three, make_meetup, bram, chen, visitor):
    call_off(make_meetup(title="Lezing"), "Ziek")
    make_meetup(1, (bram, chen), title="Vol")

    assert found(visitor.get("/meetups?room=yes").text) == {"Lezing", "Bezoek"}


@pytest.mark.parametrize("view", ["", "&when=past", "&view=month"])
def test_choices_stay_from_view_to_view_and_can_be_dropped(three, client_of, bram, theme, view):
    asked = f"theme={theme.slug}&mode=in_person&kind=company_visit&language=nl"
    page = client_of(bram).get(f"/meetups?{asked}{view}{EN}").text

    for name, value in (pair.split("=") for pair in asked.split("&")):
        assert re.search(rf'name="{name}">.*?<option value="{value}" selected>', page), name
    links = re.findall(r'href="(/meetups\?[^"]+)"', page.split('class="actions views"')[1].split("</p>")[0])
    kept = [link for link in links if "kind=company_visit" in link]
    assert len(kept) == 3
    assert all("language=nl" in link and f"theme={theme.slug}" in link for link in kept)
    assert "Drop all choices" in page
    assert "Drop all choices" not in client_of(bram).get(f"/meetups?{view}{EN}").text
    assert faults_of(page) == []


def test_nothing_that_meets_them_leads_back_to_all(three, visitor):
    page = visitor.get(f"/meetups?kind=webinar{EN}").text

    assert "No meetup meets all of these choices" in page
    assert '<a class="button" href="/meetups">Show all meetups</a>' in page
    assert "No meetup meets" not in visitor.get(f"/meetups?when=past{EN}").text


def test_room_says_nothing_of_what_is_over(make_meetup, bram, visitor):
    meetup = make_meetup(1, (bram,), title="Vol", days=1)
    with time_machine.travel(meetup.ends_at + timedelta(days=1), tick=False):
        page = visitor.get(f"/meetups?when=past&room=yes{EN}").text

    assert found(page) == {"Vol"}
    assert 'name="room"' not in page


def test_a_month_is_narrowed_alike(make_meetup, three, visitor):
    first = clock.local(three.starts_at).date().replace(day=1)
    page = visitor.get(f"/meetups?view=month&month={first:%Y-%m}&kind=lecture{EN}").text

    assert "Lezing" in page
    assert "Bezoek" not in page


def test_the_next_page_keeps_the_choices(make_meetup, visitor, monkeypatch):
    monkeypatch.setattr(queries, "A_PAGE", 2)
    queries._list.cache_clear()
    for n in range(5):
        make_meetup(title=f"Nummer {n}", starts_at=soon(10 + n), kind="lecture" if n % 2 == 0 else "workshop")
    page = visitor.get(f"/meetups?kind=lecture&room=yes{EN}").text
    following = re.search(r'rel="next" href="([^"]+)"', page)
    queries._list.cache_clear()

    assert re.findall(r"Nummer \d", page) == ["Nummer 0", "Nummer 2"]
    assert following is not None
    more = visitor.get("/meetups" + following[1].replace("&amp;", "&")).text
    assert re.findall(r"Nummer \d", more) == ["Nummer 4"]


def test_choices_cost_no_statement_more(three, visitor, client_of, bram):
    for browser, most in ((visitor, 4), (client_of(bram), 7)):
        for asked in ("", "kind=lecture&language=nl&room=yes&mode=online"):
            for view in ("", "&when=past", "&view=month"):
                with statements() as seen:
                    browser.get(f"/meetups?{asked}{view}")
                assert len(seen) <= most, (asked, view)


def test_a_set_of_wishes_is_made_into_a_statement_once(app):
    queries._list.cache_clear()
    for kind in ("lecture", "workshop"):
        page_for(None, Wishes(kind=kind))

    assert queries._list.cache_info().misses == 1
