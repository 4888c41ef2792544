"""After a meetup: the report, what people answer, and that nobody can work out what one of them said."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from cast import statements
from conftest import both_databases
from pages import faults_of, fields_of
from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import ChangedMeanwhile
from network.links.models import EVERYONE
from network.links.queries import Chosen, nodes_linked_to
from network.links.services import register
from network.meetups.afterwards import queries, services, tokens
from network.meetups.afterwards.jobs import ask_for_feedback, ask_for_reports, ask_how_it_went
from network.meetups.afterwards.models import Feedback, Figures, Intention
from network.meetups.afterwards.refusals import AnsweringOver, NotOver, NotThere
from network.meetups.afterwards.services import close_with_report, give_feedback, tell
from network.meetups.models import Attendance, Meetup
from network.meetups.queries import meetup_for
from network.meetups.refusals import CalledOff
from network.meetups.services import call_off, change
from network.members.models import Member
from network.members.own_data import contributed
from network.notifications.jobs import deliver
from network.notifications.models import Notification
from network.themes.models import CLOSED
from network.themes.services import change as change_theme
from network.themes.services import leave

EN = "?lang=en"
SAID = {"worth": 3, "would_host": None, "may_be_named": False, "words": None}


@pytest.fixture
def crowd(make_member, ketelbrug):
    """Many people of one firm: `crowd(7)`."""
    return lambda n: tuple(make_member(f"Lid{chr(97 + each)} Bos", ketelbrug) for each in range(n))


@pytest.fixture
def held(make_meetup):
    """A meetup with these people in their seats, and the clock an hour after its end."""
    moved = []

    def hold(*people, hours=1, **more):
        meetup = make_meetup(seats=max(len(people), 2), signups=people, days=1, **more)
        moved.append(time_machine.travel(meetup.ends_at + timedelta(hours=hours), tick=False))
        moved[-1].start()
        return meetup

    yield hold
    for each in moved:
        each.stop()


def answer(meetup, member, **more):
    give_feedback(meetup, member, **{**SAID, **more})


def seen(meetup):
    """All that who coordinates it gets to see of the answers, but for how many there are."""
    results = queries.results_of(meetup)
    figures = results.figures
    if figures is None:
        return None
    return (*figures.worth, figures.would_host, figures.answers, *figures.told), tuple(results.intentions)


def notices_to(member, kind):
    mine = (Notification.member_id == member.id, Notification.kind == f"meetups.{kind}")
    rows = select(Notification).where(*mine).order_by(Notification.created_at)
    return db.session.scalars(rows.options(joinedload(Notification.member))).all()


def main_of(page):
    return page.split("<main")[1].split("</main>")[0]


def morning(day: datetime, days: int, at: time = time(9)) -> datetime:
    return clock.moment(clock.local(day).date() + timedelta(days=days), at)


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_report_stands_on_the_page_with_what_people_took_home_first(client_of, held, ada, bram, visitor):
    meetup = held(bram)
    form = {"outcome": "Drie koppels begonnen.", "takeaways": "- Begin klein\n\n• Vraag <b>door</b>", "present": "7"}
    browser = client_of(ada)

    assert browser.submit(f"{meetup.path}/outcome", {**form, "version": meetup.version}).status_code == 302

    page = visitor.get(meetup.path + EN).text
    assert (
        page.index("Begin klein") < page.index("Vraag &lt;b&gt;door&lt;/b&gt;") < page.index("Drie koppels begonnen.")
    )
    assert "7 people were there." in page
    assert "7 people came" in visitor.get(f"/meetups{EN}&when=past").text
    assert faults_of(page) == []
    db.session.rollback()
    told = db.session.execute(select(Meetup.closed_at, Meetup.takeaways, Meetup.present)).one()
    assert told == (clock.now(), ["Begin klein", "Vraag <b>door</b>"], 7)


def test_it_begins_with_who_had_a_seat_and_the_firms_that_they_are_of(client_of, held, ada, bram, chen, make_member):
    colleague = make_member("Cor Bos", bram.organisation)
    meetup = held(bram, chen, colleague)

    with statements() as counted:
        page = client_of(ada).get(f"{meetup.path}/outcome{EN}").text

    assert len(counted) <= 7
    assert fields_of(page, f"{meetup.path}/outcome")["present"] == ["3"]
    assert "Of 2 firms" in page
    assert page.index("Plaatwerkerij Ketelbrug") < page.index("Bakkerij Korstmos")
    assert faults_of(page) == []


def test_who_was_noted_at_the_door_is_counted_whatever_the_form_says(client_of, held, ada, bram, chen):
    meetup = held(bram, chen)
    with writing() as session:
        session.add(Attendance(meetup_id=meetup.id, member_id=chen.id))
        session.add(Attendance(meetup_id=meetup.id, guest_name="Tante Riet", guest_firm="Bakkerij Korstmos"))
        session.add(Attendance(meetup_id=meetup.id))  # somebody who was erased since
    browser = client_of(ada)
    page = browser.get(f"{meetup.path}/outcome{EN}").text

    browser.submit(f"{meetup.path}/outcome", {"outcome": "Goed.", "present": "90", "version": meetup.version})

    assert "3 people were noted at the door." in page
    assert 'name="present"' not in page
    assert queries.presence_at(meetup).firms == [("Bakkerij Korstmos", 2), ("", 1)]
    db.session.rollback()
    assert db.session.scalar(select(Meetup.present)) == 3


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": " "}, "outcome"),
        ({"takeaways": "\n".join("abcdef")}, "takeaways"),
        ({"takeaways": "x" * 161}, "takeaways"),
        ({"present": "veel"}, "present"),
        ({"present": "-1"}, "present"),
        ({"practices": "999"}, "practices"),
    ],
)
def test_a_report_with_a_fault_keeps_what_was_typed(client_of, held, ada, more, field):
    meetup = held()
    register("practice", 1, path="/practices/p1", titles={"nl": "P1"}, lines={}, audience=EVERYONE)
    form = {"outcome": "Drie koppels.", "takeaways": "Begin klein", "version": meetup.version, **more}

    answer = client_of(ada).submit(f"{meetup.path}/outcome", form)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert faults_of(answer.text) == []
    if field != "takeaways":
        assert "Begin klein</textarea>" in answer.text
    db.session.rollback()
    assert db.session.scalar(select(Meetup.closed_at)) is None


def test_what_it_led_to_is_tied_to_it_and_untied(client_of, held, ada):
    meetup = held()
    made = {
        n: register("practice", n, path=f"/practices/p{n}", titles={"nl": f"P{n}"}, lines={}, audience=EVERYONE)
        for n in (1, 2)
    }
    browser, version = client_of(ada), meetup.version
    for n in (1, 2):
        form = {"outcome": "Goed.", "practices": made[n].id, "version": version + n - 1}
        assert browser.submit(f"{meetup.path}/outcome", form).status_code == 302

        db.session.rollback()
        assert [node.path for node in nodes_linked_to("meetup", meetup.id, "practice")] == [f"/practices/p{n}"]


def test_a_finding_without_a_figure_stands_there_by_its_title_alone(client_of, held, ada):
    meetup = held()
    for n, line in ((1, "89 %"), (2, "")):
        titles = {"nl": f"Bevinding {n}"}
        register("finding", n, path=f"/library/{n}", titles=titles, lines={"nl": line}, audience=EVERYONE)

    browser = client_of(ada)
    for path in (f"{meetup.path}/outcome", "/meetups/new", "/practices/new"):
        page = browser.get(path).text
        assert "Bevinding 1 (89 %)" in page
        assert re.search(r"Bevinding 2\s*<", page)


def test_all_that_the_other_told_stands_beside_ones_own(client_of, held, ada):
    meetup = held()
    browser, form = client_of(ada), {"outcome": "Drie koppels.", "takeaways": "Begin klein", "present": "7"}
    browser.submit(f"{meetup.path}/outcome", {**form, "version": meetup.version})

    mine = {"outcome": "Twee koppels.", "takeaways": "", "present": "8", "version": meetup.version}
    page = browser.submit(f"{meetup.path}/outcome{EN}", mine)

    assert page.status_code == 409
    theirs = [each.split("</div>")[0] for each in page.text.split('<div class="theirs">')[1:]]
    assert [words in each for words, each in zip(("7", "Begin klein", "Drie koppels."), theirs, strict=True)] == [
        True
    ] * 3
    assert "Twee koppels.</textarea>" in page.text
    assert faults_of(page.text) == []
    assert browser.submit(f"{meetup.path}/outcome", fields_of(page.text, f"{meetup.path}/outcome")).status_code == 302


def test_what_was_told_before_it_was_closed_is_closed_once(held, ada):
    meetup = held()
    close_with_report(meetup, meetup.version, outcome="Een.")
    first = meetup.closed_at
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        close_with_report(meetup, meetup.version, outcome="Twee.")
        with pytest.raises(ChangedMeanwhile):
            close_with_report(meetup, 1, outcome="Drie.")

    assert (meetup.closed_at, meetup.outcome) == (first, "Twee.")


def test_a_meetup_without_a_report_waits_on_the_desk_until_it_has_one(client_of, held, ada):
    meetup = held(title="Rondje langs de deuren")
    desk = client_of(ada).get(f"/coordination{EN}").text
    assert f"{meetup.path}/outcome" in desk

    close_with_report(meetup, meetup.version, outcome="Goed.")

    assert "Rondje langs de deuren" not in client_of(ada).get(f"/coordination{EN}").text


# --- asking for the report ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "hour", "asked"),
    [(3, time(8, 59), 0), (3, time(9), 1), (6, time(23), 1), (7, time(8, 59), 1), (7, time(9), 2)],
)
def test_who_planned_it_is_asked_for_the_report_after_three_and_seven_days(make_meetup, ada, days, hour, asked):
    meetup = make_meetup(starts_at=clock.moment(clock.today() + timedelta(days=5), time(22)))
    for day in (0, 3, 3, 7, 7):
        moment = min(morning(meetup.ends_at, day), morning(meetup.ends_at, days, hour))
        with time_machine.travel(moment, tick=False):
            ask_for_reports(clock.now())
    with time_machine.travel(morning(meetup.ends_at, days, hour), tick=False):
        ask_for_reports(clock.now())

    assert len(notices_to(ada, "report_wanted")) == asked


def test_nobody_is_asked_for_a_report_that_is_there_or_cannot_be(make_meetup, ada):
    told, off, old = make_meetup(days=2), make_meetup(days=2), make_meetup(days=2)
    call_off(off, "Ziek.")
    with time_machine.travel(told.ends_at + timedelta(hours=1)):
        close_with_report(told, told.version, outcome="Goed.")
        with writing():
            db.session.execute(delete(Meetup).where(Meetup.id == old.id))
    with time_machine.travel(morning(told.ends_at, 3)):
        assert ask_for_reports(clock.now()) == 0

    assert notices_to(ada, "report_wanted") == []


def test_a_worker_that_stood_still_asks_once_and_not_about_what_is_long_ago(make_meetup, ada):
    meetup = make_meetup()
    with time_machine.travel(morning(meetup.ends_at, 8)):
        assert [ask_for_reports(clock.now()) for _ in range(2)] == [1, 0]
    make_meetup(starts_at=meetup.starts_at)
    with time_machine.travel(morning(meetup.ends_at, 16)):
        assert ask_for_reports(clock.now()) == 0


def test_where_the_planner_may_no_longer_the_one_who_leads_is_asked(make_meetup, ada, bram):
    from network.themes.services import lead

    meetup = make_meetup()
    with writing():
        meetup.planner_id = bram.id
    lead(meetup.theme, ada)
    with time_machine.travel(morning(meetup.ends_at, 3)):
        ask_for_reports(clock.now())

    assert (len(notices_to(bram, "report_wanted")), len(notices_to(ada, "report_wanted"))) == (0, 1)


# --- who may answer, and when ---------------------------------------------------------------------------------------


def test_who_had_a_seat_answers_and_changes_it(client_of, held, bram):
    meetup = held(bram)
    browser, path = client_of(bram), f"{meetup.path}/feedback"
    with statements() as counted:
        page = browser.get(path + EN).text
    assert len(counted) <= 7
    assert faults_of(page) == []
    assert "Say how it was" in browser.get(meetup.path + EN).text
    said = {"worth": "4", "would_host": "yes", "may_be_named": "y", "words": "Op maandag beginnen."}

    assert browser.submit(path, said).status_code == 302

    kept = fields_of(browser.get(path).text, path)
    assert {name: kept[name] for name in said} == {name: [value] for name, value in said.items()}
    assert "Change your answers" in browser.get(meetup.path + EN).text
    browser.submit(path, {"worth": "1", "would_host": "no", "may_be_named": "y", "words": ""})
    db.session.rollback()
    row = db.session.scalars(select(Feedback)).one()
    assert (row.worth, row.would_host, row.may_be_named) == (1, False, False)
    assert db.session.scalars(select(Intention)).all() == []


def test_the_page_of_a_meetup_asks_nobody_else(client_of, held, bram, chen, ada, visitor):
    meetup = held(bram)

    for browser in (client_of(chen), client_of(ada), visitor):
        assert f'{meetup.path}/feedback"' not in browser.get(meetup.path).text
    assert "feedback/answers" in client_of(ada).get(meetup.path).text
    assert "feedback/answers" not in client_of(bram).get(meetup.path).text


def test_where_people_were_noted_a_seat_alone_is_not_enough(held, bram, chen, dina):
    meetup = held(bram, chen)
    with writing() as session:
        session.add(Attendance(meetup_id=meetup.id, member_id=dina.id))  # walked in
        session.add(Attendance(meetup_id=meetup.id, member_id=chen.id))

    answer(meetup, chen)
    answer(meetup, dina)
    with pytest.raises(NotThere):
        answer(meetup, bram)


def test_answers_are_taken_from_the_end_for_sixty_days(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    for moment, refusal in (
        (meetup.ends_at - timedelta(seconds=1), NotOver),
        (meetup.ends_at, None),
        (meetup.ends_at + timedelta(days=60, seconds=-1), None),
        (meetup.ends_at + timedelta(days=60), AnsweringOver),
    ):
        with time_machine.travel(moment, tick=False):
            if refusal is None:
                answer(meetup, bram)
            else:
                with pytest.raises(refusal):
                    answer(meetup, bram)
    assert db.session.scalar(select(func.count()).select_from(Feedback)) == 1


def test_of_what_was_called_off_nothing_is_asked(client_of, make_meetup, bram, ada):
    meetup = make_meetup(signups=(bram,))
    call_off(meetup, "Ziek.")
    with time_machine.travel(meetup.ends_at + timedelta(days=1), tick=False):
        with pytest.raises(CalledOff):
            answer(meetup, bram)
        assert ask_for_feedback(clock.now()) == 0
        assert client_of(ada).get(f"{meetup.path}/outcome").status_code == 409
        assert "feedback" not in client_of(ada).get(meetup.path).text


@pytest.mark.parametrize(
    "more",
    [{"worth": ""}, {"worth": "5"}, {"worth": "0"}, {"worth": "x"}, {"would_host": "maybe"}, {"words": "x" * 501}],
)
def test_answers_that_do_not_fit_are_refused_and_kept(client_of, held, bram, more):
    meetup = held(bram)
    form = {"worth": "3", "would_host": "", "words": "Op maandag", **more}

    answer = client_of(bram).submit(f"{meetup.path}/feedback", form)

    assert answer.status_code == 422
    assert form["words"] in answer.text
    assert faults_of(answer.text) == []
    assert db.session.scalars(select(Feedback)).all() == []


@both_databases
@pytest.mark.race
def test_sent_twice_at_once_it_is_one_answer(app, held, bram):
    meetup = held(bram)
    ids = meetup.id, bram.id

    def send():
        answer(db.session.get_one(Meetup, ids[0]), db.session.get_one(Member, ids[1]), words="Beginnen.")

    assert at_once(app, send, send) == [None, None]
    assert len(db.session.scalars(select(Feedback)).all()) == len(db.session.scalars(select(Intention)).all()) == 1


# --- what who coordinates it sees -----------------------------------------------------------------------------------


@both_databases
def test_below_five_nothing_is_shown_and_from_then_on_only_by_fives(held, crowd):
    people = crowd(11)
    meetup = held(*people)
    shown = []
    for n, member in enumerate(people):
        answer(meetup, member, worth=n % 4 + 1, would_host=n < 3, words=f"Plan {n:02d}")
        shown.append(seen(meetup))

    assert shown[:4] == [None] * 4
    assert shown[4:9] == [((2, 1, 1, 1, 3, 5), tuple(f"Plan {n:02d}" for n in range(5)))] * 5
    assert shown[9:] == [((3, 3, 2, 2, 3, 10), tuple(f"Plan {n:02d}" for n in range(10)))] * 2


def test_hidden_and_empty_look_alike_but_for_the_count(client_of, held, crowd, ada):
    people = crowd(4)
    meetup = held(*people)
    path, browser = f"{meetup.path}/feedback/answers{EN}", client_of(ada)
    empty = main_of(browser.get(path).text)
    for member in people:
        answer(meetup, member, worth=4, words="Geheim plan")

    page = browser.get(path).text

    assert "<b>4 answers.</b>" in page
    assert main_of(page).replace("<b>4 answers.</b>", "<b>0 answers.</b>") == empty
    assert faults_of(page) == []


def test_the_page_shows_how_the_answers_spread_without_names(client_of, held, crowd, ada):
    people = crowd(5)
    meetup = held(*people)
    for n, member in enumerate(people):
        answer(
            meetup, member, worth=n % 2 + 3, would_host=n == 0, words="<b>Zo</b>" if n == 4 else f"{'zyx'[n % 3]} doen"
        )
    with statements() as counted:
        page = client_of(ada).get(f"{meetup.path}/feedback/answers{EN}").text

    assert len(counted) <= 7
    assert "1 of 5 would." in page
    told = page.split('<ul class="dash">')[1].split("</ul>")[0]
    assert "&lt;b&gt;Zo&lt;/b&gt;" in told
    assert told.index("x doen") < told.index("y doen") < told.index("z doen")  # not as they came in
    assert "Bos" not in page.split("<main")[1]
    assert faults_of(page) == []


def test_who_would_host_is_named_only_if_they_said_so(client_of, held, bram, chen, dina, ada):
    meetup = held(bram, chen, dina)
    answer(meetup, bram, would_host=True, may_be_named=True)
    answer(meetup, chen, would_host=True)
    answer(meetup, dina, would_host=False, may_be_named=True)

    page = client_of(ada).get(f"{meetup.path}/feedback/answers").text

    assert [name for name in ("Bram Jansen", "Chen Li", "Dina Vos") if name in page] == ["Bram Jansen"]
    answer(meetup, bram, would_host=True, may_be_named=False)
    assert "Bram Jansen" not in client_of(ada).get(f"{meetup.path}/feedback/answers").text


@pytest.mark.parametrize("seed", range(4))
def test_whoever_looks_after_every_step_never_learns_of_fewer_than_five(held, crowd, seed):
    """An attack: somebody answers, changes their mind, or is erased, and the coordinator looks again and subtracts."""
    chance = random.Random(seed)
    people = list(crowd(22))
    meetup = held(*people)
    silent, spoken, moved, last = people[:], [], set(), None
    for _step in range(60):
        act = chance.choice(("new", "new", "change", "erase"))
        if act == "new" and silent:
            member = silent.pop()
            spoken.append(member)
        elif spoken and act != "new":
            member = chance.choice(spoken)
        else:
            continue
        if act == "erase":
            spoken.remove(member)
            with writing():
                db.session.execute(delete(Feedback).where(Feedback.member_id == member.id))
                db.session.execute(delete(Intention).where(Intention.member_id == member.id))
        else:
            answer(meetup, member, worth=chance.randint(1, 4), would_host=chance.random() < 0.5)
        moved.add(member.id)
        now = seen(meetup)
        if now != last:
            assert len(moved) >= 5, (act, last, now)
            assert now[0][5] >= 5
            moved, last = set(), now
    assert last is not None


def test_a_text_that_is_taken_back_is_not_known_for_whose_it_was(held, crowd, bram):
    people = crowd(10)
    meetup = held(*people)
    for n, member in enumerate(people[:5]):
        answer(meetup, member, words=f"Plan {n}")
    assert len(seen(meetup)[1]) == 5

    answer(meetup, people[2], words="Beter plan")  # neither the old words nor, by what is missing, whose they were
    assert seen(meetup)[1] == ()

    for n, member in enumerate(people[5:], start=5):
        answer(meetup, member, words=f"Plan {n}")
    assert len(seen(meetup)[1]) == 10
    with writing():
        db.session.execute(delete(Intention).where(Intention.member_id == people[7].id))
    assert seen(meetup)[1] == ()


@both_databases
@pytest.mark.race
def test_five_who_answer_at_once_are_one_group(app, held, crowd):
    people = crowd(5)
    meetup = held(*people)
    meetup_id, ids = meetup.id, [each.id for each in people]

    def send(member_id):
        return lambda: answer(db.session.get_one(Meetup, meetup_id), db.session.get_one(Member, member_id), words="x")

    at_once(app, *(send(each) for each in ids))

    db.session.rollback()
    assert db.session.execute(select(Figures.answers, Figures.worth, Figures.intentions)).all() == [
        (5, [0, 0, 5, 0], 5)
    ]
    assert db.session.scalars(select(Feedback.counted)).all() == [True] * 5


# --- being asked how it was -----------------------------------------------------------------------------------------


@both_databases
def test_who_was_there_is_asked_the_morning_after_once(app, make_meetup, bram, chen, dina):
    meetup = make_meetup(seats=3, signups=(bram, chen))
    with time_machine.travel(meetup.ends_at + timedelta(minutes=5), tick=False):
        answer(meetup, chen)
    for moment, asked in ((morning(meetup.ends_at, 1) - timedelta(seconds=1), 0), (morning(meetup.ends_at, 1), 1)):
        with time_machine.travel(moment, tick=False):
            assert [ask_for_feedback(clock.now()) for _ in range(2)] == [asked, 0]

    assert [notice.path for notice in notices_to(bram, "feedback_asked")] == [f"{meetup.path}/feedback"]
    assert notices_to(chen, "feedback_asked") == notices_to(dina, "feedback_asked") == []


def test_a_meetup_that_moved_after_all_is_asked_about_anew(make_meetup, bram):
    meetup = make_meetup(signups=(bram,), days=2)
    with time_machine.travel(morning(meetup.ends_at, 1), tick=False):
        assert ask_for_feedback(clock.now()) == 1
        begin = meetup.starts_at + timedelta(days=7)
        change(meetup, meetup.version, starts_at=begin, ends_at=begin + timedelta(hours=2))
    with time_machine.travel(morning(begin, 1), tick=False):
        assert ask_for_feedback(clock.now()) == 1


def test_who_left_a_closed_theme_is_not_asked_about_what_they_cannot_open(
    make_meetup, theme, in_theme, ada, bram, chen
):
    in_theme(bram, chen)
    meetup = make_meetup(signups=(bram, chen))
    with time_machine.travel(meetup.ends_at + timedelta(minutes=5), tick=False):
        change_theme(theme, theme.version, access=CLOSED)
        leave(theme, chen)
    with time_machine.travel(morning(meetup.ends_at, 1), tick=False):
        assert ask_for_feedback(clock.now()) == 1

    assert (len(notices_to(bram, "feedback_asked")), len(notices_to(chen, "feedback_asked"))) == (1, 0)


@both_databases
@pytest.mark.race
@pytest.mark.parametrize("job", [ask_for_feedback, ask_for_reports, ask_how_it_went])
def test_two_workers_ask_once(app, make_meetup, bram, job):
    meetup = make_meetup(signups=(bram,))
    with time_machine.travel(meetup.ends_at + timedelta(minutes=5), tick=False):
        if job is ask_how_it_went:
            answer(meetup, bram, words="Beginnen.")
    now = morning(meetup.ends_at, 42 if job is ask_how_it_went else 3)

    assert sorted(at_once(app, lambda: job(now), lambda: job(now))) == [0, 1]


# --- six weeks later ------------------------------------------------------------------------------------------------


@pytest.fixture
def meant(make_meetup, bram):
    """Bram's intention after a meetup; `meant(on=datetime)` is held then."""

    def mean(member=bram, words="Op maandag beginnen.", **more):
        meetup = make_meetup(signups=(member,), **more)
        with time_machine.travel(meetup.ends_at + timedelta(hours=1), tick=False):
            answer(meetup, member, words=words)
        return meetup, db.session.scalars(select(Intention).where(Intention.member_id == member.id)).one()

    return mean


