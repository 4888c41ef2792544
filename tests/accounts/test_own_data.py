"""What a member takes home: all that every feature keeps about them, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cast import soon, statements
from conftest import both_databases
from sqlalchemy import select

from network.conversations.models import Comment
from network.conversations.services import comment, delete
from network.kernel.database import db, writing
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import change as change_meetup
from network.meetups.services import plan
from network.members.own_data import contributed
from network.notifications.models import Notification
from network.notifications.services import notify
from network.practices.models import Practice
from network.practices.services import publish, report_replication, withdraw_replication, write
from network.themes.models import CLOSED, ON_REQUEST
from network.themes.services import change, join, leave, open_theme

pytestmark = both_databases

WORDS = {
    "title": "Twee aan één machine", "summary": "Een koppel.", "problem": "Vergrijzing.", "action": "Donderdag.",
    "result": "Zes maanden.", "went_wrong": "Te weinig tijd.", "ask_when": "Na vieren.",
}  # fmt: skip
OF_CHEN = (
    "chen@example.org", "Chen Li", "Korstmos deelt dit niet", "Bij Korstmos ging het mis", "Chen zegt iets",
    "Chen antwoordt Bram", "Bakkerij Korstmos",
)  # fmt: skip


@pytest.fixture
def file_of(client_of):
    def read(member):
        text = client_of(member).get("/settings/data").text
        return json.loads(text), text

    return read


@pytest.fixture
def meetup(ada, theme):
    begin = soon()
    return plan(
        ada, theme, title="Kijken in de werkplaats", kind="company_visit", mode="in_person", place="Helmond",
        starts_at=begin, ends_at=begin + timedelta(hours=2), capacity=5,
    )  # fmt: skip


def _shared(author, theme, title) -> Practice:
    practice = write(author, theme, **{**WORDS, "title": title})
    publish(practice)
    return practice


@pytest.fixture
def busy(bram, chen, ada, theme, in_theme, meetup) -> Practice:
    """Bram did one of everything, and so did Chen beside him, whose practice this is."""
    in_theme(bram, chen)
    on_request = open_theme(ada, title_nl="Op aanvraag", title_en="On request", access=ON_REQUEST)
    join(on_request, bram, "Omdat wij groeien.")
    own, theirs = _shared(bram, theme, "Twee aan één machine"), _shared(chen, theme, "Korstmos deelt dit niet")
    for member, practice, word in ((bram, own, "Bram"), (chen, theirs, "Chen")):
        write(member, theme, title=f"Kladje van {word}", problem=f"Nog niet af van {word}")
        said = comment(member, "practice", practice.id, f"{word} zegt iets")
        other, name = (chen, "Chen") if member is bram else (bram, "Bram")
        comment(other, "practice", practice.id, f"{name} antwoordt {word}", parent_id=said.id)
        sign_up(meetup, member)
    report_replication(theirs, bram, again=True, changed="Bij Ketelbrug ging het goed", hours=12)
    report_replication(own, chen, again=False, changed="Bij Korstmos ging het mis")
    return theirs


def test_one_of_everything_is_in_the_file(file_of, bram, busy, meetup, theme):
    known, _ = file_of(bram)

    assert {each["title"]: each["state"] for each in known["practices"]} == {
        "Twee aan één machine": "published", "Kladje van Bram": "draft",
    }  # fmt: skip
    [whole, draft] = known["practices"]
    assert {name: whole[name] for name in WORDS} == WORDS
    assert (whole["theme"], draft["problem"]) == (theme.path, "Nog niet af van Bram")
    [report] = known["replications"]
    assert (report["practice"], report["changed"], report["hours"]) == (busy.path, "Bij Ketelbrug ging het goed", 12)
    assert [each["text"] for each in known["comments"]] == ["Bram zegt iets", "Bram antwoordt Chen"]
    assert [each["under"] for each in known["comments"]] == [whole["path"], busy.path]
    [signup] = known["signups"]
    assert (signup["meetup"], signup["status"]) == (meetup.path, "seated")
    assert [(each["title"], each["state"], each["answer"]) for each in known["memberships"]] == [
        (theme.title_nl, "active", ""), ("Op aanvraag", "asked", "Omdat wij groeien."),
    ]  # fmt: skip
    assert {"practices.replicated", "conversations.reply"} <= {each["kind"] for each in known["notifications"]}
    assert len(known["notifications"]) == len(
        db.session.scalars(select(Notification.id).where(Notification.member_id == bram.id)).all()
    )
    assert known["meetups"] == []


def test_nothing_of_other_people_is_in_the_file(file_of, bram, busy):
    known, _ = file_of(bram)
    for each in known["notifications"]:
        del each["title"]  # what he was told of bears the name that its writer gave it

    assert [words for words in OF_CHEN if words in json.dumps(known, ensure_ascii=False)] == []


def test_what_was_taken_back_is_kept_and_so_it_is_told(file_of, bram, busy, meetup):
    withdraw(meetup, bram)
    withdraw_replication(busy, bram)

    known, _ = file_of(bram)

    assert known["signups"][0]["status"] == "withdrawn"
    assert known["replications"][0]["withdrawn_at"] is not None


def test_a_deleted_comment_is_there_without_its_words(file_of, bram, chen, busy):
    delete(db.session.scalars(select(Comment).where(Comment.text == "Bram zegt iets")).one())

    known, _ = file_of(bram)

    assert [(each["text"], each["deleted_at"] is None) for each in known["comments"]] == [
        ("", False), ("Bram antwoordt Chen", True),
    ]  # fmt: skip


def test_who_left_a_theme_that_closed_reads_their_own_words_and_not_where_they_stand(file_of, bram, busy, theme):
    leave(theme, bram)
    change(theme, theme.version, access=CLOSED)

    known, _ = file_of(bram)

    assert [(each["under"], each["text"]) for each in known["comments"]] == [
        ("practice", "Bram zegt iets"), ("practice", "Bram antwoordt Chen"),
    ]  # fmt: skip
    assert len(known["practices"]) == 2


def test_a_planner_takes_the_meetups_home_that_they_wrote(file_of, ada, meetup):
    known, _ = file_of(ada)

    assert [(each["path"], each["place"]) for each in known["meetups"]] == [(meetup.path, "Helmond")]


def test_no_link_that_opens_a_door_leaves_with_the_file(file_of, bram):
    notify(bram, "accounts.reset", inbox=False, link="http://localhost/reset/geheim-token")

    known, text = file_of(bram)

    assert known["notifications"][-1]["kind"] == "accounts.reset"
    assert "geheim-token" not in text


def test_who_did_nothing_yet_takes_empty_lists_home(app, dina):
    known = contributed(dina)

    assert set(known) > {"comments", "meetups", "memberships", "notifications", "practices", "replications", "signups"}
    assert not any(known.values())


def test_it_costs_as_much_for_one_who_wrote_a_lot(client_of, bram, busy, theme):
    browser = client_of(bram)
    with statements() as few:
        browser.get("/settings/data")
    with writing():
        for n in range(40):
            write(bram, theme, title=f"Nog een {n}")
            notify(bram, "practices.published", title=f"Nog een {n}")

    with statements() as many:
        browser.get("/settings/data")

    assert len(many) == len(few)
    assert len(few) <= 2 + len(contributed(bram))  # who they are and may see, and one for each thing that is kept


def test_what_closed_to_a_member_is_not_named_anew(file_of, ada, chen, dina, theme, in_theme, meetup):
    """Who left, and who waits at the door, keep what they did there, and hear nothing of what has been changed since."""
    in_theme(chen)
    planned = plan(
        chen, theme, title="Een middag", kind="webinar", mode="online", starts_at=soon(), ends_at=soon(15), capacity=5
    )
    sign_up(meetup, chen)
    change(theme, theme.version, access=CLOSED)
    leave(theme, chen)
    asked = open_theme(ada, title_nl="Op aanvraag", title_en="", tagline_nl="", purpose_nl="", access=ON_REQUEST)
    join(asked, chen)
    change(asked, asked.version, access=CLOSED, title_nl="Tussen ons")
    for each in (meetup, planned):
        db.session.refresh(each, ["version"])
        change_meetup(each, each.version, title="Wat niemand weet", link="https://example.org/geheim")

    own, text = file_of(chen)

    assert [signup["meetup"] for signup in own["signups"]] == [meetup.path]
    assert [each["path"] for each in own["meetups"]] == [planned.path]
    assert [each["theme"] for each in own["memberships"]] == [asked.path]
    assert not any(words in text for words in ("Wat niemand weet", "geheim", "Tussen ons"))
