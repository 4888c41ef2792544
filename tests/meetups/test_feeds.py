"""Calendars at secret addresses: what stands in them, for whom, for how long, and what reading them again costs."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
import time_machine
from cast import soon, statements
from conftest import both_databases
from itsdangerous import URLSafeSerializer
from meetups.readers import mailed, read
from pages import fields_of
from sqlalchemy import delete, func, insert, select, update
from together import at_once

from network.accounts.data import all_about
from network.kernel.database import current_version, db, transactional, writing
from network.meetups.feeds.addresses import url_of
from network.meetups.feeds.models import CalendarFeed
from network.meetups.feeds.rules import MINE, MOST, NETWORK, THEME, firmness, takes_time
from network.meetups.feeds.services import follow, renew, stop
from network.meetups.models import Meetup, Signup
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import call_off, change
from network.members.models import ADMINISTRATOR, Member
from network.themes.models import CLOSED, OPEN, Theme
from network.themes.services import change as change_theme
from network.themes.services import join, leave, open_theme


def path_of(feed):
    return url_of(feed).removeprefix("http://localhost")


@pytest.fixture
def fetch(visitor):
    """What a program gets at a feed's address."""

    def ask(feed, **headers):
        return visitor.get(path_of(feed), headers=headers)

    return ask


@pytest.fixture
def file_of(fetch):
    def look(feed):
        answer = fetch(feed)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        return read(answer.text)

    return look


@pytest.fixture
def secret(ada):
    """A closed theme that Ada leads."""
    return open_theme(ada, title_nl="Besloten kring", title_en="", access=CLOSED)


@transactional
def anew(theme, **parts):
    db.session.refresh(theme, ["version"])
    change_theme(theme, theme.version, **parts)


def again(meetup):
    db.session.refresh(meetup, ["sequence", "version", "taken", "waiting"])
    return meetup.version


@pytest.mark.parametrize(
    ("standing", "cancelled", "status", "busy"),
    [
        ("seated", False, "CONFIRMED", True), ("seated", True, "CANCELLED", False),
        ("offered", False, "TENTATIVE", False), ("offered", True, "CANCELLED", False),
        ("waiting", False, "TENTATIVE", False), ("waiting", True, "CANCELLED", False),
        (None, False, "CONFIRMED", False), (None, True, "CANCELLED", False),
    ],
)  # fmt: skip
def test_how_firm_an_entry_is(standing, cancelled, status, busy):
    assert firmness(standing, cancelled=cancelled) == status
    assert takes_time(standing, cancelled=cancelled) is busy


# --- what stands in it -----------------------------------------------------------------------------------------------


@both_databases
def test_mine_holds_what_i_signed_up_for_and_how_i_stand(make_meetup, bram, chen, ada, file_of):
    make_meetup(title="Zeker", signups=(bram,), days=5)
    make_meetup(title="Vol", seats=1, signups=(chen, bram), days=6)
    offered = make_meetup(title="Dichtbij", seats=1, signups=(chen, bram), days=1)
    withdraw(offered, chen)
    left = make_meetup(title="Toch niet", signups=(bram,), days=7)
    withdraw(left, bram)
    off = make_meetup(title="Afgelast", signups=(bram,), days=8)
    call_off(off, "Ziek")
    make_meetup(title="Van een ander", signups=(chen,), days=9)

    file = file_of(follow(bram, MINE))

    assert {each.title: each.status for each in file.entries} == {
        "Plek vrij, zeg ja: Dichtbij": "TENTATIVE", "Zeker": "CONFIRMED", "Wachtlijst: Vol": "TENTATIVE",
        "Gaat niet door: Afgelast": "CANCELLED",
    }  # fmt: skip
    assert file.titles[0] == "Plek vrij, zeg ja: Dichtbij"  # in order of time


@both_databases
def test_a_theme_and_the_network_hold_every_meetup_one_may_know_of(make_meetup, theme, secret, ada, bram, file_of):
    make_meetup(title="In het thema")
    make_meetup(title="Voor iedereen", theme=None)
    make_meetup(title="Achter de deur", theme=secret)
    with writing():
        bram.role = ADMINISTRATOR

    assert file_of(follow(bram, THEME, theme)).titles == ["In het thema"]
    assert sorted(file_of(follow(bram, NETWORK)).titles) == ["In het thema", "Voor iedereen"]
    assert sorted(file_of(follow(ada, NETWORK)).titles) == ["Achter de deur", "In het thema", "Voor iedereen"]
    assert file_of(follow(ada, THEME, secret)).titles == ["Achter de deur"]


