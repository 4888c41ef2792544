"""At the door with poor reception: what is pressed shows at once, waits on the phone, and arrives once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from looks import Look
from playwright.sync_api import expect
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import Attendance
from network.meetups.seats import sign_up
from network.meetups.services import plan

pytestmark = pytest.mark.browser
PHONE = Look(360, "dark")


@pytest.fixture
def meetup(ada, theme, bram, chen, dina):
    """Three people have a seat; it begins in an hour."""
    start = clock.now() + timedelta(hours=1)
    meetup = plan(
        ada, theme, title="Kijken in de werkplaats", kind="workshop", mode="in_person", place="Helmond", starts_at=start,
        ends_at=start + timedelta(hours=2), capacity=4, description="We kijken mee.", quietly=True,
    )  # fmt: skip
    for member in (bram, chen, dina):
        sign_up(meetup, member)
    return meetup


def noted(meetup):
    db.session.commit()
    rows = select(Attendance.member_id).where(Attendance.meetup_id == meetup.id).order_by(Attendance.id)
    return list(db.session.scalars(rows))


def row(page, member):
    return page.locator(f"#m-{member.id}")


def press(page, member, words="Is er"):
    row(page, member).get_by_role("button", name=re.compile(words)).click()


def told(page):
    return page.locator("[data-door-told]")


def test_two_people_noted_without_reception_arrive_when_it_is_back_and_count_once(visit, meetup, ada, bram, chen, axe):
    page = visit(ada, PHONE)
    page.goto(f"{meetup.path}/door")
    page.context.set_offline(True)
    press(page, bram)
    press(page, chen)

    expect(told(page)).to_contain_text("Nog niet verstuurd: 2")
    expect(page.locator("[data-door-count]")).to_have_text("2 van de 3 zijn er")
    expect(row(page, bram).get_by_role("button")).to_have_text("Toch niet: Bram Jansen")
    assert noted(meetup) == []
    axe(page)
    page.context.set_offline(False)
    expect(told(page)).to_have_text("Alles is verstuurd.")
    assert sorted(noted(meetup)) == sorted([bram.id, chen.id])


def test_an_answer_that_gets_lost_is_asked_for_again_and_nothing_counts_twice(visit, meetup, ada, bram, chen):
    page, sent = visit(ada, PHONE), []
    page.goto(f"{meetup.path}/door")

    def lose_the_first(route):
        sent.append(route.request.post_data)
        if len(sent) > 1:
            return route.continue_()
        route.fetch()  # the server did it; the phone hears nothing
        return route.abort()

    page.route("**/door/arrivals", lose_the_first)
    press(page, bram)
    expect(told(page)).to_have_text("Alles is verstuurd.")

    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert noted(meetup) == [bram.id]
    press(page, bram, "Toch niet")
    expect(told(page)).to_have_text("Alles is verstuurd.")
    press(page, chen)
    expect(page.locator("[data-door-count]")).to_have_text("1 van de 3 zijn er")
    expect(row(page, bram).get_by_role("button")).to_have_text("Is er: Bram Jansen")


def test_what_waits_outlives_the_page_and_a_guest_with_it(visit, meetup, ada, bram):
    page = visit(ada, PHONE)
    page.goto(f"{meetup.path}/door")
    page.route("**/door/*", lambda route: route.abort())
    press(page, bram)
    page.locator("#name").fill("Joris <b>")
    page.locator("#firm").fill("De Spoel")
    page.get_by_role("button", name="Voeg deze gast toe").click()
    expect(told(page)).to_contain_text("Nog niet verstuurd: 2")
    expect(page.locator("[data-door-guests]")).to_contain_text("Genoteerd: Joris <b>, De Spoel")
    expect(page.locator("#name")).to_have_value("")
    page.unroute("**/door/*")
    page.goto(f"{meetup.path}/door")

    expect(told(page)).to_have_text("Alles is verstuurd.")
    assert noted(meetup) == [bram.id, None]
    page.goto(f"{meetup.path}/door")
    expect(page.locator("[data-door-others]")).to_have_text("en 1 zonder plek")


def test_who_is_signed_out_meanwhile_loses_nothing(visit, meetup, ada, bram):
    page = visit(ada, PHONE, meant={401})
    page.goto(f"{meetup.path}/door")
    page.route("**/door/arrivals", lambda route: route.fulfill(status=401, json={"error": "sign-in-required"}))
    press(page, bram)

    expect(told(page)).to_contain_text("log in als daarom wordt gevraagd")
    page.unroute("**/door/arrivals")
    page.reload()
    expect(told(page)).to_have_text("Alles is verstuurd.")
    assert noted(meetup) == [bram.id]


def test_typing_leaves_those_who_are_meant(visit, meetup, ada, bram, chen, dina):
    page = visit(ada, PHONE)
    page.goto(f"{meetup.path}/door")
    page.locator("#q").press_sequentially("KORST li")

    expect(row(page, chen)).to_be_visible()
    expect(row(page, bram)).to_be_hidden()
    page.locator("#q").fill("xyz")
    expect(page.get_by_text("Niemand op de lijst. Druk op Zoek")).to_be_visible()
    page.locator("#q").fill("")
    expect(row(page, dina)).to_be_visible()


def test_without_scripts_each_button_is_a_form(visit, meetup, ada, bram):
    page = visit(ada, PHONE, javascript=False)
    page.goto(f"{meetup.path}/door")
    press(page, bram)

    expect(page.locator(".flash")).to_contain_text("Bram Jansen is er.")
    assert noted(meetup) == [bram.id]
    press(page, bram, "Toch niet")
    assert noted(meetup) == []