@pytest.mark.parametrize(("month", "day"), [(2, 20), (10, 1), (6, 1)])  # into summer time, out of it, and neither
def test_one_is_asked_at_nine_in_amsterdam_forty_two_days_after(meant, bram, month, day):
    begin = clock.moment(date(2031, month, day), time(15))
    meant(starts_at=begin)
    due = clock.moment((clock.local(begin) + timedelta(days=42)).date(), time(9))

    for moment, asked in ((due - timedelta(seconds=1), 0), (due, 1), (due + timedelta(days=9), 0)):
        with time_machine.travel(moment, tick=False):
            assert ask_how_it_went(clock.now()) == asked
    assert len(notices_to(bram, "intention_asked")) == 1


def test_the_mail_has_their_own_words_and_an_answer_a_tap(app, meant, bram):
    from network.notifications.mails import compose

    meetup, own = meant(words="Elke vrijdag <één> fout op het bord.")
    with time_machine.travel(morning(meetup.ends_at, 42), tick=False):
        ask_how_it_went(clock.now())
        row = notices_to(bram, "intention_asked")[0]
        mail = compose(row, "8bit")
        deliver(clock.now())

    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    address = f"http://localhost{tokens.path_of(own.id)}"
    for code, words in (("yes", "Ja, ik deed het"), ("partly", "Deels"), ("no", "Nog niet")):
        assert f"\n{address}?answer={code}\n" in f"{text}\n"
        assert f'href="{address}?answer={code}">{words}</a>' in page
    assert "Elke vrijdag <één> fout op het bord." in text
    db.session.expire_all()
    assert "link" not in notices_to(bram, "intention_asked")[0].facts  # the address leaves the row with the mail


