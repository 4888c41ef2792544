"""Pages of date polls: forms that keep what was typed, answers without signing in, and what outsiders do not learn."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from cast import statements
from meetups.polls.conftest import on, options_of, told
from pages import faults_of, fields_of
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.kernel import clock
from network.kernel.database import db, writing
from network.meetups.models import SEATED, Meetup, Signup
from network.meetups.polls import queries, services, tokens
from network.meetups.polls.data import answers_of, asked_by
from network.meetups.polls.models import DatePoll
from network.members.rights import reader_with_rights
from network.notifications.mails import compose
from network.notifications.models import Notification
from network.themes.models import CLOSED
from network.themes.services import change as change_theme
from network.themes.services import leave, open_theme


@pytest.fixture
def filled(theme):
    """A form that is right, with two dates."""
    return {
        "title": "Kijken bij Ketelbrug", "theme": theme.slug, "kind": "workshop", "mode": "in_person", "language": "nl",
        "capacity": "8", "minutes": "90", "closes": day(10), "once": "een-sleutel",
        "morning": "09:30", "afternoon": "15:30", "evening": "19:30", **row(0, 20, "15:30"), **row(1, 21, "09:00"),
    }  # fmt: skip


def day(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def row(n, days, at, option=""):
    return {f"day_{n}": day(days) if isinstance(days, int) else days, f"time_{n}": at, f"option_{n}": str(option)}


def answers(poll, said):
    letters = {"y": "yes", "m": "maybe", "n": "no"}
    return {
        f"option_{option.id}": letters[each] for option, each in zip(options_of(poll), said, strict=True) if each != "-"
    }


def said(poll, reader):
    db.session.commit()  # a look at what stands there now
    return [option.mine for option in queries.options_of(poll, reader)]


def count(table, *which):
    db.session.commit()
    return db.session.scalar(select(func.count()).select_from(table).where(*which))


def link_of(poll, member):
    return tokens.path_for(poll.id, member.id)


# --- asking


def test_a_coordinator_asks_for_a_date(client_of, ada, filled):
    answer = client_of(ada).submit("/polls", filled)

    poll = db.session.scalars(select(DatePoll)).one()
    assert (answer.status_code, answer.location) == (302, "/polls/kijken-bij-ketelbrug")
    assert [each.starts_at for each in options_of(poll)] == [on(20) + timedelta(minutes=30), on(21, 9)]
    assert clock.local(poll.closes_at).time() == time(23, 59)
    client_of(ada).submit("/polls", filled)
    assert count(DatePoll) == 1


def test_dates_from_the_weeks_and_from_the_list_come_together(client_of, ada, filled):
    ticked = {
        "grid": [f"{day(20)}.afternoon", f"{day(23)}.evening", "nonsense", "2026-99-01.morning", f"{day(24)}.night"]
    }

    client_of(ada).submit("/polls", {**filled, **ticked, "evening": "20:15"})

    poll = db.session.scalars(select(DatePoll)).one()
    evening = clock.moment(clock.today() + timedelta(days=23), time(20, 15))
    assert [each.starts_at for each in options_of(poll)] == [on(20) + timedelta(minutes=30), on(21, 9), evening]


@pytest.mark.parametrize("turn", ["more", "later", "earlier"])
def test_one_more_row_and_other_weeks_lose_nothing(client_of, ada, filled, turn):
    typed = {**filled, "grid": [f"{day(3)}.evening"], "turn": turn, "description": "Half af"}

    page = client_of(ada).submit("/polls", typed)

    sent = fields_of(page.text, "/polls")
    listed = [(sent[f"day_{n}"], sent[f"time_{n}"]) for n in range(4 if turn != "more" else 3)]
    assert listed[:3] == [([day(20)], ["15:30"]), ([day(21)], ["09:00"]), ([day(3)], ["19:30"])]
    assert listed[3:] in ([], [([""], [""])])
    assert (sent["title"], sent["description"], sent["once"]) == (
        ["Kijken bij Ketelbrug"],
        ["Half af"],
        ["een-sleutel"],
    )
    assert sent["theme"] == [filled["theme"]]
    assert page.status_code == 200
    assert faults_of(page.text) == []
    assert count(DatePoll) == 0


WRONG = {
    "no date at all": (row(0, "", "") | row(1, "", ""), "Geef minstens twee datums"),
    "one date": (row(1, "", ""), "Geef minstens twee datums"),
    "the same date twice": (row(1, 20, "15:30"), "Geef minstens twee datums"),
    "a day without a time": (row(1, 21, ""), "Kies een tijd"),
    "a time without a day": (row(1, "", "09:00"), "Kies een datum"),
    "a date that passed": (row(1, -1, "09:00"), "Deze datum is voorbij"),
    "the first of all days": (row(1, "0001-01-01", "00:00"), "Deze datum is voorbij"),
    "the last of all days": (row(1, "9999-12-31", "23:59"), "meer dan drie jaar"),
    "an answer until after the first date": ({"closes": day(20)}, "moet vóór de eerste datum"),
    "an answer until yesterday": ({"closes": day(-1)}, "Deze datum is voorbij"),
    "too short": ({"minutes": "5"}, "van 15 tot en met 720"),
    "too many seats": ({"capacity": "1000000000"}, "5000"),
    "a ticked day that passed": ({"grid": f"{day(-3)}.morning"}, "Deze datum is voorbij"),
    "no title that can be seen": ({"title": " \u200b "}, "Vul dit in"),
    "a title without end": ({"title": "x" * 121}, "Dit is te lang"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client_of, ada, filled, case):
    wrong, words = WRONG[case]

    page = client_of(ada).submit("/polls", {**filled, **wrong})

    assert page.status_code == 422
    assert words in page.text.replace("5.000", "5000").replace("\xa0", " ")
    assert faults_of(page.text) == []
    assert fields_of(page.text, "/polls")["minutes"] == [wrong.get("minutes", "90")]
    assert count(DatePoll) == 0


def test_more_dates_than_anybody_answers_are_refused(client_of, ada, filled):
    many = {key: value for n in range(21) for key, value in row(n, 20 + n, "15:30").items()}

    page = client_of(ada).submit("/polls", {**filled, **many})

    assert page.status_code == 422
    assert "hoogstens 20" in page.text
    assert fields_of(page.text, "/polls")["day_20"] == [day(40)]


@time_machine.travel("2026-03-01 10:00:00+01:00", tick=False)
def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice(client_of, ada, filled):
    later = {**filled, "closes": "2026-03-10"}
    skipped = client_of(ada).submit("/polls", {**later, **row(0, "2026-03-29", "02:30")})
    assert skipped.status_code == 422
    assert "Deze tijd bestaat niet" in skipped.text

    ticked = client_of(ada).submit("/polls", {**later, "grid": "2026-03-29.morning", "morning": "02:30"})
    assert ticked.status_code == 422

    twice = {**row(0, "2026-10-25", "02:30"), **row(1, "2026-10-26", "15:30")}
    assert client_of(ada).submit("/polls", {**later, **twice}).status_code == 302
    poll = db.session.scalars(select(DatePoll)).one()
    assert options_of(poll)[0].starts_at.isoformat() == "2026-10-25T00:30:00+00:00"  # the first, in summer time


def test_a_theme_that_one_does_not_lead_is_no_choice(client_of, make_member, filled, theme, bram):
    other = open_theme(bram, title_nl="Van Bram", title_en="")
    lead = reader_with_rights(bram.id)

    refused = client_of(lead).submit("/polls", filled)
    allowed = client_of(lead).submit("/polls", {**filled, "theme": other.slug})

    assert (refused.status_code, allowed.status_code) == (422, 302)


# --- answering


def test_a_member_answers_and_finds_the_answer_again(client_of, make_poll, in_theme, bram):
    in_theme(bram)
    poll = make_poll()

    assert client_of(bram).submit(f"{poll.path}/answers", answers(poll, "ym-")).location == poll.path

    sent = fields_of(client_of(bram).get(poll.path).text, f"{poll.path}/answers")
    assert {name: value for name, value in sent.items() if name.startswith("option")} == {
        name: [value] for name, value in answers(poll, "ym-").items()
    }


def test_nothing_and_nonsense_are_no_answer(client_of, make_poll, in_theme, bram):
    in_theme(bram)
    poll = make_poll()
    first = options_of(poll)[0].id

    for sent in ({}, {f"option_{first}": "perhaps"}, {"option_x": "yes"}):
        page = client_of(bram).submit(f"{poll.path}/answers", sent)
        assert page.status_code == 422
        assert faults_of(page.text) == []
    assert said(poll, bram) == [None] * 3


def test_of_a_date_that_went_meanwhile_one_hears_it(client_of, make_poll, in_theme, bram):
    in_theme(bram)
    poll = make_poll()
    read = answers(poll, "yyy")
    services.change(poll, 1, [(each.id, each.starts_at) for each in options_of(poll)[1:]])

    page = client_of(bram).submit(f"{poll.path}/answers", read, follow_redirects=True)

    assert "een datum veranderd of weggehaald" in page.text
    assert said(poll, bram) == ["yes", "yes"]
    only_the_old = client_of(bram).submit(
        f"{poll.path}/answers", dict([next(iter(read.items()))]), follow_redirects=True
    )
    assert "een datum veranderd of weggehaald" in only_the_old.text
    assert "je antwoord is bewaard" not in only_the_old.text


def test_own_meetups_are_named_where_one_has_signed_in_and_nowhere_else(
    client_of, visitor, make_poll, make_meetup, in_theme, bram
):
    in_theme(bram)
    poll = make_poll()
    meetup = make_meetup(title="Geheim overleg", signups=(bram,), starts_at=on(21))

    assert f'href="{meetup.path}"' in client_of(bram).get(poll.path).text
    page = visitor.get(link_of(poll, bram)).text
    assert "Je hebt dan een plek bij een andere bijeenkomst" in page
    assert "Geheim overleg" not in page
    assert meetup.path not in page


# --- by the address from a mail


def test_the_mail_leads_to_a_page_that_needs_no_signing_in(visitor, make_poll, in_theme, bram):
    in_theme(bram)
    poll = make_poll()
    (notice,) = told(bram, "asked")
    assert "token" not in str(notice.facts)
    assert link_of(poll, bram).rpartition("/")[2] not in str(notice.facts)
    with_member = select(Notification).options(joinedload(Notification.member)).where(Notification.id == notice.id)
    notice = db.session.scalars(with_member.execution_options(populate_existing=True)).one()
    mail = compose(notice, "8bit").get_body(("plain",)).get_content()
    path = next(line for line in mail.splitlines() if "/polls/answer/" in line).removeprefix("http://localhost")

    page = visitor.get(path)

    assert page.status_code == 200
    assert said(poll, bram) == [None] * 3  # looking changes nothing
    assert "Bram Jansen" in page.text
    assert faults_of(page.text) == []
    assert visitor.submit(path, answers(poll, "ynm")).location == path
    assert said(poll, bram) == ["yes", "no", "maybe"]
    assert "/sign-in" in visitor.get(poll.path).location  # it opens nothing else


def test_a_mail_is_for_one_member_whoever_is_signed_in(client_of, make_poll, in_theme, bram, chen):
    in_theme(bram, chen)
    poll = make_poll()

    client_of(chen).submit(link_of(poll, bram), answers(poll, "nnn"))

    assert (said(poll, bram), said(poll, chen)) == (["no"] * 3, [None] * 3)


def test_no_address_that_was_not_made_for_it_opens_a_poll(visitor, make_poll, in_theme, bram, chen):
    in_theme(bram)
    poll, other = make_poll(), make_poll()
    good, others = link_of(poll, bram), link_of(other, bram)
    head, _, signature = good.rpartition(".")
    spliced = others.rpartition(".")[0] + "." + signature
    forms = [
        link_of(poll, chen),
        tokens.path_for(999, bram.id),
        tokens.path_for(poll.id, 999),
        good[:-1],
        spliced,
        head,
        good + "x",
    ]

    assert {visitor.get(path).status_code for path in forms} == {404}
    assert {visitor.submit(path, answers(poll, "yyy")).status_code for path in forms} == {404}
    assert visitor.submit(good, answers(other, "yyy")).status_code == 302
    assert said(other, bram) == said(poll, bram) == [None] * 3


def test_the_address_ends_with_the_poll_and_with_the_member(visitor, make_poll, in_theme, bram, chen, theme):
    in_theme(bram, chen)
    poll, late = make_poll(), make_poll()
    services.close(poll, "Niet nodig.")

    assert visitor.get(link_of(poll, bram)).status_code == 409
    assert visitor.submit(link_of(poll, bram), answers(poll, "yyy")).status_code == 409
    with time_machine.travel(late.closes_at):
        assert visitor.get(link_of(late, bram)).status_code == 409
    leave(theme, chen)
    assert visitor.get(link_of(late, chen)).status_code == 404
    with writing():
        bram.active = False
    assert visitor.get(link_of(late, bram)).status_code == 404


# --- what others do not learn


def test_a_closed_theme_has_no_polls_for_outsiders(client_of, make_poll, theme, in_theme, bram, chen, dina, ada):
    in_theme(bram)
    poll = make_poll(title="Zeldzaam woord")
    change_theme(theme, theme.version, access=CLOSED)
    leave(theme, bram)  # was asked, and left
    doors = ["", "/edit", "/closing", "/meetup"]

    for outsider in (bram, chen, dina):
        browser = client_of(outsider)
        assert {browser.get(poll.path + door).status_code for door in doors} == {404}
        assert {
            browser.submit(poll.path + door).status_code for door in ("", "/answers", "/reminders", "/closing")
        } == {404}
        assert "Zeldzaam" not in browser.get("/meetups").text + browser.get("/coordination", follow_redirects=True).text
    assert client_of(ada).get(poll.path).status_code == 200


def test_who_was_not_asked_sees_dates_but_no_counts_and_no_names(client_of, make_poll, vote, in_theme, bram, chen, ada):
    in_theme(bram)
    poll = make_poll()
    vote(poll, bram, "yyy")

    outside, inside, coordinator = (client_of(each).get(poll.path).text for each in (chen, bram, ada))

    assert "als het moet" not in outside
    assert "hebben geantwoord" not in outside
    assert "Tot nu toe de beste" not in outside
    assert "1 van de 2 hebben geantwoord" in inside
    assert "Wie wat zei" not in inside
    assert "Wie wat zei" in coordinator
    assert "Bram Jansen" in coordinator


def test_lists_show_what_one_can_answer(client_of, visitor, make_poll, in_theme, bram, chen, theme):
    in_theme(bram)
    poll = make_poll()
    pages = ["/meetups", theme.path]

    assert all(poll.path in client_of(bram).get(page).text for page in pages)
    assert not any(poll.path in client_of(chen).get(page).text for page in pages)
    assert not any(poll.path in visitor.get(page).text for page in pages)
    services.close(poll, "Niet nodig.")
    assert not any(poll.path in client_of(bram).get(page).text for page in pages)


def test_a_meetup_that_went_to_a_closed_theme_is_not_told_by_its_poll(client_of, make_poll, in_theme, bram, ada):
    in_theme(bram)
    poll = make_poll()
    option = options_of(poll)[0]
    parts = {"title": "T", "mode": "in_person", "capacity": 2, "starts_at": on(20), "ends_at": on(20, 17)}
    meetup = services.decide(poll, ada, option.id, slug="elders-gezet", **parts)
    closed = open_theme(ada, title_nl="Dicht", title_en="", access=CLOSED)
    assert meetup.path in client_of(bram).get(poll.path).text
    with writing():
        meetup.theme_id = closed.id

    assert "elders-gezet" not in client_of(bram).get(poll.path).text


# --- changing, reminding, closing


def edited(poll, client):
    return {name: values for name, values in fields_of(client.get(f"{poll.path}/edit").text, poll.path).items() if name}


def test_a_form_that_was_opened_and_saved_changes_nothing(client_of, make_poll, vote, in_theme, bram, ada):
    in_theme(bram)
    poll = make_poll()
    vote(poll, bram, "ymn")
    browser = client_of(ada)

    assert browser.submit(poll.path, edited(poll, browser)).location == poll.path

    assert said(poll, bram) == ["yes", "maybe", "no"]
    assert told(bram) == ["asked"]


def test_a_date_goes_by_a_tick_or_by_emptying_its_row(client_of, make_poll, ada):
    poll = make_poll(days=(20, 21, 22, 23))
    browser = client_of(ada)

    browser.submit(poll.path, {**edited(poll, browser), "drop_1": "y", "day_3": "", "time_3": ""})

    assert [each.starts_at for each in options_of(poll)] == [on(20), on(22)]


def test_dates_that_passed_may_stay_when_others_are_added(client_of, make_poll, ada):
    poll = make_poll(days=(20, 21))
    browser = client_of(ada)
    with time_machine.travel(on(20, 18)):
        fields = edited(poll, browser)
        unchanged = browser.submit(poll.path, fields)
        new = row(2, (clock.today() + timedelta(days=9)).isoformat(), "15:00")
        longer = {"closes": clock.today().isoformat()}
        saved = browser.submit(poll.path, {**fields, **new, **longer, "version": "2"})

    assert (unchanged.status_code, saved.status_code) == (302, 302)
    assert len(options_of(poll)) == 3


def test_the_second_to_save_sees_both_and_loses_nothing(client_of, make_poll, ada, dina):
    poll = make_poll()
    first, second = client_of(ada), client_of(dina)
    fields = edited(poll, second)
    mine = {**edited(poll, first), "title": "De eerste", **row(1, 30, "11:00", options_of(poll)[1].id)}
    assert first.submit(poll.path, mine).status_code == 302

    page = second.submit(poll.path, {**fields, "title": "De tweede"})

    assert page.status_code == 409
    assert faults_of(page.text) == []
    assert "De eerste" in page.text
    assert f"{date.fromisoformat(day(30)).day}\xa0" in page.text
    again = fields_of(page.text, poll.path)
    assert (again["title"], again["version"], again["day_1"]) == (["De tweede"], ["2"], [day(21)])
    assert second.submit(poll.path, again).status_code == 302
    assert [each.starts_at for each in options_of(poll)] == [on(20), on(21), on(22)]


def test_the_buttons_of_who_coordinates(client_of, make_poll, in_theme, bram, ada):
    in_theme(bram)
    poll = make_poll()

    assert client_of(bram).submit(f"{poll.path}/reminders").status_code == 403
    assert client_of(ada).submit(f"{poll.path}/reminders").location == poll.path
    assert client_of(ada).submit(f"{poll.path}/reminders").status_code == 409
    assert client_of(ada).submit(f"{poll.path}/closing", {"reason": " "}).status_code == 422
    assert client_of(ada).submit(f"{poll.path}/closing", {"reason": "Ziek."}).status_code == 302
    assert [client_of(ada).get(poll.path + door).status_code for door in ("/edit", "/meetup", "/closing")] == [409] * 3


# --- the meetup of it


def test_the_preview_shows_each_group_and_one_click_makes_the_meetup(
    client_of, make_poll, vote, in_theme, make_member, ada
):
    people = [make_member(f"{name} Vos") for name in ("Eva", "Fons", "Gina", "Hugo", "Iris")]
    in_theme(*people)
    poll = make_poll(capacity=1)
    for member, letters in zip(people, ("y--", "y--", "m--", "n--", "-y-"), strict=True):
        vote(poll, member, letters)
    browser = client_of(ada)

    page = browser.get(f"{poll.path}/meetup").text
    parts = [
        page.index(words)
        for words in ("Krijgt een plek", "Wacht <", "Moet nog bevestigen", "Hoort de datum", "Wordt met rust")
    ]
    names = [page.index(f"{member.name},") for member in (people[0], people[1], people[2], people[4], people[3])]
    assert sorted([*parts, *names]) == [each for pair in zip(parts, names, strict=True) for each in pair]
    made = browser.submit(f"{poll.path}/meetup", fields_of(page, f"{poll.path}/meetup"))
    again = browser.submit(f"{poll.path}/meetup", fields_of(page, f"{poll.path}/meetup"))

    db.session.commit()
    meetup = db.session.scalars(select(Meetup)).one()
    assert (made.location, again.location) == (meetup.path, meetup.path)
    assert browser.get(f"{poll.path}/meetup").location == meetup.path
    assert (meetup.title, meetup.capacity, meetup.audience) == (poll.title, 1, "theme")
    assert (meetup.starts_at, meetup.ends_at) == (on(20), on(20, 17))
    assert meetup.path in browser.get(poll.path).text


def test_the_preview_can_be_corrected(client_of, make_poll, vote, in_theme, bram, chen, ada):
    in_theme(bram, chen)
    poll = make_poll(capacity=1)
    vote(poll, bram, "-y-")
    vote(poll, chen, "-y-")
    browser, path, second = client_of(ada), f"{poll.path}/meetup", options_of(poll)[1]
    fields = fields_of(browser.get(f"{path}?option={second.id}").text, path)
    mine = {**fields, "capacity": "2", "title": "Beter", "starts": "16:00", "ends": "17:15", "audience": "network"}

    look = browser.submit(path, {**mine, "again": "1"})

    assert look.status_code == 200
    assert "Wacht <" not in look.text
    assert fields_of(look.text, path)["title"] == ["Beter"]
    assert count(Meetup) == 0
    assert browser.submit(path, mine).status_code == 302
    db.session.commit()
    meetup = db.session.scalars(select(Meetup)).one()
    assert (meetup.title, meetup.capacity, meetup.audience) == ("Beter", 2, "network")
    assert (meetup.starts_at, meetup.minutes) == (on(21, 16), 75)
    assert count(Signup, Signup.status == SEATED) == 2


def test_what_is_wrong_with_the_meetup_is_said(client_of, make_poll, ada):
    poll = make_poll(place="", mode="hybrid")
    browser, path = client_of(ada), f"{poll.path}/meetup"
    fields = fields_of(browser.get(path).text, path)
    good = {**fields, "place": "Helmond", "link": "https://example.org/a"}

    for wrong in (
        {"place": ""},
        {"link": ""},
        {"link": "javascript:alert(1)"},
        {"ends": "14:00"},
        {"capacity": "0"},
        {"title": ""},
    ):
        page = browser.submit(path, {**good, **wrong})
        assert page.status_code == 422, wrong
        assert faults_of(page.text) == []
    gone = browser.submit(path, {**good, "option": "999"})
    assert gone.status_code == 409  # no other date stands in for one that went
    assert count(Meetup) == 0


def test_when_all_dates_have_passed_there_is_nothing_to_choose(client_of, make_poll, ada):
    poll = make_poll()
    with time_machine.travel(on(23)):
        page = client_of(ada).get(f"{poll.path}/meetup")

    assert page.status_code == 409
    assert "Alle datums van deze peiling zijn voorbij" in page.text


def test_a_poll_whose_time_is_over_stands_on_the_coordinators_desk(client_of, make_poll, ada, dina):
    poll = make_poll()
    assert f"{poll.path}/meetup" not in client_of(ada).get("/coordination").text

    with time_machine.travel(poll.closes_at):
        assert f"{poll.path}/meetup" in client_of(ada).get("/coordination").text
        assert f"{poll.path}/meetup" not in client_of(dina).get("/coordination").text  # not theirs
        assert "De coördinator kiest een datum" in client_of(ada).get(poll.path).text


def test_hostile_words_are_only_words(client_of, make_poll, in_theme, bram, ada):
    in_theme(bram)
    poll = make_poll(title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>", place='"><b>x')

    for page in (
        client_of(bram).get(poll.path),
        client_of(ada).get(f"{poll.path}/edit"),
        client_of(ada).get("/meetups"),
    ):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert '"><b>x' not in page.text


def test_in_english_too(client_of, make_poll, in_theme, bram):
    in_theme(bram)
    page = client_of(bram).get(f"{make_poll().path}?lang=en").text

    assert "If need be" in page
    assert "Als het moet" not in page


def test_own_data_tells_what_one_answered_and_asked(make_poll, vote, in_theme, bram, ada, theme):
    in_theme(bram)
    poll = make_poll()
    vote(poll, bram, "y-n")

    (given,) = answers_of(bram)
    assert (given["poll"], given["title"]) == (poll.path, poll.title)
    assert given["answers"] == [{"date": on(20), "answer": "yes"}, {"date": on(22), "answer": "no"}]
    assert [each["title"] for each in asked_by(ada)] == [poll.title]
    change_theme(theme, theme.version, access=CLOSED)
    leave(theme, bram)
    (given,) = answers_of(reader_with_rights(bram.id))
    assert given["answers"] == ["yes", "no"]
    assert "title" not in given


@pytest.mark.parametrize("voters", [2, 12])
def test_pages_keep_to_their_budget_however_many_answer(
    client_of, visitor, make_poll, vote, make_member, make_organisation, in_theme, ada, voters
):
    firm = make_organisation("Een firma")
    people = [make_member(f"Lid{n} Vos", firm) for n in range(voters)]
    in_theme(*people)
    poll = make_poll(days=tuple(range(20, 40)))
    for member in people:
        vote(poll, member, "y" * 20)
    paths = [poll.path, f"{poll.path}/edit", f"{poll.path}/meetup", "/polls/new", f"{poll.path}/closing", "/meetups"]

    for browser, path in [(client_of(ada), path) for path in paths] + [(visitor, link_of(poll, people[0]))]:
        with statements() as seen:
            assert browser.get(path).status_code == 200
        assert len(seen) <= 7, (path, seen)