def test_only_in_mine_it_says_how_one_stands_and_that_the_hour_is_taken(make_meetup, bram, chen, fetch):
    make_meetup(title="Vol", seats=1, signups=(chen, bram))
    make_meetup(title="Zeker", signups=(bram,))

    everything = fetch(follow(bram, NETWORK)).text
    assert read(everything).titles == ["Vol", "Zeker"]
    assert everything.count("TRANSP:TRANSPARENT") == 2
    assert fetch(follow(bram, MINE)).text.count("TRANSP:TRANSPARENT") == 1


def test_who_waits_for_the_room_and_takes_part_online_has_an_appointment(make_meetup, bram, chen, file_of):
    make_meetup(seats=1, signups=(chen, bram), title="Kijken", mode="hybrid", link="https://example.org/kamer")
    with writing() as session:
        session.execute(update(Signup).where(Signup.member_id == bram.id).values(online=True))

    [entry] = file_of(follow(bram, MINE)).entries

    assert (entry.title, entry.status) == ("Kijken", "CONFIRMED")
    assert "https://example.org/kamer" in entry.words


def test_the_link_is_for_who_has_a_seat_until_it_is_over(make_meetup, bram, chen, ada, file_of):
    link = "https://example.org/aardaker"
    meetup = make_meetup(seats=1, mode="online", place="", link=link, signups=(bram, chen))
    feeds = {member: follow(member, NETWORK) for member in (bram, chen, ada)}

    def shown():
        texts = {member.name: repr(file_of(feed).entries) for member, feed in feeds.items()}
        return {name for name, text in texts.items() if link in text}

    assert shown() == {bram.name, ada.name}  # Ada coordinates it
    with time_machine.travel(meetup.ends_at + timedelta(minutes=1), tick=False):
        assert shown() == set()


def test_a_feed_names_nobody_and_rings_no_bell(make_meetup, bram, chen, ada, fetch):
    make_meetup(signups=(bram, chen))

    for feed in (follow(bram, MINE), follow(ada, NETWORK)):
        text = fetch(feed).text
        assert not [each for each in (bram, chen, ada) if each.name in text or each.email in text]
        assert "ATTENDEE" not in text
        assert "VALARM" not in text


def test_mail_file_and_feed_know_one_entry_under_one_name(app, make_meetup, bram, chen, client_of, file_of):
    meetup = make_meetup(signups=(bram, chen), slug="een")
    withdraw(meetup, chen)
    change(meetup, again(meetup), title="Anders")

    [feed] = file_of(follow(bram, MINE)).entries
    [file] = read(client_of(bram).get("/meetups/een.ics").text).entries
    mail = read(mailed(app, bram.email)[-1]).entries[0]

    assert feed[:2] == file[:2] == mail[:2] == (f"{meetup.uid}@localhost", meetup.sequence)
    assert feed[3:6] == file[3:6] == mail[3:6]
    assert feed.revised == file.revised


def test_entries_stand_for_ninety_days_after_the_meetup(make_meetup, bram, file_of):
    meetup = make_meetup(signups=(bram,))
    feed = follow(bram, MINE)

    with time_machine.travel(meetup.starts_at + timedelta(days=89), tick=False):
        assert file_of(feed).titles == [meetup.title]
    with time_machine.travel(meetup.starts_at + timedelta(days=90, minutes=1), tick=False):
        assert file_of(feed).titles == []


@pytest.mark.parametrize(
    ("language", "title", "name"), [("nl", "Wachtlijst: ", "Mijn"), ("en", "Waiting list: ", "My")]
)
def test_it_speaks_its_owners_language_whatever_the_program_asks_for(
    make_meetup, make_member, chen, fetch, language, title, name
):
    member = make_member("Eva", language=language)
    make_meetup(seats=1, signups=(chen, member), title="Kijken")

    text = fetch(follow(member, MINE), **{"Accept-Language": "nl" if language == "en" else "en"}).text

    assert read(text).titles == [f"{title}Kijken"]
    assert f"X-WR-CALNAME:{name}" in text


