"""Meetup pages and forms, and the answers in JSON that others rely on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from cast import soon, statements
from pages import fields_of
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.links.models import EVERYONE
from network.links.queries import Chosen, nodes_linked_to
from network.links.services import register
from network.meetups.models import Meetup
from network.meetups.services import call_off, change
from network.themes.models import CLOSED
from network.themes.services import open_theme

JSON = {"Accept": "application/json"}


@pytest.fixture
def filled(theme):
    """A form that is right."""
    day = clock.local(soon(20)).date()
    return {
        "title": "Kijken bij Ketelbrug", "theme": theme.slug, "kind": "company_visit", "mode": "in_person", "audience": "network",
        "date": day.isoformat(), "starts": "15:30", "ends": "18:00", "capacity": "16", "place": "Ketelbrug",
        "description": "We kijken mee.", "language": "nl", "once": "een-sleutel",
    }  # fmt: skip


def test_the_seat_as_json(client_of, make_meetup, bram, chen, ada):
    meetup = make_meetup(seats=1, slug="een")

    assert client_of(bram).submit("/meetups/een/signup", headers=JSON).json == {"status": "seated", "position": None}
    assert client_of(chen).submit("/meetups/een/signup", headers=JSON).json == {"status": "waiting", "position": 1}
    assert client_of(ada).submit("/meetups/een/signup", headers=JSON).json == {"status": "waiting", "position": 2}
    assert client_of(chen).submit("/meetups/een/signup", headers=JSON).json == {"status": "waiting", "position": 1}
    gone = client_of(bram).submit("/meetups/een/signup/withdrawal", headers=JSON)
    assert gone.json == {"status": "withdrawn", "position": None}
    assert client_of(chen).submit("/meetups/een/signup", headers=JSON).json == {"status": "seated", "position": None}
    assert meetup.path == "/meetups/een"


def test_a_visitor_may_look_but_not_sign_up(visitor, make_meetup):
    meetup = make_meetup()

    assert visitor.get(meetup.path).status_code == 200
    assert visitor.submit(f"{meetup.path}/signup", headers=JSON).status_code == 401
    assert "/sign-in" in visitor.submit(f"{meetup.path}/signup").location


def test_without_a_token_nothing_happens(client_of, make_meetup, bram):
    meetup = make_meetup()

    assert client_of(bram).post(f"{meetup.path}/signup", headers=JSON).status_code == 400


def test_a_called_off_meetup_says_why_and_what_next(client_of, make_meetup, bram):
    meetup = make_meetup()
    call_off(meetup, "De spreker is ziek.")

    page = client_of(bram).submit(f"{meetup.path}/signup")
    assert page.status_code == 409
    assert client_of(bram).submit(f"{meetup.path}/signup", headers=JSON).json["error"] == "CalledOff"
    assert "De spreker is ziek." in client_of(bram).get(meetup.path).text


def test_the_link_is_for_those_who_have_a_seat(client_of, make_meetup, bram, chen, visitor):
    secret = "https://video.example/kamer-7"
    meetup = make_meetup(seats=1, signups=(bram, chen), mode="online", link=secret)

    assert secret in client_of(bram).get(meetup.path).text
    assert secret not in client_of(chen).get(meetup.path).text
    assert secret not in visitor.get(meetup.path).text
    assert secret.encode() not in visitor.get(f"{meetup.path}.ics").data
    assert secret.encode() in client_of(bram).get(f"{meetup.path}.ics").data


def test_the_meetup_of_a_closed_theme_is_not_there_for_others(client_of, make_meetup, ada, bram, dina, visitor):
    closed = open_theme(ada, title_nl="Vaste kring", title_en="", access=CLOSED)
    meetup = make_meetup(theme=closed)

    for browser in (visitor, client_of(bram), client_of(dina)):
        assert browser.get(meetup.path).status_code == 404
        assert "Kijken in de werkplaats" not in browser.get("/meetups").text
    assert client_of(bram).submit(f"{meetup.path}/signup").status_code == 404
    assert client_of(ada).get(meetup.path).status_code == 200


def test_a_coordinator_plans_a_meetup_once(client_of, ada, filled):
    browser = client_of(ada)

    first = browser.submit("/meetups", filled)
    again = browser.submit("/meetups", filled)

    assert first.status_code == 302
    assert first.location == again.location
    db.session.rollback()
    meetup = db.session.scalars(db.select(Meetup)).one()
    assert clock.local(meetup.starts_at).strftime("%H:%M") == "15:30"
    assert meetup.capacity == 16


def test_a_member_does_not_plan(client_of, bram, filled):
    assert client_of(bram).get("/meetups/new").status_code == 403
    assert client_of(bram).submit("/meetups", filled).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Fill this in"),
        ("title", "x" * 121, "at most 120"),
        ("date", "2020-01-01", "has passed"),
        ("date", "morgen", "valid date"),
        ("ends", "15:00", "after the start"),
        ("capacity", "0", "from 1 to"),
        ("capacity", "1000000000", "from 1 to"),
        ("capacity", "veel", "a whole number"),
        ("capacity", "1_0", "a whole number"),
        ("capacity", "١٢", "a whole number"),
        ("capacity", "1,5", "a whole number"),
        ("place", "", "where people must be"),
        ("link", "javascript:alert(1)", "begins with https"),
        ("programme", "geen tijd", "Begin each line with a time"),
        ("theme", "bestaat-niet", "valid choice"),
        ("kind", "feest", "valid choice"),
    ],
)
def test_bad_input_is_told_at_the_field_and_kept(client_of, ada, filled, field, value, words):
    answer = client_of(ada).submit("/meetups?lang=en", {**filled, field: value})

    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert "We kijken mee." in answer.text
    assert db.session.scalar(db.select(Meetup.id)) is None


def test_a_capacity_below_those_seated_is_told_at_the_field(client_of, make_meetup, ada, bram, chen, filled):
    meetup = make_meetup(seats=2, signups=(bram, chen))

    answer = client_of(ada).submit(
        f"{meetup.path}?lang=en", {**filled, "capacity": "1", "version": str(meetup.version)}
    )

    assert answer.status_code == 422
    assert "already have a seat" in answer.text


def test_two_coordinators_editing_lose_nothing(client_of, make_meetup, ada, filled):
    meetup = make_meetup()
    version = str(meetup.version)
    browser = client_of(ada)

    assert browser.submit(meetup.path, {**filled, "title": "Eerste", "version": version}).status_code == 302
    second = browser.submit(f"{meetup.path}?lang=en", {**filled, "title": "Tweede", "version": version})

    assert second.status_code == 409
    assert "Tweede" in second.text
    assert "Somebody else changed this meanwhile" in second.text
    db.session.rollback()
    assert db.session.get(Meetup, meetup.id).title == "Eerste"


def test_a_time_that_the_clock_skips_is_refused(client_of, ada, filled):
    answer = client_of(ada).submit(
        "/meetups?lang=en", {**filled, "date": "2027-03-28", "starts": "02:30", "ends": "04:00"}
    )

    assert answer.status_code == 422
    assert "does not exist" in answer.text


def test_pages_cost_the_same_with_few_and_many(client_of, make_meetup, make_member, bram):
    browser = client_of(bram)
    meetup = make_meetup(seats=50, signups=(bram,))
    few = _cost(browser, meetup)

    for n in range(30):
        make_meetup(seats=3, days=3 + n)
    members = [make_member(f"Lid{n} Achternaam") for n in range(12)]
    from network.meetups.seats import sign_up

    for member in members:
        sign_up(meetup, member)

    assert _cost(browser, meetup) == few
    assert max(few) <= 7


def _cost(browser, meetup):
    costs = []
    month = f"/meetups?view=month&month={clock.local(meetup.starts_at):%Y-%m}"
    for path in ("/meetups", meetup.path, "/meetups/mine", month):
        with statements() as seen:
            assert browser.get(path).status_code == 200
        costs.append(len(seen))
    return costs


def test_a_visitor_costs_at_most_four_statements(visitor, make_meetup):
    meetup = make_meetup()

    for path in ("/meetups", meetup.path, "/meetups?when=past", "/meetups?view=month"):
        with statements() as seen:
            assert visitor.get(path).status_code == 200
        assert len(seen) <= 4, path


def test_the_list_goes_on_from_page_to_page(visitor, make_meetup):
    for n in range(45):
        make_meetup(days=2 + n, title=f"Bijeenkomst {n:02d}")
    seen, path = [], "/meetups"
    while path:
        text = visitor.get(path).text
        seen += [n for n in range(45) if f"Bijeenkomst {n:02d}<" in text]
        path = (
            "/meetups?" + text.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in text
            else ""
        )

    assert seen == list(range(45))


def test_hostile_text_is_shown_as_typed(visitor, make_meetup):
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    meetup = make_meetup(title=hostile[:100], description=hostile, place=hostile[:100])

    page = visitor.get(meetup.path).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_afterwards_the_coordinator_tells_what_came_of_it(client_of, make_meetup, ada, bram):
    import time_machine

    meetup = make_meetup(signups=(bram,), days=1)

    assert client_of(ada).get(f"{meetup.path}/outcome").status_code == 409
    with time_machine.travel(meetup.ends_at + timedelta(hours=1), tick=False):
        assert (
            client_of(ada)
            .submit(f"{meetup.path}/outcome", {"outcome": "Drie koppels begonnen.", "version": meetup.version})
            .status_code
            == 302
        )
        assert "Drie koppels begonnen." in client_of(bram).get(meetup.path).text


def test_a_theme_that_closes_takes_its_meetups_along_and_brings_them_back(visitor, make_meetup, theme):
    from network.themes.models import OPEN
    from network.themes.services import change

    make_meetup(title="Proefdraaien")
    for access, found in ((CLOSED, False), (OPEN, True)):
        change(theme, theme.version, access=access)
        assert ("Proefdraaien" in visitor.get("/search?q=proefdraaien").text.split("<main")[1]) is found


def test_a_coordinator_opens_a_meetup_and_saves_it_as_it_was(client_of, make_meetup, ada, bram):
    meetup = make_meetup(
        signups=(bram,), programme=[["15:30", "Koffie"], ["16:00", "Kijken"]], bring="Dichte schoenen",
        starts_at=soon(14).replace(hour=13),
    )  # fmt: skip
    browser = client_of(ada)

    page = browser.get(f"{meetup.path}/edit").text
    assert "15:30 Koffie\n16:00 Kijken" in page
    begin, end = clock.local(meetup.starts_at), clock.local(meetup.ends_at)
    same = {
        "title": meetup.title, "theme": meetup.theme.slug, "kind": meetup.kind, "mode": meetup.mode, "audience": "network",
        "date": begin.date().isoformat(), "starts": f"{begin:%H:%M}", "ends": f"{end:%H:%M}", "capacity": "2",
        "place": meetup.place, "description": meetup.description, "bring": meetup.bring, "language": "nl",
        "programme": "15:30 Koffie\n16:00 Kijken", "version": str(meetup.version),
    }  # fmt: skip
    sequence = meetup.sequence
    assert browser.submit(meetup.path, same).status_code == 302
    db.session.rollback()
    db.session.refresh(meetup, ["sequence", "programme", "version"])

    assert (meetup.sequence, meetup.version) == (sequence, 2)  # nothing that a calendar must hear of
    assert meetup.programme == [["15:30", "Koffie"], ["16:00", "Kijken"]]


@pytest.mark.parametrize(
    "link",
    [
        "https://[::1",
        "https://",
        "https://:443",
        "https://a.example:x",
        "https://a.example/een kamer",
        "https://a b.example",
    ]
    + [f"https://a.example/{quote}kamer" for quote in "\"'’”<\\"],
)
def test_an_odd_link_is_told_at_the_field(client_of, ada, filled, link):
    answer = client_of(ada).submit("/meetups?lang=en", {**filled, "mode": "online", "link": link})

    assert answer.status_code == 422
    assert "begins with https" in answer.text


@pytest.mark.parametrize("link", ["https://café.example:8443/k?pwd=a%20b&x=(1)#top", "http://localhost/kamer"])
def test_a_link_that_one_can_follow_is_taken(client_of, ada, filled, link):
    client_of(ada).submit("/meetups", {**filled, "mode": "online", "link": link, "capacity": "1.200"})

    meetup = db.session.scalars(db.select(Meetup)).one()
    assert (meetup.link, meetup.capacity) == (link, 1200)
    assert 'value="1.200"' in client_of(ada).get(f"{meetup.path}/edit?lang=nl").text


def test_an_end_that_the_clock_skips_is_refused(client_of, ada, filled):
    night = {**filled, "date": "2027-03-28", "starts": "01:30", "ends": "02:30"}

    assert client_of(ada).submit("/meetups", night).status_code == 422


def test_a_night_in_which_the_clock_goes_back_ends_when_it_says(client_of, ada, filled):
    client_of(ada).submit("/meetups", {**filled, "date": "2027-10-31", "starts": "01:30", "ends": "04:00"})

    db.session.rollback()
    meetup = db.session.scalars(db.select(Meetup)).one()
    assert f"{clock.local(meetup.ends_at):%H:%M}" == "04:00"
    assert meetup.minutes == 210


def test_who_signs_in_after_pressing_a_button_comes_back_to_its_page(visitor, make_meetup):
    meetup = make_meetup()

    answer = visitor.submit(f"{meetup.path}/signup", headers={"Referer": f"http://localhost{meetup.path}"})
    assert answer.location == f"/sign-in?next={meetup.path}"
    elsewhere = visitor.submit(f"{meetup.path}/signup", headers={"Referer": "https://evil.example/x"})
    assert elsewhere.location == "/sign-in?next=/"


def test_another_like_it_takes_all_but_the_day_and_the_people(client_of, make_meetup, ada, bram):
    facts = {
        "kind": "workshop",
        "bring": "Werkschoenen",
        "programme": [["15:30", "Koffie"]],
        "host_id": bram.organisation_id,
        "reminders": [[180, "before"]],
        "prepare": "Neem een foto mee.",
        "route": "Achterom.",
    }
    like = make_meetup(seats=7, signups=(bram,), days=100, **facts)
    titles = {"nl": "Negen van de tien", "en": "Nine in ten"}
    node = register("finding", 1, path="/library/x/y", titles=titles, lines={}, audience=EVERYONE)
    change(like, like.version, Chosen([node]))

    browser = client_of(ada)
    action = f"/meetups?like={like.slug}"
    form = fields_of(browser.get(f"{like.path}/copy").text, action)
    assert form["date"] == [""]
    again = browser.submit(action, form)
    assert again.status_code == 422
    assert "Dit begint als" in again.text  # what it began as is still said
    answer = browser.submit(action, {**form, "date": clock.local(soon(40)).date().isoformat()})

    made = db.session.scalars(select(Meetup).where(Meetup.id != like.id)).one()
    assert answer.location == made.path
    kept = ("title", "theme_id", "mode", "place", "description", "capacity", "audience", "language", *facts)
    assert [getattr(made, name) for name in kept] == [getattr(like, name) for name in kept]
    assert (made.taken, made.outcome, made.uid == like.uid) == (0, "", False)
    assert clock.local(made.starts_at).time() == clock.local(like.starts_at).time()
    assert nodes_linked_to("meetup", made.id, "finding") == [node]


def test_what_is_over_or_called_off_can_be_planned_again(client_of, make_meetup, ada):
    off = make_meetup()
    call_off(off, "De spreker is ziek.")
    path = f"{off.path}/copy"

    assert path in client_of(ada).get(off.path).text
    assert client_of(ada).get(path).status_code == 200
    with time_machine.travel(off.ends_at + timedelta(days=3)):
        assert client_of(ada).get(path).status_code == 200


def test_a_seat_is_handed_over_to_a_colleague_of_ones_own_firm(
    client_of, make_meetup, make_member, bram, chen, ketelbrug
):
    gijs, _hidden = make_member("Gijs Mol", ketelbrug), make_member("Hilde Ganzerik", ketelbrug, is_listed=False)
    meetup = make_meetup(signups=(bram,))
    path = f"{meetup.path}/signup/handover"

    page = client_of(bram).get(path).text
    assert "Gijs Mol" in page
    assert "Hilde Ganzerik" not in page
    assert "Chen Li" not in page
    for slug in (chen.slug, "", "nobody"):
        assert client_of(bram).submit(path, {"colleague": slug}).status_code == 422
    twice = [client_of(bram).submit(path, {"colleague": gijs.slug}) for _ in range(2)]

    assert [answer.location for answer in twice] == [meetup.path, meetup.path]
    assert "Je hebt een plek" in client_of(gijs).get(meetup.path).text
    assert client_of(bram).get(path).status_code == 409


def test_who_works_alone_is_told_what_to_do_with_the_seat(client_of, make_meetup, chen):
    meetup = make_meetup(signups=(chen,))

    page = client_of(chen).get(f"{meetup.path}/signup/handover")

    assert page.status_code == 200
    assert "Nog geen collega" in page.text
    assert "<select" not in page.text