def test_looking_changes_nothing_and_one_button_answers(visitor, meant, bram):
    _meetup, own = meant()
    address = tokens.path_of(own.id)
    for wish, chosen in (("yes", ["yes"]), ("partly", ["partly"]), ("no", ["no"]), ("<b>", None), ("", None)):
        with statements() as counted:
            page = visitor.get(f"{address}?answer={wish}&lang=en").text
        assert len(counted) <= 4
        assert fields_of(page, address).get("answer") == chosen
        assert faults_of(page) == []
    db.session.rollback()
    assert db.session.scalar(select(Intention.answer)) is None

    assert visitor.submit(address, {"answer": "partly"}).location == address
    assert visitor.submit(address, {"answer": "yes", "what_changed": "Twee begonnen."}).status_code == 302
    assert visitor.submit(address, {"answer": "yes"}).status_code == 302  # what was told stays

    db.session.rollback()
    assert db.session.execute(select(Intention.answer, Intention.what_changed)).one() == ("yes", "Twee begonnen.")
    page = visitor.get(address + EN).text
    assert "/practices/new?theme=multi-generational-workforce&amp;title=Op+maandag+beginnen." in page
    assert "result=Twee+begonnen." in page
    assert faults_of(page) == []


def test_a_yes_leads_to_a_practice_that_is_begun(client_of, meant, in_theme, bram):
    _meetup, own = meant(words="Koppels\nop donderdag.")
    in_theme(bram)
    tell(own, "yes", "Twee & meer.")
    browser = client_of(bram)
    page = browser.get(tokens.path_of(own.id)).text
    address = page.split('href="/practices/new?')[1].split('"')[0].replace("&amp;", "&")

    kept = fields_of(browser.get(f"/practices/new?{address}").text, "/practices")

    assert kept["title"] == ["Koppels op donderdag."]
    assert [kept[name][0].strip() for name in ("action", "result")] == ["Koppels\nop donderdag.", "Twee & meer."]
    assert kept["theme"] == ["multi-generational-workforce"]


