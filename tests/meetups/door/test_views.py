"""The pages at the door: who gets in when, codes that are good, spoiled, old or somebody else's, and what they say."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from cast import soon
from conftest import both_databases
from meetups.door.seats import signup_id
from pages import faults_of

from network.kernel import clock
from network.kernel.database import db
from network.kernel.spreadsheet import BOM
from network.meetups.door import codes
from network.meetups.door.services import check_in, let_help, let_in_guest
from network.meetups.models import ONLINE
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import call_off
from network.members.models import Member
from network.themes.models import CLOSED
from network.themes.services import change as change_theme

EN = "?lang=en"
JSON = {"Accept": "application/json"}


def words_of(page: str) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>", maxsplit=1)[0])
    return " ".join(plain.replace("\u00ad", "").split())


def statuses(browser, meetup, member):
    """What the doors of a meetup answer somebody: the list, a deed, a guest, the helpers, the table."""
    path, person = meetup.path, {"member": str(member.id)}
    return (
        browser.get(f"{path}/door").status_code,
        browser.submit(f"{path}/door/arrivals", person).status_code,
        browser.submit(f"{path}/door/departures", person).status_code,
        browser.submit(f"{path}/door/guests", {"name": "Joris"}).status_code,
        browser.get(f"{path}/door/helpers").status_code,
        browser.get(f"{path}/attendance.csv").status_code,
    )


def test_the_door_is_for_who_coordinates_and_who_helps(client_of, meetup, ada, bram, chen, dina, make_member):
    eva = make_member("Eva Bos")
    let_help(meetup, ada, bram.id)

    assert statuses(client_of(ada), meetup, bram) == (200, 302, 302, 302, 200, 200)
    assert statuses(client_of(bram), meetup, bram) == (200, 302, 302, 302, 403, 403)
    for outsider in (chen, eva):
        assert statuses(client_of(outsider), meetup, bram) == (403,) * 6
    assert client_of(None).get(f"{meetup.path}/door").location.startswith("/sign-in?next=")


def test_helpers_have_until_the_day_after_and_the_coordinator_thirty_days(client_of, meetup, ada, bram):
    let_help(meetup, ada, bram.id)
    moments = {
        meetup.starts_at - timedelta(hours=2, minutes=1): (409, 409),
        meetup.ends_at + timedelta(hours=23): (200, 200),
        meetup.ends_at + timedelta(hours=25): (200, 409),
        meetup.ends_at + timedelta(days=31): (409, 409),
    }
    for moment, wanted in moments.items():
        with time_machine.travel(moment, tick=False):
            got = tuple(client_of(each).get(f"{meetup.path}/door").status_code for each in (ada, bram))
            assert got == wanted, moment
            posted = client_of(bram).submit(f"{meetup.path}/door/arrivals", {"member": str(bram.id)}).status_code
            assert posted == (302 if wanted[1] == 200 else 409), moment


def test_a_meetup_that_is_called_off_has_no_door(client_of, meetup, ada, bram):
    call_off(meetup, "Ziek.")

    assert statuses(client_of(ada), meetup, bram)[:4] == (409,) * 4


def test_a_closed_theme_keeps_its_door_to_itself_whoever_helped_before(
    client_of, meetup, theme, ada, bram, dina, code_of
):
    let_help(meetup, ada, bram.id)
    code = code_of(meetup, bram)
    db.session.refresh(theme, ["version"])
    change_theme(theme, theme.version, access=CLOSED)

    for outsider in (bram, dina):
        assert statuses(client_of(outsider), meetup, bram) == (404,) * 6
        assert client_of(outsider).get(code).status_code == 404


def test_a_code_shows_who_it_is_and_changes_nothing(client_of, meetup, ada, bram, code_of, noted):
    page = client_of(ada).get(code_of(meetup, bram) + EN)

    assert page.status_code == 200
    assert "Bram Jansen Plaatwerkerij Ketelbrug, has a seat" in words_of(page.text)
    assert faults_of(page.text) == []
    assert noted(meetup) == []
    done = client_of(ada).submit(f"{meetup.path}/door/arrivals", {"member": str(bram.id), "once": "k1"})
    assert done.location == f"{meetup.path}/door#m-{bram.id}"
    assert noted(meetup) == [(bram.id, "", "")]


def test_ones_own_code_says_so_and_anybody_elses_is_closed(client_of, meetup, bram, chen, dina, code_of, make_member):
    own, eva = code_of(meetup, bram), make_member("Eva Bos")

    assert "show it at the door" in words_of(client_of(bram).get(own + EN).text).lower()
    assert client_of(eva).get(own).status_code == 403
    assert client_of(chen).get(own).status_code == 403
    assert client_of(None).get(own).location == f"/sign-in?next={own}"
    assert "Is here" not in words_of(client_of(bram).get(own + EN).text)


def test_a_helper_may_note_themselves_by_their_own_code(client_of, meetup, ada, bram, code_of):
    let_help(meetup, ada, bram.id)

    assert "Is here" in words_of(client_of(bram).get(code_of(meetup, bram) + EN).text)


def test_codes_that_open_nothing_say_so_and_lead_to_the_list(client_of, make_meetup, meetup, ada, bram, dina, code_of):
    other = make_meetup(signups=(dina,), starts_at=clock.now() + timedelta(hours=1), title="Een andere")
    good = code_of(meetup, bram)
    of_other = codes.path_for(meetup.slug, signup_id(other, dina))
    spoiled = (
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        f"{meetup.path}/door/spoiled",
        f"{meetup.path}/door/MQ.MQ",
    )
    browser = client_of(ada)

    for code in (of_other, *spoiled, codes.path_for(meetup.slug, 9999)):
        answer = browser.get(code + EN)
        assert answer.status_code == 404, code
        assert "This code is of no seat here" in words_of(answer.text)
        assert "Dina" not in answer.text
        assert f'href="{meetup.path}/door"' in answer.text
        assert client_of(bram).get(code).status_code == 403, "no oracle for who does not keep the door"


def test_a_code_of_another_purpose_or_secret_opens_nothing(app, meetup, bram):
    from itsdangerous import URLSafeSerializer

    for key, purpose in (("a secret for tests", "notifications.mute"), ("another secret", codes.PURPOSE)):
        assert codes.opened(str(URLSafeSerializer(key, salt=purpose).dumps(1))) is None
    for value in ("1", [1], None, {"id": 1}):
        assert codes.opened(str(URLSafeSerializer("a secret for tests", salt=codes.PURPOSE).dumps(value))) is None
    assert codes.opened(codes.token_of(1)) == 1


def test_the_code_of_who_signed_off_says_so_and_lets_in_all_the_same(client_of, meetup, ada, bram, code_of, noted):
    code = code_of(meetup, bram)
    withdraw(meetup, bram)

    page = client_of(ada).get(code + EN).text
    assert "has no seat: signed off" in words_of(page)
    assert "no seat any more" in words_of(client_of(bram).get(code + EN).text)
    client_of(ada).submit(f"{meetup.path}/door/arrivals", {"member": str(bram.id)})
    assert noted(meetup) == [(bram.id, "", "")]
    assert "signed off" in words_of(client_of(ada).get(f"{meetup.path}/door{EN}").text)


def test_who_is_found_by_name_firm_and_letters(client_of, meetup, ada, bram, chen):
    letters = codes.letters_of(signup_id(meetup, bram))
    browser = client_of(ada)

    for wanted in ("BRAM", "ketelbrug", letters.lower()):
        page = words_of(browser.get(f"{meetup.path}/door?q={wanted}&lang=en").text)
        assert "Bram Jansen" in page
        assert "Chen Li" not in page
    assert "Nobody on the list is called" in words_of(browser.get(f"{meetup.path}/door?q=zzz&lang=en").text)
    long_one = browser.get(f"{meetup.path}/door?q={'<i>' * 500}")
    assert long_one.status_code == 200
    assert "<i><i>" not in long_one.text


def test_a_member_who_did_not_sign_up_is_found_and_let_in(client_of, meetup, ada, dina, make_member, noted):
    make_member("Hilde Vos", is_listed=False)
    browser = client_of(ada)

    page = words_of(browser.get(f"{meetup.path}/door?q=vos&lang=en").text)
    assert "Members who did not sign up Dina Vos" in page
    assert "Hilde" not in page
    answer = browser.submit(f"{meetup.path}/door/arrivals", {"member": str(dina.id), "q": "vos & co"})
    assert answer.location == f"{meetup.path}/door?q=vos+%26+co#m-{dina.id}"
    assert noted(meetup) == [(dina.id, "", "")]
    assert "1 without a seat" in words_of(browser.get(f"{meetup.path}/door{EN}").text)


@pytest.mark.parametrize("member", ["", "0", "9999", "1_0", "-1", "x", "99999999999999999999"])
def test_who_is_nobody_cannot_be_noted(client_of, meetup, ada, member):
    assert client_of(ada).submit(f"{meetup.path}/door/arrivals", {"member": member}).status_code == 404


def test_a_script_hears_how_things_stand(client_of, meetup, ada, bram, chen):
    browser = client_of(ada)
    browser.submit(f"{meetup.path}/door/guests", {"name": "Joris", "once": "g"}, headers=JSON)
    for _ in range(2):
        answer = browser.submit(f"{meetup.path}/door/arrivals", {"member": str(bram.id), "once": "k"}, headers=JSON)
        assert json.loads(answer.text) == {"here": [bram.id], "others": "en 1 zonder plek"}
    answer = browser.submit(f"{meetup.path}/door/departures", {"member": str(bram.id), "once": "l"}, headers=JSON)
    assert json.loads(answer.text)["here"] == []


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u2800", "x" * 121])
def test_a_guest_without_a_name_or_with_too_long_a_one_is_told_at_the_field(client_of, meetup, ada, name, noted):
    answer = client_of(ada).submit(f"{meetup.path}/door/guests", {"name": name, "firm": "De Spoel", "once": "k1"})

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'value="De Spoel"' in answer.text
    assert faults_of(answer.text) == []
    assert noted(meetup) == []


def test_hostile_names_of_guests_are_text_everywhere(client_of, meetup, ada, noted):
    name, firm = "=cmd|' /C calc'!A0\u202e", '"><script>alert(1)</script>'
    browser = client_of(ada)
    browser.submit(f"{meetup.path}/door/guests", {"name": name, "firm": firm})

    assert noted(meetup) == [(None, "=cmd|' /C calc'!A0", firm)]
    for page in ("door", "roster"):
        shown = browser.get(f"{meetup.path}/{page}").text
        assert "<script>alert" not in shown
        assert faults_of(shown) == []
    rows = list(
        csv.reader(io.StringIO(browser.get(f"{meetup.path}/attendance.csv").text.removeprefix(BOM)), delimiter=";")
    )
    assert rows[-1][0] == "'=cmd|' /C calc'!A0"


def test_the_table_holds_everybody_with_who_was_here(client_of, meetup, ada, bram, chen, dina):
    with time_machine.travel(meetup.starts_at, tick=False):
        for member in (chen, dina):
            check_in(meetup, ada, member.id)
        let_in_guest(meetup, ada, "Joris", "De Spoel")
    at = clock.local(meetup.starts_at).strftime("%H:%M")

    answer = client_of(ada).get(f"{meetup.path}/attendance.csv{EN}")
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix(BOM)), delimiter=";")
    assert answer.text.startswith(BOM)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{meetup.slug}.csv"'
    assert head == ["Name", "Firm", "Status", "Here", "Since"]
    assert [row for row in rows if row[0] != "Dina Vos"] == [
        ["Bram Jansen", "Plaatwerkerij Ketelbrug", "has a seat", "no", ""],
        ["Chen Li", "Bakkerij Korstmos", "on the waiting list", "yes", at],
        ["Joris", "De Spoel", "guest", "yes", at],
    ]
    assert ["walked in", "yes", at] in [row[2:] for row in rows]


def test_the_ticket_shows_the_code_to_who_has_a_seat_in_a_room_and_to_nobody_else(
    client_of, make_meetup, meetup, ada, bram, chen, dina, visitor
):
    letters, shown = codes.letters_of(signup_id(meetup, bram)), "Show this at the door"
    page = client_of(bram).get(meetup.path + EN).text
    assert shown in page
    assert letters in page
    assert 'class="code"' in page
    assert '<details class="fold pass" id="ticket" open>' in page
    assert faults_of(page) == []
    for other in (chen, ada, dina):  # waits, coordinates, has nothing to do with it
        assert shown not in client_of(other).get(meetup.path + EN).text
    assert shown not in visitor.get(meetup.path + EN).text
    later, online = (
        make_meetup(signups=(bram,)),
        make_meetup(signups=(bram,), mode=ONLINE, link="https://example.org/x"),
    )
    assert '<details class="fold pass" id="ticket">' in client_of(bram).get(later.path + EN).text
    assert shown not in client_of(bram).get(online.path + EN).text
    with time_machine.travel(meetup.ends_at, tick=False):
        assert shown not in client_of(bram).get(meetup.path + EN).text


def test_the_meetups_page_leads_helpers_and_coordinators_to_the_door(client_of, make_meetup, meetup, ada, bram, dina):
    let_help(meetup, ada, bram.id)
    later = make_meetup(days=3, signups=(bram,))
    let_help(later, ada, bram.id)
    door, helpers = 'href="{}/door"', 'href="{}/door/helpers"'

    assert door.format(meetup.path) in client_of(bram).get(meetup.path).text
    assert door.format(meetup.path) in client_of(ada).get(meetup.path).text
    assert "you find the list here" in words_of(client_of(bram).get(later.path + EN).text)
    assert door.format(later.path) not in client_of(bram).get(later.path).text
    assert helpers.format(later.path) in client_of(ada).get(later.path).text
    with time_machine.travel(meetup.ends_at + timedelta(hours=25), tick=False):
        assert "/door" not in client_of(bram).get(meetup.path).text
        assert door.format(meetup.path) in client_of(ada).get(meetup.path).text


def test_who_was_there_is_said_by_presence_where_it_was_kept(client_of, meetup, ada, bram, chen, dina):
    def after(member: Member) -> str:
        with time_machine.travel(meetup.ends_at + timedelta(days=1), tick=False):
            return client_of(member).get(meetup.path + EN).text

    assert "You were there" in after(bram)  # nobody was noted: whoever had a seat
    assert "Plaatwerkerij Ketelbrug" in after(dina)
    check_in(meetup, ada, chen.id)
    assert "You were there" not in after(bram)
    assert "You were there" in after(chen)
    assert "Bakkerij Korstmos" in after(dina)
    assert "Plaatwerkerij Ketelbrug" not in words_of(after(dina))


def test_the_roster_tells_who_came_and_leaves_room_for_writing(client_of, meetup, ada, bram, chen):
    assert "roster--kept" not in client_of(ada).get(f"{meetup.path}/roster").text
    check_in(meetup, ada, bram.id)
    let_in_guest(meetup, ada, "Joris", "De Spoel")

    page = client_of(ada).get(f"{meetup.path}/roster{EN}").text
    assert "1 of 1 are here and 1 without a seat" in words_of(page)
    assert page.count('class="roster__here"') == 2
    assert re.search(r"Who is here, by firm.*De Spoel 1 0.*Plaatwerkerij Ketelbrug 1 1", words_of(page))
    assert page.count("roster__blank") == 5
    assert faults_of(page) == []


def test_a_helper_is_chosen_and_sent_away_by_the_coordinator(client_of, meetup, ada, bram, chen):
    browser, path = client_of(ada), f"{meetup.path}/door/helpers"

    assert browser.submit(path, {"member": str(chen.id)}).status_code == 422  # waits only, so is not offered
    assert browser.submit(path, {"member": "x"}).status_code == 422
    assert browser.submit(path, {"member": str(bram.id)}).location == path
    page = browser.get(path + EN).text
    assert "Everybody who could help does." in words_of(page)
    assert faults_of(page) == []
    assert client_of(bram).get(f"{meetup.path}/door").status_code == 200
    browser.submit(f"{path}/{bram.id}/departure")
    assert client_of(bram).get(f"{meetup.path}/door").status_code == 403


def test_a_hall_full_of_people_shows_some_and_finds_the_others(client_of, make_meetup, make_member, ada, monkeypatch):
    monkeypatch.setattr("network.meetups.door.views.MOST_SHOWN", 2)
    people = [make_member(f"{name} Vos") for name in ("Aad", "Bea", "Cas", "Dirk")]
    meetup = make_meetup(seats=4, signups=tuple(people), starts_at=clock.now() + timedelta(hours=1))

    page = words_of(client_of(ada).get(f"{meetup.path}/door{EN}").text)
    assert "2 more people: search by name." in page
    assert "0 of 4 are here" in page
    assert "Is here : Dirk Vos" not in page
    assert "Is here : Dirk Vos" in words_of(client_of(ada).get(f"{meetup.path}/door?q=dirk&lang=en").text)


@both_databases
def test_the_code_is_in_the_mails_about_a_seat_and_in_no_other(app, make_meetup, ada, bram, chen, dina, client_of):
    from sqlalchemy import select
    from sqlalchemy.orm import joinedload

    from network.kernel.codes import code_picture
    from network.notifications.mails import compose
    from network.notifications.models import Notification

    begin = soon(10)
    meetup = make_meetup(seats=1, signups=(bram, chen), starts_at=begin)
    online = make_meetup(signups=(bram,), mode=ONLINE, link="https://example.org/x", title="Op het scherm")
    withdraw(online, bram)
    sign_up(online, bram)

    def mail_to(member, meetup, kind):
        rows = select(Notification).where(
            Notification.member_id == member.id,
            Notification.kind == f"meetups.{kind}",
            Notification.path == meetup.path,
        )
        row = db.session.scalars(
            rows.order_by(Notification.created_at.desc())
            .options(joinedload(Notification.member))
            .execution_options(populate_existing=True)
        ).first()
        return compose(row, "8bit")

    mail = mail_to(bram, meetup, "seated")
    sid = signup_id(meetup, bram)
    page = mail.get_body(("html",)).get_content()
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert codes.letters_of(sid) in mail.get_body(("plain",)).get_content()
    assert codes.letters_of(sid) in page
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page
    assert picture.get_content() == code_picture(f"http://localhost{codes.path_for(meetup.slug, sid)}")
    assert picture.get_content_disposition() == "inline"
    types = [part.get_content_type() for part in mail.walk()]
    assert types == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "text/calendar", "text/calendar",
    ]  # fmt: skip
    assert "image/png" not in [part.get_content_type() for part in mail_to(bram, online, "seated").walk()]
    withdraw(meetup, bram)
    assert "image/png" not in [part.get_content_type() for part in mail_to(bram, meetup, "seated").walk()]
    assert "image/png" not in [part.get_content_type() for part in mail_to(bram, meetup, "withdrawn").walk()]
    assert "image/png" in [part.get_content_type() for part in mail_to(chen, meetup, "seat_freed").walk()]
