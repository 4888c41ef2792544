"""Taking the story away from a network in which real people met it, on both databases."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from cast import soon
from conftest import both_databases
from demo.reckoning import faults, rows_of
from sqlalchemy import select

from network import demo, upkeep
from network.accounts.joining import join_colleagues
from network.accounts.web import tell_firm, tell_person
from network.conversations.models import Comment
from network.conversations.services import comment
from network.conversations.services import delete as unsay
from network.kernel.database import db, writing
from network.links.models import Node
from network.links.services import link
from network.meetups.afterwards.models import Feedback, Figures
from network.meetups.afterwards.services import give_feedback
from network.meetups.door.models import DoorHelper
from network.meetups.door.services import check_in, let_help
from network.meetups.models import OFFERED, SEATED, WAITING, Attendance, Meetup, Signup
from network.meetups.polls.models import DatePoll, PollVote
from network.meetups.polls.queries import options_of
from network.meetups.polls.services import answer, ask
from network.meetups.seats import sign_up
from network.meetups.series.models import Series, SeriesSignup
from network.meetups.series.services import begin
from network.meetups.series.services import sign_up as come_to_all
from network.members import audit
from network.members.audit import Audit
from network.members.models import ADMINISTRATOR, MEMBER, Organisation
from network.notifications.models import QUEUED, Notification
from network.practices.models import Practice, Replication
from network.practices.services import report_replication, write
from network.search.queries import search_for
from network.themes.models import ON_REQUEST, Membership, Theme
from network.themes.services import join, lead, open_theme

pytestmark = both_databases


def remove() -> int:
    """Take the story away, and look whether all that must hold of any network does; then the same once more."""
    removed = demo.remove()
    assert faults() == []
    assert demo.remove() == 0
    assert faults() == []
    return removed


def notices_to(member):
    rows = select(Notification).where(Notification.member_id == member.id).order_by(Notification.created_at)
    return [(row.kind, row.path) for row in db.session.scalars(rows)]


def standing(meetup):
    rows = rows_of(Signup, Signup.meetup_id == meetup.id)
    return {row.member_id: row.status for row in rows}


# --- whoever and whatever refers to fiction -------------------------------------------------------------------------


def test_a_fictional_coordinators_meetup_for_the_whole_network_goes(ria, make_meetup):
    make_meetup(ria, None)

    assert remove() == 2
    assert rows_of(Meetup) == []


def test_a_fictional_coordinators_series_goes_with_all_its_dates(ria, mo, bram, make_meetup):
    series = begin(ria, make_meetup(ria, None), "FREQ=MONTHLY;BYMONTHDAY=3", None)
    come_to_all(series, bram)

    remove()

    assert rows_of(Series) == rows_of(SeriesSignup) == rows_of(Meetup) == []
    assert {path for _kind, path in notices_to(bram)} == {"/meetups"}


def test_a_real_series_goes_on_without_fictional_guests(ada, mo, bram, make_meetup):
    series = begin(ada, make_meetup(ada, None, capacity=1), "FREQ=MONTHLY;BYMONTHDAY=3", None)
    for member in (mo, bram):
        come_to_all(series, member)
    number = len(rows_of(Meetup))

    remove()

    assert len(rows_of(Meetup)) == number > 1
    assert [each.member_id for each in rows_of(SeriesSignup)] == [bram.id]
    assert [each.status for each in rows_of(Signup)] == [SEATED] * number


def test_who_has_a_place_at_it_hears_that_it_is_called_off(ria, bram, chen, make_meetup):
    make_meetup(ria, None, bram, chen, capacity=1, title="Rondje langs de deuren", language="en")
    uid = rows_of(Meetup)[0].uid

    remove()

    assert notices_to(bram) == notices_to(chen) == [("meetups.cancelled", "/meetups")]
    to_bram, to_chen = (rows_of(Notification, Notification.member_id == each.id)[0] for each in (bram, chen))
    assert (to_bram.facts["title"], to_bram.mail_state) == ("Rondje langs de deuren", QUEUED)
    assert "demo" in to_bram.facts["reason"]
    assert (to_bram.facts["calendar"]["method"], to_bram.facts["calendar"]["uid"]) == ("CANCEL", uid)
    assert "calendar" not in to_chen.facts  # who waited never had it in a calendar


def test_of_a_fictional_meetup_that_is_past_nobody_hears(ria, bram, make_meetup):
    meetup = make_meetup(ria, None, bram, days=2)

    with time_machine.travel(meetup.ends_at + timedelta(hours=1), tick=False):
        remove()

    assert notices_to(bram) == []


def test_what_a_fictional_person_wrote_in_a_real_theme_goes_with_all_that_hangs_on_it(
    theme, mo, bram, chen, make_practice
):
    real = make_practice(bram, theme, title="Echt gedaan")
    made_up = make_practice(mo, theme, title="Nooit gebeurd")
    with writing():
        link(*rows_of(Node, Node.kind == "practice"))
    comment(chen, "practice", made_up.id, "Werkt dit ook bij bakkers?")
    report_replication(made_up, chen, again=True)
    report_replication(made_up, bram, again=False)

    remove()

    assert [each.path for each in rows_of(Practice)] == [real.path]
    assert rows_of(Replication) == rows_of(Comment) == []
    assert [each.path for each in rows_of(Node, Node.kind == "practice")] == [real.path]
    assert search_for(chen, "gebeurd") == []
    assert [hit.path for hit in search_for(chen, "gedaan")[0].hits] == [real.path]


def test_a_network_without_an_administrator_says_how_to_get_one(ria, ada, dina):
    said = []
    with writing():
        ria.role = ADMINISTRATOR
    upkeep.remove_demo(said.append)
    assert said == ["The demo network is gone."]

    with writing():
        dina.role = MEMBER
    upkeep.remove_demo(said.append)
    assert said[1] == "There is no demo network here."
    assert "`network appoint EMAIL`" in said[2]


def test_search_forgets_fictional_firms_and_people_with_them(ketelmuur, mo, bram, ketelbrug):
    with writing():
        ketelmuur.asks = "Wie lakt er met poeder?"
    with writing():
        for person in (mo, bram):
            tell_person(person)
        for firm in (ketelmuur, ketelbrug):
            tell_firm(firm)

    remove()

    assert {each.path for each in rows_of(Node)} == {bram.path, ketelbrug.path}
    assert search_for(bram, "poeder") == []


def test_what_real_people_did_with_fictional_things_goes_with_those(
    tale, ria, mo, bram, chen, make_practice, make_meetup
):
    practice = make_practice(mo, tale, is_demo=True)
    meetup = make_meetup(ria, tale, mo, bram, chen, is_demo=True, capacity=2)
    asked = comment(bram, "practice", practice.id, "Hoe lang duurde dat?")
    comment(mo, "practice", practice.id, "Een maand.", parent_id=asked.id)
    comment(chen, "meetup", meetup.id, "Ik kom met de trein.")
    report_replication(practice, chen, again=True)

    remove()

    for table in (Practice, Meetup, Theme, Comment, Signup, Replication):
        assert rows_of(table) == []
    assert {kind for kind, _ in notices_to(bram) + notices_to(chen)} == {"meetups.cancelled"}


def test_a_fictional_lead_or_host_leaves_what_is_real(theme, mo, ketelmuur, ada, bram, make_practice, make_meetup):
    lead(theme, mo)
    practice = make_practice(bram, theme, ask_member_id=mo.id)
    meetup = make_meetup(ada, theme, host_id=ketelmuur.id)

    remove()

    assert (theme.lead_id, practice.ask_member_id, meetup.host_id) == (ada.id, None, None)
    assert ketelmuur not in rows_of(Organisation)


def test_fictional_people_were_nowhere_and_real_ones_were_where_they_were(theme, mo, ria, ada, bram, make_meetup):
    real, made_up = make_meetup(ada, theme, mo), make_meetup(ria, theme, bram)
    for member in (mo, bram):
        check_in(real, ada, member.id)
    check_in(made_up, ria, bram.id)
    let_help(real, ada, mo.id)

    remove()

    assert [(each.meetup_id, each.member_id) for each in rows_of(Attendance)] == [(real.id, bram.id)]
    assert rows_of(DoorHelper) == []


def test_the_pages_of_what_stays_open_without_them(
    theme, mo, ketelmuur, ada, bram, make_practice, make_meetup, client_of
):
    lead(theme, mo)
    practice = make_practice(bram, theme, ask_member_id=mo.id)
    meetup = make_meetup(ada, theme, mo, host_id=ketelmuur.id)

    remove()

    for path in (theme.path, practice.path, meetup.path, "/", "/notifications"):
        assert client_of(bram).get(path).status_code == 200


def test_a_theme_that_a_fictional_coordinator_opened_goes_while_nobody_real_needs_it(ria, bram):
    open_theme(ria, title_nl="Leeg", title_en="")
    joined = open_theme(ria, title_nl="Van ons", title_en="")
    asked = open_theme(ria, title_nl="Op verzoek", title_en="", access=ON_REQUEST)
    join(joined, bram)
    join(asked, bram, "Wij draaien met robots.")

    remove()

    assert {theme.id for theme in rows_of(Theme)} == {joined.id, asked.id}
    assert (joined.lead_id, asked.lead_id) == (bram.id, None)
    assert [each.answer for each in rows_of(Membership, Membership.theme_id == asked.id)] == ["Wij draaien met robots."]


def test_what_a_real_person_wrote_keeps_its_theme_and_firm(tale, ketelmuur, bram, chen, make_practice):
    homes = bram.organisation_id, chen.organisation_id
    with writing():
        bram.organisation_id = chen.organisation_id = ketelmuur.id
    practice, draft = make_practice(bram, tale), write(chen, tale, title="Nog niet af")
    with writing():
        bram.organisation_id, chen.organisation_id = homes  # they went on to other firms

    remove()

    assert rows_of(Practice) == [practice, draft]
    assert (tale.is_demo, tale.lead_id, tale.practice_count) == (False, None, 1)
    assert (ketelmuur.is_demo, practice.organisation_id) == (False, ketelmuur.id)


def test_what_a_real_person_reported_keeps_the_firm(theme, ketelmuur, bram, chen, make_practice):
    practice = make_practice(bram, theme)
    home = chen.organisation_id
    with writing():
        chen.organisation_id = ketelmuur.id
    report_replication(practice, chen, again=True)
    with writing():
        chen.organisation_id = home

    remove()

    assert (practice.applied_count, practice.chain) == (1, [["ketelmuur", True]])
    assert not ketelmuur.is_demo


def test_a_meetup_that_a_real_person_planned_keeps_its_theme(tale, ada, make_meetup):
    meetup = make_meetup(ada, tale)

    remove()

    assert rows_of(Meetup) == [meetup]
    assert (tale.is_demo, tale.meetup_count) == (False, 1)


def test_a_firm_that_somebody_real_joined_is_theirs(ketelmuur, make_member, ria):
    make_member("Mo Azzouzi", ketelmuur, is_demo=True, is_contact=True, email="mo@ketelmuur.nl")
    sara = make_member("Sara Kok", email="sara@ketelmuur.nl")
    join_colleagues(sara)

    assert remove() == 3  # Mo, Ria and the firm of Ria
    assert (ketelmuur.is_demo, ketelmuur.verified_at) == (False, None)
    assert sara.is_contact
    assert sorted(notices_to(sara)) == [
        ("accounts.now_contact", f"{ketelmuur.path}/edit"), ("accounts.unverified", ketelmuur.path),
    ]  # fmt: skip


def test_a_firm_with_a_real_contact_gets_no_other(ketelmuur, mo, make_member):
    first = make_member("Piet Bos", ketelmuur)
    contact = make_member("Sara Kok", ketelmuur, is_contact=True)

    remove()

    assert (first.is_contact, contact.is_contact) == (False, True)


def test_inboxes_of_real_people_tell_nothing_of_fiction(
    theme, tale, ria, mo, ada, bram, chen, make_practice, make_meetup
):
    asking = open_theme(ada, title_nl="Op verzoek", title_en="", access=ON_REQUEST)
    join(asking, mo, "Mag ik?")
    join(asking, chen, "Ik ook?")
    join(tale, bram)
    make_meetup(ria, tale)
    make_practice(mo, tale)
    practice = make_practice(bram, theme)
    for member in (mo, chen):
        report_replication(practice, member, again=True)
        comment(member, "practice", practice.id, "Knap.")

    remove()

    assert [facts["name"] for facts in _facts(ada)] == ["Chen Li"]
    assert [facts.get("firm") or facts["name"] for facts in _facts(bram)] == ["Bakkerij Korstmos", "Chen Li"]


def _facts(member):
    kinds = ("themes.join_asked", "practices.replicated", "conversations.comment")
    rows = select(Notification).where(Notification.member_id == member.id, Notification.kind.in_(kinds))
    return [row.facts for row in db.session.scalars(rows.order_by(Notification.created_at))]


def test_a_real_namesake_of_somebody_fictional_keeps_what_is_told_of_them(theme, mo, bram, make_member, make_practice):
    namesake = make_member("Mo Azzouzi", email="mo@echt.nl")
    practice = make_practice(bram, theme)
    comment(namesake, "practice", practice.id, "Knap.")

    remove()

    assert [kind for kind, _ in notices_to(bram)] == ["conversations.comment"]


# --- a theme that real people joined --------------------------------------------------------------------------------


def test_a_kept_theme_counts_what_is_left(tale, ria, mo, bram, make_practice, make_meetup):
    join(tale, mo)
    join(tale, bram)
    for title in ("Een", "Twee", "Drie"):
        make_practice(mo, tale, title=title, is_demo=True)
        make_meetup(ria, tale, title=title, is_demo=True)
    kept = make_practice(bram, tale)
    assert (tale.member_count, tale.practice_count, tale.meetup_count) == (3, 4, 3)

    remove()

    assert not tale.is_demo
    assert (tale.member_count, tale.organisation_count, tale.practice_count, tale.meetup_count) == (1, 1, 1, 0)
    assert rows_of(Practice) == [kept]


def test_who_is_in_it_longest_leads_a_kept_theme_and_hears_it(tale, bram, chen):
    for member in (bram, chen):
        join(tale, member)

    remove()

    assert tale.lead_id == bram.id
    assert [each.member_id for each in rows_of(Membership, Membership.leads)] == [bram.id]
    assert (notices_to(bram), notices_to(chen)) == ([("themes.now_leads", tale.path)], [])


def test_a_real_coordinator_goes_on_leading_it(tale, ria, bram, chen):
    join(tale, bram)
    lead(tale, chen)
    lead(tale, ria)

    remove()

    assert tale.lead_id == chen.id
    assert notices_to(chen) == []


# --- what fictional people said and reported of real things ---------------------------------------------------------


def test_a_practice_stands_where_real_reports_bring_it(theme, mo, ria, bram, chen, ada, make_practice):
    practice = make_practice(bram, theme)
    for member, again in ((mo, True), (chen, True), (ria, True), (ada, False)):
        report_replication(practice, member, again=again)
    assert (practice.applied_count, practice.again_count, practice.maturity) == (4, 3, "proven")

    remove()

    assert (practice.applied_count, practice.again_count, practice.maturity) == (2, 1, "promising")
    assert practice.chain == [["bakkerij-korstmos", True], ["werkplaats", False]]


def test_the_comments_of_practices_and_meetups_are_counted_anew(theme, mo, ada, bram, make_practice, make_meetup):
    practice, meetup = make_practice(bram, theme), make_meetup(ada, theme)
    for kind, thing in (("practice", practice), ("meetup", meetup)):
        for member in (mo, ada, mo):
            comment(member, kind, thing.id, f"Van {member.name}")

    remove()

    assert (practice.comment_count, meetup.comment_count) == (1, 1)
    assert [each.text for each in rows_of(Comment)] == ["Van Ada de Wit"] * 2


def test_real_answers_to_a_fictional_comment_stay_together_in_its_place(theme, mo, ada, bram, chen, make_practice):
    practice = make_practice(bram, theme)
    asked = comment(mo, "practice", practice.id, "Wat kostte het?")
    for member, text in ((mo, "Ik ben benieuwd"), (bram, "Tien uur"), (chen, "Bij ons twaalf"), (mo, "Dank")):
        comment(member, "practice", practice.id, text, parent_id=asked.id)

    remove()

    first, second = sorted(rows_of(Comment), key=lambda each: each.id)
    assert (first.text, first.parent_id) == ("Tien uur", None)
    assert (second.text, second.parent_id) == ("Bij ons twaalf", first.id)
    assert practice.comment_count == 2


def test_traces_stay_only_where_somebody_real_answered(theme, mo, bram, chen, make_practice):
    practice = make_practice(bram, theme)
    answered_by_fiction, answered_by_both, fictional = (
        comment(member, "practice", practice.id, "Weg hiermee") for member in (chen, chen, mo)
    )
    for asked, member in (
        (answered_by_fiction, mo),
        (answered_by_both, mo),
        (answered_by_both, bram),
        (fictional, bram),
    ):
        comment(member, "practice", practice.id, f"Antwoord van {member.name}", parent_id=asked.id)
    kept = answered_by_both.id
    for said in (answered_by_fiction, answered_by_both, fictional):
        unsay(said)

    remove()

    trace, below, moved_up = sorted(rows_of(Comment), key=lambda each: each.id)
    assert (trace.id, trace.text) == (kept, "")
    assert (below.text, below.parent_id) == ("Antwoord van Bram Jansen", kept)
    assert (moved_up.text, moved_up.parent_id) == ("Antwoord van Bram Jansen", None)
    assert practice.comment_count == 2


# --- seats at real meetups ------------------------------------------------------------------------------------------


def test_the_seats_of_fictional_people_go_to_whoever_waits_and_they_are_told(
    ada, ria, mo, bram, chen, dina, make_meetup
):
    meetup = make_meetup(ada, None, mo, ada, ria, bram, chen, capacity=2)
    sign_up(meetup, dina)

    remove()

    assert standing(meetup) == {ada.id: SEATED, bram.id: SEATED, chen.id: WAITING, dina.id: WAITING}
    assert (meetup.taken, meetup.waiting) == (2, 2)
    assert notices_to(bram) == [("meetups.seat_freed", meetup.path)]
    assert notices_to(chen) == []


def test_near_the_start_the_seat_is_offered(ada, mo, bram, make_meetup):
    meetup = make_meetup(ada, None, mo, bram, capacity=1, days=1)

    remove()

    assert standing(meetup) == {bram.id: OFFERED}
    assert notices_to(bram) == [("meetups.seat_offered", meetup.path)]


def test_nobody_moves_up_once_a_meetup_has_begun(ada, mo, bram, make_meetup):
    meetup = make_meetup(ada, None, mo, bram, capacity=1)

    with time_machine.travel(meetup.starts_at + timedelta(hours=1), tick=False):
        remove()

    assert standing(meetup) == {bram.id: WAITING}
    assert (meetup.taken, meetup.waiting) == (0, 1)


def test_what_fictional_people_answered_is_in_no_figures_any_more(theme, ada, mo, make_member, make_meetup):
    real = [make_member(f"Lid{letter} Bos") for letter in "abcdef"]
    meetup = make_meetup(ada, theme, mo, *real, days=1)
    with time_machine.travel(meetup.ends_at + timedelta(hours=1), tick=False):
        for member in (mo, *real):
            worth = 1 if member is mo else 4
            give_feedback(meetup, member, worth=worth, would_host=member is mo, may_be_named=False, words="x")

    remove()

    assert len(rows_of(Feedback)) == 6
    figures = rows_of(Figures)[0]
    assert (figures.answers, figures.worth, figures.would_host, figures.intentions) == (6, [0, 0, 0, 6], 0, 6)


def test_the_log_forgets_who_never_was(ria, mo, ada, bram, ketelmuur):
    audit.note(ria, "verified", "organisation", ketelmuur.id, ketelmuur.name)
    audit.note(ada, "role.coordinator", "member", mo.id, mo.name, "Omdat Mo het kan")
    audit.note(ria, "role.coordinator", "member", bram.id, bram.name)
    audit.note(ada, "verified", "organisation", bram.organisation_id, "Ketelbrug")

    remove()

    log = sorted((row.by_name, row.about_name) for row in rows_of(Audit))
    assert log == [("", "Bram Jansen"), ("Ada de Wit", "Ketelbrug")]


def test_a_fictional_poll_goes_and_a_real_one_keeps_what_real_people_said(ada, bram, mo, ria, tale):
    def asked(planner, theme=None):
        days, parts = (soon(20), soon(21)), {"title": "Wanneer?", "kind": "meeting", "mode": "in_person", "capacity": 9}
        return ask(planner, theme, days, minutes=60, closes_at=soon(9), **parts)

    real, made_up, in_tale = asked(ada), asked(ria), asked(ada, tale)
    option = options_of(real)[0].id
    for member in (mo, bram):
        answer(real, member, {option: "yes"})
    answer(made_up, bram, {options_of(made_up)[0].id: "yes"})
    real_id, tale_id = real.id, in_tale.id

    remove()

    assert [each.id for each in rows_of(DatePoll)] == [real_id, tale_id]
    assert [each.member_id for each in rows_of(PollVote)] == [bram.id]
    assert (options_of(real)[0].yes, tale.is_demo) == (1, False)
    assert [path for _, path in notices_to(bram) if path.startswith("/polls/")] == [real.path]