def test_the_longest_words_make_no_address_that_servers_refuse(client_of, meant, bram):
    _meetup, own = meant(words="€é" * 250)
    tell(own, "yes", "€" * 1000)

    page = client_of(bram).get(tokens.path_of(own.id)).text

    assert len(page.split('href="/practices/new?')[1].split('"')[0]) < 3_500


def test_practices_that_go_with_the_meetup_can_be_told_of_as_applied(visitor, meant):
    node = register("practice", 7, path="/practices/koppels", titles={"nl": "Koppels"}, lines={}, audience=EVERYONE)
    _meetup, own = meant(linked=Chosen([node]))
    assert "/practices/koppels/replications/new" not in visitor.get(tokens.path_of(own.id)).text

    tell(own, "yes")

    assert "/practices/koppels/replications/new" in visitor.get(tokens.path_of(own.id)).text


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: t + "x", lambda _t: "x", lambda t: "Mg" + t[2:], str.swapcase]
)
def test_a_spoiled_address_opens_nothing(visitor, meant, spoil):
    _meetup, own = meant()
    token = spoil(tokens.path_of(own.id).rpartition("/")[2])

    assert visitor.get(f"/intentions/{token}").status_code == 404
    assert visitor.submit(f"/intentions/{token}", {"answer": "yes"}).status_code == 404
    db.session.rollback()
    assert db.session.scalar(select(Intention.answer)) is None