def test_hostile_words_stay_words(make_meetup, bram, theme, file_of, fetch):
    anew(theme, title_nl="Thema; met, tekens\\n")
    title = "BEGIN:VEVENT; a,b \\n \u202etxt " + "é" * 70
    make_meetup(signups=(bram,), title=title, place="\\;,", link="https://example.org/?a=1;b,c", mode="hybrid")

    [entry] = file_of(follow(bram, THEME, theme)).entries

    assert entry.title == title
    assert entry.where == "\\;,"
    assert "X-WR-CALNAME:Thema\\; met\\, tekens\\\\n" in fetch(follow(bram, THEME, theme)).text


# --- who may read it -------------------------------------------------------------------------------------------------


def test_an_address_opens_only_as_it_was_given(bram, visitor, app):
    feed = follow(bram, MINE)
    path = path_of(feed)
    forged = URLSafeSerializer("another secret", salt="meetups.feeds").dumps([feed.id, feed.nonce])
    other_use = URLSafeSerializer(app.secret_key, salt="notifications.mute").dumps([feed.id, feed.nonce])

    assert visitor.get(path).status_code == 200
    for token in (feed.nonce, str(feed.id), forged, other_use, path[11:-5], "x" * 5000, "%00"):
        assert visitor.get(f"/calendars/{token}.ics").status_code == 404, token


@both_databases
def test_a_new_address_ends_the_old_one_and_sent_twice_the_new_one_stays(bram, visitor):
    feed = follow(bram, MINE)
    old, seen = path_of(feed), feed.nonce

    renew(feed, seen)
    db.session.refresh(feed)
    new = path_of(feed)
    renew(feed, seen)
    db.session.refresh(feed)

    assert path_of(feed) == new != old
    assert visitor.get(old).status_code == 410
    assert visitor.get(new).status_code == 200


@both_databases
def test_a_stopped_one_is_gone_and_followed_again_it_has_another_address(bram, visitor):
    feed = follow(bram, MINE)
    old = path_of(feed)
    stop(feed)
    stop(feed)
    assert visitor.get(old).status_code == 410

    new = path_of(follow(bram, MINE))

    assert visitor.get(new).status_code == 200
    assert visitor.get(old).status_code == 410
    assert db.session.scalar(select(func.count(CalendarFeed.id))) == 1


def test_following_twice_gives_one_address(bram, chen, theme):
    assert path_of(follow(bram, MINE)) == path_of(follow(bram, MINE))
    assert path_of(follow(bram, THEME, theme)) == path_of(follow(bram, THEME, theme))
    assert len({path_of(follow(member, kind)) for member in (bram, chen) for kind in (MINE, NETWORK)}) == 4


@both_databases
def test_following_in_two_windows_at_once_gives_one_address(app, bram):
    bram_id = bram.id

    def press():
        return follow(db.session.get_one(Member, bram_id), MINE).nonce

    given = at_once(app, *[press] * 4)

    assert set(given) == {db.session.scalars(select(CalendarFeed.nonce)).one()}


@both_databases
def test_what_a_feed_gives_is_what_its_owner_may_see_now(make_meetup, secret, bram, fetch, file_of):
    anew(secret, access=OPEN)
    join(secret, bram)
    make_meetup(title="Achter de deur", theme=secret)
    feed, everything = follow(bram, THEME, secret), follow(bram, NETWORK)
    anew(secret, access=CLOSED)
    assert file_of(feed).titles == file_of(everything).titles == ["Achter de deur"]

    leave(secret, bram)

    assert fetch(feed).status_code == 410
    assert file_of(everything).titles == []


@both_databases
def test_who_may_not_sign_in_any_more_has_no_feed(bram, fetch):
    feed = follow(bram, MINE)
    with writing():
        bram.active = False
    assert fetch(feed).status_code == 410
    with writing():
        bram.active = True
    assert fetch(feed).status_code == 200


@both_databases
def test_of_who_was_erased_the_address_is_gone(bram, visitor):
    path = path_of(follow(bram, MINE))
    with writing() as session:
        session.execute(delete(Member).where(Member.id == bram.id).execution_options(synchronize_session=False))

    assert visitor.get(path).status_code == 410
    assert db.session.scalar(select(func.count(CalendarFeed.id))) == 0