def test_an_address_of_another_kind_or_another_person_does_not_answer_this_one(visitor, meant, bram, chen):
    from network.notifications import mutes

    meant()
    _meetup, other = meant(member=chen)
    mute = mutes.path_for(bram.id, "news").rpartition("/")[2]
    assert visitor.get(f"/intentions/{mute}").status_code == 404

    visitor.submit(tokens.path_of(other.id), {"answer": "no"})

    db.session.rollback()
    assert dict(db.session.execute(select(Intention.member_id, Intention.answer)).all()) == {
        bram.id: None,
        chen.id: "no",
    }
    with writing():
        db.session.delete(db.session.get_one(Intention, other.id))
    assert visitor.get(tokens.path_of(other.id)).status_code == 404


def test_who_left_a_closed_theme_answers_and_learns_nothing_new(
    client_of, visitor, meant, theme, in_theme, ada, bram, chen
):
    in_theme(bram, chen)
    node = register("practice", 7, path="/practices/koppels", titles={"nl": "Koppels"}, lines={}, audience=EVERYONE)
    meetup, own = meant(linked=Chosen([node]))
    with time_machine.travel(meetup.ends_at + timedelta(hours=2), tick=False):
        change_theme(theme, theme.version, access=CLOSED)
        leave(theme, bram)
        change(meetup, meetup.version, title="Kwartsbeitel")
    with time_machine.travel(morning(meetup.ends_at, 42), tick=False):
        assert ask_how_it_went(clock.now()) == 1
        tell(own, "yes")
        pages = [browser.get(tokens.path_of(own.id)).text for browser in (visitor, client_of(bram))]
        pages.append(client_of(bram).get("/meetups/mine").text)
    pages.append(str(notices_to(bram, "intention_asked")[0].facts))

    assert all("Op maandag beginnen." in page for page in pages)
    hidden = ("Kwartsbeitel", "Kijken in de werkplaats", "/practices/koppels", "theme=multi-generational-workforce")
    assert [word for word in hidden for page in pages if word in page] == []


def test_how_it_went_is_counted_by_the_same_rule(client_of, held, crowd, ada):
    people = crowd(9)
    meetup = held(*people)
    for member in people:
        answer(meetup, member, words="Beginnen.")
    own = {each.member_id: each for each in db.session.scalars(select(Intention))}
    shown = []
    for member, said in zip(people, "yes yes no partly yes no no no no".split(), strict=True):
        tell(own[member.id], said, "Geheim")
        shown.append(queries.results_of(meetup).figures.told)

    assert shown == [[]] * 4 + [[3, 1, 1]] * 5
    tell(own[people[0].id], "no")
    assert queries.results_of(meetup).figures.told == [3, 1, 1]
    assert "Geheim" not in client_of(ada).get(f"{meetup.path}/feedback/answers").text


def test_once_asked_about_the_words_stay_what_was_asked(client_of, meant, bram):
    meetup, own = meant()
    path = f"{meetup.path}/feedback"
    with time_machine.travel(morning(meetup.ends_at, 42), tick=False):
        ask_how_it_went(clock.now())
        browser = client_of(bram)
        assert '<textarea class="input" id="words"' not in browser.get(path).text
        browser.submit(path, {"worth": "2", "would_host": "", "words": "Iets anders."})
        page = browser.get(f"/meetups/mine{EN}").text

    db.session.rollback()
    assert db.session.scalar(select(Intention.words)) == "Op maandag beginnen."
    assert tokens.path_of(own.id) in page
    assert faults_of(page) == []


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_own_answers_are_in_ones_own_data_and_no_address_that_answers(meant, bram, chen):
    meetup, own = meant()
    with time_machine.travel(morning(meetup.ends_at, 42), tick=False):
        ask_how_it_went(clock.now())
    tell(own, "partly", "Bij de dagploeg.")

    kept = contributed(bram)

    assert [(each["meetup"], each["worth"]) for each in kept["feedback"]] == [(meetup.path, 3)]
    assert [(each["words"], each["answer"], each["what_changed"]) for each in kept["intentions"]] == [
        ("Op maandag beginnen.", "partly", "Bij de dagploeg.")
    ]
    assert tokens.path_of(own.id) not in str(kept)
    assert (contributed(chen)["feedback"], contributed(chen)["intentions"]) == ([], [])


@both_databases
def test_who_is_erased_leaves_no_words(app, held, crowd):
    people = crowd(5)
    meetup = held(*people)
    for member in people:
        answer(meetup, member, words=f"Plan van {member.name}")

    with writing():
        db.session.execute(delete(Member).where(Member.id == people[0].id))

    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Feedback)) == 4
    assert people[0].name not in str([row.words for row in db.session.scalars(select(Intention))])
    assert seen(meetup_for(None, meetup.slug)) == ((0, 0, 5, 0, 0, 5), ())  # the count stays, the texts do not


def test_what_fictional_people_answered_goes_and_figures_are_drawn_of_real_ones(held, crowd, make_member):
    real, made_up = crowd(5), make_member("Mo Azzouzi", is_demo=True)
    meetup = held(made_up, *real)
    for member in (made_up, *real):
        answer(meetup, member, worth=1 if member is made_up else 4, words="x")

    with writing():
        db.session.execute(delete(Member).where(Member.id == made_up.id))
        services.draw_afresh([meetup.id])

    assert seen(meetup) == ((0, 0, 0, 5, 0, 5), ("x",) * 5)