def test_a_gone_address_says_in_words_what_to_do(bram, visitor):
    feed = follow(bram, MINE)
    stop(feed)

    page = visitor.get(path_of(feed)).text

    assert "Dit agenda-adres werkt niet meer." in page
    assert "Bij je instellingen maak je een nieuw adres." in page


# --- reading it again ------------------------------------------------------------------------------------------------


@both_databases
@pytest.mark.parametrize("kind", [MINE, NETWORK])
def test_nothing_changed_costs_two_statements_and_writes_nothing(make_meetup, bram, fetch, kind):
    make_meetup(signups=(bram,))
    feed = follow(bram, kind)
    tag, before = fetch(feed).headers["ETag"], current_version()
    db.session.remove()

    with statements() as seen:
        answer = fetch(feed, **{"If-None-Match": tag})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert len(seen) <= 2
    assert current_version() == before


CHANGES = {
    "title": lambda meetup, bram, chen, theme: change(meetup, again(meetup), title="Anders"),
    "time": lambda meetup, bram, chen, theme: change(
        meetup, again(meetup), ends_at=meetup.ends_at + timedelta(hours=1)
    ),
    "link": lambda meetup, bram, chen, theme: change(meetup, again(meetup), link="https://example.org/nieuw"),
    "called off": lambda meetup, bram, chen, theme: call_off(meetup, "Ziek"),
    "standing": lambda meetup, bram, chen, theme: withdraw(meetup, bram),
    "name of the theme": lambda meetup, bram, chen, theme: anew(theme, title_nl="Anders"),
    "language": lambda meetup, bram, chen, theme: _speaks_english(bram),
}
IRRELEVANT = {
    "somebody else’s seat": lambda meetup, bram, chen, theme: sign_up(meetup, chen),
    "words that no calendar shows": lambda meetup, bram, chen, theme: change(meetup, again(meetup), bring="Schoenen"),
}


@transactional
def _speaks_english(member):
    member.language = "en"


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changed_in_it_is_told(make_meetup, bram, chen, theme, fetch, what):
    meetup = make_meetup(signups=(bram,), mode="hybrid", link="https://example.org/oud")
    feed = follow(bram, MINE)
    first = fetch(feed)

    CHANGES[what](meetup, bram, chen, theme)

    answer = fetch(feed, **{"If-None-Match": first.headers["ETag"]})
    assert (answer.status_code, answer.data != first.data) == (200, True)


@pytest.mark.parametrize("what", IRRELEVANT)
def test_what_it_does_not_show_changes_nothing(make_meetup, bram, chen, theme, fetch, what):
    meetup = make_meetup(signups=(bram,))
    feed = follow(bram, MINE)
    first = fetch(feed)

    IRRELEVANT[what](meetup, bram, chen, theme)

    assert fetch(feed, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert fetch(feed).data == first.data


def test_the_headers_keep_it_private_and_small(make_meetup, bram, fetch):
    make_meetup(signups=(bram,))
    feed = follow(bram, MINE)

    plain, packed = fetch(feed), fetch(feed, **{"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert plain.headers["ETag"].startswith("W/")
    assert plain.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Set-Cookie" not in plain.headers
    assert plain.headers["X-Content-Type-Options"] == "nosniff"


def _many(theme, planner, number):
    begin = soon(-60)
    rows = [
        {
            "slug": f"m-{n}", "uid": f"uid-{n}", "title": f"Bijeenkomst {n}", "kind": "workshop", "mode": "online",
            "theme_id": theme.id, "planner_id": planner.id, "capacity": 9, "starts_at": begin + timedelta(hours=6 * n),
            "ends_at": begin + timedelta(hours=6 * n + 2),
        }
        for n in range(number)
    ]  # fmt: skip
    with writing() as session:
        session.execute(insert(Meetup), rows)
    db.session.remove()


@both_databases
def test_five_hundred_take_five_statements_and_the_furthest_past_makes_room(theme, ada, bram, fetch):
    feed = follow(bram, THEME, theme)
    _many(theme, ada, MOST + 40)

    with statements() as seen:
        answer = fetch(feed)

    assert len(seen) <= 5
    assert answer.text.count("BEGIN:VEVENT") == MOST
    assert "SUMMARY:Bijeenkomst 539\r\n" in answer.text
    assert "SUMMARY:Bijeenkomst 40\r\n" in answer.text
    assert "SUMMARY:Bijeenkomst 39\r\n" not in answer.text
    with statements() as seen:
        assert fetch(feed, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert len(seen) <= 2


# --- the page --------------------------------------------------------------------------------------------------------


def test_one_makes_copies_renews_and_stops_a_calendar(client_of, bram, make_meetup):
    make_meetup(signups=(bram,))
    browser = client_of(bram)
    assert "Maak een agenda" in browser.get("/settings/calendars").text

    led = browser.submit("/settings/calendars", {"which": MINE})
    db.session.rollback()  # look anew
    feed = db.session.scalars(select(CalendarFeed)).one()
    page = browser.get(led.location).text
    assert f'id="calendar-{feed.id}"' in page
    assert url_of(feed) in page
    assert f'href="{url_of(feed).replace("http:", "webcal:")}"' in page

    old = path_of(feed)
    form = fields_of(page, f"/settings/calendars/{feed.id}/renewal")
    browser.submit(f"/settings/calendars/{feed.id}/renewal", {"nonce": form["nonce"]})
    assert browser.get(old).status_code == 410
    db.session.rollback()
    db.session.refresh(feed)
    assert browser.get(path_of(feed)).status_code == 200

    browser.submit(f"/settings/calendars/{feed.id}/withdrawal")
    assert browser.get(path_of(feed)).status_code == 410
    assert url_of(feed) not in browser.get("/settings/calendars").text


def test_nobody_sees_or_ends_anothers_calendar(client_of, bram, chen, visitor):
    feed = follow(bram, MINE)
    other = client_of(chen)

    assert url_of(feed) not in other.get("/settings/calendars").text
    for verb in ("renewal", "withdrawal"):
        answer = other.submit(f"/settings/calendars/{feed.id}/{verb}", {"nonce": feed.nonce})
        assert answer.status_code == 404
    assert visitor.get(path_of(feed)).status_code == 200


def test_the_page_offers_and_names_no_theme_that_one_may_not_see(client_of, bram, secret, ada):
    follow(bram, THEME, secret)
    page = client_of(bram).get("/settings/calendars").text

    assert secret.title not in page
    assert secret.slug not in page
    assert secret.title not in client_of(bram).get(f"/settings/calendars?theme={secret.slug}").text
    assert "Een thema dat je niet meer ziet" in page
    assert client_of(bram).submit("/settings/calendars", {"which": f"theme:{secret.slug}"}).status_code == 422
    assert secret.title in client_of(ada).get("/settings/calendars").text


@pytest.mark.parametrize("which", ["", "theme:", "theme:nergens", "everything", "mine:x", "theme"])
def test_what_was_not_offered_is_not_followed(client_of, bram, theme, which):
    answer = client_of(bram).submit("/settings/calendars", {"which": which})

    assert answer.status_code == 422
    assert db.session.scalars(select(CalendarFeed)).all() == []


def test_where_one_comes_from_is_chosen_already(client_of, bram, theme, make_meetup, visitor):
    make_meetup()
    browser = client_of(bram)
    link = f'href="/settings/calendars?theme={theme.slug}"'
    chosen = browser.get(f"/settings/calendars?theme={theme.slug}").text

    assert f'<option value="theme:{theme.slug}" selected>' in chosen
    for path in (f"/meetups?theme={theme.slug}", theme.path):
        assert link in browser.get(path).text
        assert link not in visitor.get(path).text
    assert 'href="/settings/calendars?which=mine"' in browser.get("/meetups/mine").text
    assert 'href="/settings/calendars"' in browser.get("/settings").text


def test_own_data_tells_which_calendars_one_follows_but_not_where(bram, theme):
    feed = follow(bram, THEME, theme)
    stop(follow(bram, MINE))

    told = all_about(bram)["calendar_feeds"]

    assert [(each["kind"], each.get("theme"), each["revoked_at"] is None) for each in told] == [
        (THEME, theme.path, True), (MINE, None, False),
    ]  # fmt: skip
    assert feed.nonce not in repr(told)


@both_databases
def test_a_theme_that_is_deleted_takes_its_feeds_along(bram, theme):
    follow(bram, THEME, theme)
    with writing() as session:
        session.execute(update(Member).values(role="member").execution_options(synchronize_session=False))
        session.execute(delete(Theme).where(Theme.id == theme.id).execution_options(synchronize_session=False))

    assert db.session.scalars(select(CalendarFeed)).all() == []
