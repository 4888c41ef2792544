"""A member who is erased: nothing of the person is left anywhere, others lose nothing, and counts stay true."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cast import PASSWORD, soon
from conftest import both_databases
from demo.reckoning import faults
from flask_security.change_email import _generate_token
from flask_security.recoverable import generate_reset_password_token
from pages import faults_of
from sqlalchemy import Text, cast, func, select
from together import at_once

from network.accounts import erasure, limiting
from network.accounts.erasure import NoSuccessor
from network.accounts.suspensions import suspend
from network.conversations.models import Comment
from network.conversations.services import comment
from network.kernel import clock
from network.kernel.database import Model, db, writing
from network.kernel.errors import NotYours
from network.kernel.limits import Limit, Throttle, exceeded
from network.meetups.models import OFFERED, SEATED, Meetup, Signup
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import plan
from network.members.audit import Audit
from network.members.erasing import references
from network.members.models import ADMINISTRATOR, Member, Organisation
from network.members.roles import LastAdministrator
from network.notifications.jobs import deliver
from network.notifications.models import Notification
from network.notifications.services import notify
from network.practices.models import FOR_ALL, Practice
from network.practices.services import publish, report_replication, write
from network.themes.models import CLOSED, Membership, Theme
from network.themes.services import join, open_theme

PARTS = {"problem": "Dat.", "action": "Dit.", "result": "Zoveel.", "summary": "Een zin.", "audience": FOR_ALL}


@pytest.fixture
def make_meetup(ada):
    def make(*signed_up, capacity=1, days=14, theme=None):
        begin = soon(days)
        facts = {"title": "Een middag", "kind": "workshop", "mode": "in_person", "place": "Helmond"}
        facts |= {"starts_at": begin, "ends_at": begin + timedelta(hours=2), "capacity": capacity}
        meetup = plan(ada, theme, quietly=True, **facts)
        for member in signed_up:
            sign_up(meetup, member)
        return meetup

    return make


@pytest.fixture
def make_practice(theme):
    def make(author, title="Koppels op donderdag", **more):
        practice = write(author, theme, title=title, **{**PARTS, **more})
        publish(practice)
        return practice

    return make


def row_of(member):
    db.session.rollback()
    return db.session.get(Member, member.id, populate_existing=True)


def all_is_sound():
    """Every stored number is what one counts by hand, and nothing hangs in the air."""
    db.session.rollback()
    db.session.expire_all()
    return not faults()


def standing(meetup):
    rows = select(Signup.member_id, Signup.status).where(Signup.meetup_id == meetup.id)
    return dict(db.session.execute(rows).all())


def traces_of(*words):
    """Every column of every table in which one of these words stands."""
    found = set()
    for table in Model.metadata.tables.values():
        for column in table.columns:
            written = func.lower(cast(column, Text))
            for word in words:
                spelt = {word.lower(), json.dumps(word)[1:-1].lower()}
                if any(
                    db.session.scalar(select(written.contains(each)).where(written.contains(each))) for each in spelt
                ):
                    found.add((str(column), word))
    return found


@both_databases
def test_nothing_of_the_person_is_left_in_any_table(
    app, make_meetup, make_practice, theme, in_theme, ada, bram, chen, dina
):
    in_theme(bram, chen)
    with writing():
        bram.slug, bram.job, bram.ask_me = "bram-jansen", "Lasser van beroep", "Alles over lasnaden"
    practice, theirs = make_practice(bram), make_practice(chen, "Van Chen")
    first = comment(bram, "practice", theirs.id, "Hoe lang duurde dat?")
    comment(chen, "practice", theirs.id, "@Bram  jansen, en @bram: een jaar. @Bramwell niet.", parent_id=first.id)
    report_replication(theirs, bram, again=True)
    make_meetup(bram, chen)
    suspend(bram, "Bram Jansen maakte reclame", by=dina)
    notify(chen, "coordination.appointed", role="coordinator", name="Bram Jansen")
    exceeded(Limit(5, 900), f"security.login:{limiting._digest('bram@example.org')}")
    exceeded(Limit(5, 900), f"security.change_email:{limiting._digest(str(bram.id))}")
    words = ("bram@example.org", "bram-jansen", "Bram Jansen", "Lasser van beroep", "Alles over lasnaden", PASSWORD[:8])
    assert len({word for _column, word in traces_of(*words)}) == len(words)
    others = db.session.scalar(select(func.count()).select_from(Member)) - 1

    erasure.erase(bram, "vroeg het per mail", by=dina)

    assert traces_of(*words) == {("member.password", PASSWORD[:8])}
    assert db.session.scalar(select(func.count()).where(Member.password == PASSWORD)) == others
    assert db.session.scalar(select(func.count()).select_from(Throttle)) == 0
    assert db.session.scalars(select(Comment.text).order_by(Comment.id)).all() == [
        "Hoe lang duurde dat?", "@[…], en @[…]: een jaar. @Bramwell niet.",
    ]  # fmt: skip
    assert db.session.scalar(select(Practice.author_id).where(Practice.id == practice.id)) == bram.id
    assert all_is_sound()


@both_databases
def test_places_to_come_move_on_and_what_was_held_counts(app, make_meetup, ada, dina, bram, chen, make_member):
    eva = make_member("Eva Bos")
    with clock.at(clock.now() - timedelta(days=30)):
        held, given_back = make_meetup(bram, days=3), make_meetup(bram, chen, days=4)
        withdraw(given_back, bram)
    coming, tomorrow, waiting = (
        make_meetup(bram, chen), make_meetup(bram, chen, days=1), make_meetup(eva, bram, chen),
    )  # fmt: skip

    erasure.leave(bram)

    assert standing(held) == {bram.id: SEATED}
    assert standing(given_back) == {chen.id: SEATED}
    assert standing(coming) == {chen.id: SEATED}
    assert standing(tomorrow) == {chen.id: OFFERED}
    assert standing(waiting) == {eva.id: SEATED, chen.id: "waiting"}
    assert db.session.execute(select(Meetup.taken, Meetup.waiting).order_by(Meetup.id)).all() == [
        (1, 0), (1, 0), (1, 0), (1, 0), (1, 1),
    ]  # fmt: skip
    assert all_is_sound()


def test_nothing_is_mailed_to_them_any_more(app, make_meetup, bram, chen):
    make_meetup(bram, chen)
    notify(bram, "accounts.reset", inbox=False, link="/reset/x")

    erasure.leave(bram)
    deliver(clock.now())

    assert db.session.scalar(select(Notification).where(Notification.member_id == bram.id)) is None
    mails = "".join(path.read_text() for path in (app.config["SETTINGS"].network_instance / "mail").glob("*.eml"))
    assert "To: chen@example.org" in mails
    assert ("bram@" in mails, "erased.invalid" in mails) == (False, False)


def test_what_others_were_told_names_a_former_member_in_their_language(
    make_practice, theme, in_theme, make_member, bram
):
    reader, leser = make_member("Rose Hill", language="en"), make_member("Loes Dam")
    in_theme(bram, reader, leser)
    for author in (reader, leser):
        comment(bram, "practice", make_practice(author, f"Van {author.name}").id, "Mooi.")
    notify(leser, "accounts.verified", name="Bram Jansen", title="Bram Jansen en zonen")

    erasure.leave(bram)

    def told(member):
        rows = select(Notification.facts).where(Notification.member_id == member.id).order_by(Notification.created_at)
        return [facts["name"] for facts in db.session.scalars(rows) if "name" in facts]

    assert told(reader) == ["Former member"]
    assert told(leser) == ["Voormalig lid", "Bram Jansen"]  # a firm of that name is still called so


def test_everywhere_else_their_name_is_a_word_for_it(client_of, visitor, make_practice, theme, in_theme, bram, chen):
    in_theme(bram, chen)
    practice = make_practice(bram)
    comment(bram, "practice", practice.id, "Vraag maar.")
    reader = client_of(chen)
    old = bram.path

    erasure.leave(bram)

    assert reader.get(old).status_code == 404
    page = reader.get(practice.path)
    assert "Voormalig lid" in page.text
    assert "Vraag maar." in page.text
    assert "Former member" in reader.get(f"{practice.path}?lang=en").text
    assert "Voormalig lid" in visitor.get(f"{practice.path}?lang=nl").text
    assert "/people/erased" not in page.text
    assert "is hier niet meer" in reader.get(f"{practice.path}?lang=nl").text
    assert faults_of(page.text) == []
    assert reader.get(row_of(bram).path).status_code == 404
    for path in ("/people", "/search?q=voormalig", "/search?q=lid"):
        assert "/people/erased" not in reader.get(path).text


def test_drafts_go_and_what_was_published_once_stays(make_practice, theme, in_theme, bram, chen):
    in_theme(bram, chen)
    kept = make_practice(bram)
    write(bram, theme, title="Nog niet af")

    erasure.leave(bram)

    assert list(db.session.scalars(select(Practice.id))) == [kept.id]
    assert all_is_sound()


def test_a_practice_of_who_stayed_is_asked_about_its_author(client_of, make_practice, theme, in_theme, bram, chen, ada):
    in_theme(bram, chen)
    practice = make_practice(chen)
    with writing():
        db.session.get(Practice, practice.id).ask_member_id = bram.id

    erasure.leave(bram)

    assert "Chen Li" in client_of(ada).get(practice.path).text


def test_themes_are_left_and_led_by_others(theme, in_theme, ada, bram, chen, dina):
    closed = open_theme(bram, title_nl="Besloten", title_en="", access=CLOSED)
    in_theme(bram, chen)
    join(closed, chen)

    erasure.leave(bram)

    assert db.session.scalar(select(Membership).where(Membership.member_id == bram.id)) is None
    assert db.session.get(Theme, closed.id, populate_existing=True).lead_id == chen.id
    assert all_is_sound()


def test_the_address_can_register_anew_as_somebody_new(visitor, bram):
    from registering import FORM

    erasure.leave(bram)
    visitor.submit("/register", {**FORM, "email": "bram@example.org", "name": "Bram Jansen"})

    new = db.session.scalars(select(Member).where(Member.email == "bram@example.org")).one()
    assert new.id != bram.id
    assert new.organisation_id != bram.organisation_id


def test_old_sessions_and_links_open_nothing(client_of, visitor, bram):
    browser = client_of(bram)
    browser.get("/settings")
    reset, change = generate_reset_password_token(bram), _generate_token(bram, "elders@example.org")

    erasure.leave(bram)

    assert browser.get("/settings").status_code == 302
    assert visitor.get(f"/reset/{reset}").status_code == 302
    visitor.submit(f"/reset/{reset}", {"password": "een andere lange zin voor later"})
    visitor.get(f"/settings/email/{change}")
    assert row_of(bram).password is None
    for email in ("bram@example.org", row_of(bram).email):
        answer = visitor.submit("/sign-in", {"email": email, "password": PASSWORD})
        assert (answer.status_code, "geschorst" in answer.text) == (422, False)


@both_databases
def test_done_twice_or_by_two_at_once_it_is_done_once(app, make_meetup, bram, chen, dina, make_member):
    other = make_member("Eva Bos", role=ADMINISTRATOR)
    meetup = make_meetup(bram, chen)
    ids = bram.id, dina.id, other.id
    db.session.rollback()

    def act(by):
        return lambda: erasure.erase(
            db.session.get_one(Member, ids[0]), "op verzoek", by=db.session.get_one(Member, by)
        )

    answers = at_once(app, act(ids[1]), act(ids[2]), lambda: erasure.leave(db.session.get_one(Member, ids[0])))

    assert answers == [None] * 3
    assert [row.act for row in db.session.scalars(select(Audit))] == ["erased"]
    assert standing(meetup) == {chen.id: SEATED}


@both_databases
def test_erased_while_signing_up_somewhere_leaves_no_seat(app, make_meetup, bram, chen):
    wanted, own = make_meetup(capacity=2), make_meetup(chen, bram)
    ids = wanted.id, own.id, bram.id, chen.id
    db.session.rollback()

    answers = at_once(
        app,
        lambda: sign_up(db.session.get_one(Meetup, ids[0]), db.session.get_one(Member, ids[2])),
        lambda: erasure.leave(db.session.get_one(Member, ids[2])),
        lambda: withdraw(db.session.get_one(Meetup, ids[1]), db.session.get_one(Member, ids[3])),
    )

    assert [each for each in answers if isinstance(each, Exception) and not isinstance(each, NotYours)] == []
    assert bram.id not in standing(wanted) | standing(own)
    assert db.session.execute(select(Meetup.taken, Meetup.waiting)).all() == [(0, 0), (0, 0)]
    assert db.session.scalar(select(Notification).where(Notification.member_id == bram.id)) is None


def test_the_last_contact_names_who_comes_after(client_of, make_member, bram, ketelbrug):
    gijs = make_member("Gijs Mol", ketelbrug, slug="gijs")
    make_member("Iemand Anders", slug="anders")
    with writing():
        db.session.get(Member, bram.id).is_contact = True
    browser = client_of(bram)
    page = browser.get("/settings/departure").text
    assert ("Gijs Mol" in page, "Iemand Anders" in page) == (True, False)

    for wish in ("", "anders", "bram"):
        answer = browser.submit("/settings/departure", {"password": PASSWORD, "successor": wish})
        assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    with pytest.raises(NoSuccessor):
        erasure.leave(row_of(bram))
    assert row_of(bram).erased_at is None

    answer = browser.submit("/settings/departure", {"password": PASSWORD, "successor": "gijs"})

    assert answer.location == "/"
    assert (row_of(bram).erased_at is None, row_of(gijs).is_contact) == (False, True)
    told = db.session.scalars(select(Notification.kind).where(Notification.member_id == gijs.id)).all()
    assert told == ["accounts.now_contact"]


def test_who_is_alone_at_a_firm_takes_it_off_the_list(
    client_of, visitor, make_practice, theme, in_theme, bram, chen, ada
):
    in_theme(bram, chen)
    practice, firm, empty = make_practice(bram), bram.organisation, chen.organisation

    erasure.leave(bram)
    erasure.leave(chen)

    assert firm.name not in visitor.get("/organisations").text
    assert visitor.get(firm.path).status_code == 200  # the practice leads to it
    assert visitor.get(practice.path).status_code == 200
    assert visitor.get(empty.path).status_code == 404
    listed = select(Organisation.listed_at).where(Organisation.id.in_((firm.id, empty.id)))
    assert db.session.scalars(listed).all() == [None, None]


def test_a_firm_with_others_stays(make_member, bram, ketelbrug):
    make_member("Gijs Mol", ketelbrug)

    erasure.leave(bram)

    assert db.session.get(Organisation, ketelbrug.id, populate_existing=True).listed_at is not None


def test_the_last_administrator_stays(client_of, make_member, dina):
    page = client_of(dina).get("/settings/departure").text
    assert 'type="password"' not in page
    with pytest.raises(LastAdministrator):
        erasure.leave(dina)
    other = make_member("Eva Bos", role=ADMINISTRATOR)
    suspend(other, "Reclame", by=dina)
    with pytest.raises(LastAdministrator):
        erasure.leave(dina)
    assert row_of(dina).erased_at is None


@pytest.mark.parametrize("password", ["", "iets heel anders", "x" * 100_000])
def test_a_wrong_password_erases_nobody(client_of, bram, password):
    answer = client_of(bram).submit("/settings/departure", {"password": password})

    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert faults_of(answer.text) == []
    assert row_of(bram).erased_at is None


def test_guessing_the_password_ends_soon(app, client_of, bram):
    app.config["RATE_LIMITS"] = True
    browser = client_of(bram)

    answers = [browser.submit("/settings/departure", {"password": f"gok {n}"}).status_code for n in range(12)]

    assert answers == [422] * 10 + [429] * 2


def test_an_administrator_erases_on_request_and_the_log_keeps_a_number(client_of, dina, bram):
    browser = client_of(dina)
    path = f"/admin/people/{bram.slug}/erasure"
    assert "Bram Jansen" in browser.get(path).text
    assert browser.submit(path, {"reason": " "}).status_code == 422
    assert browser.submit(f"/admin/people/{dina.slug}/erasure", {"reason": "op verzoek"}).status_code == 403
    suspend(bram, "Bram Jansen deed raar", by=dina)

    answer = browser.submit(path, {"reason": "vroeg het per mail"})

    assert answer.location == "/admin/people"
    assert "Bram" not in browser.get("/admin/people").text
    assert browser.get(path).status_code == 404
    for log in ("/admin/log", "/admin/log.csv"):
        page = browser.get(log).text
        assert ("Bram" in page, "vroeg het per mail" in page, "Dina Vos" in page) == (False, True, True)
    assert f"Voormalig lid (nr. {bram.id})" in browser.get("/admin/log").text


def test_an_administrator_who_left_is_a_number_in_the_log(client_of, make_member, dina, bram):
    eva = make_member("Eva Bos", role=ADMINISTRATOR)
    suspend(bram, "Reclame", by=eva)

    erasure.leave(eva)

    page = client_of(dina).get("/admin/log").text
    assert ("Eva" in page, "Bram Jansen" in page) == (False, True)
    assert f"Voormalig lid (nr. {eva.id})" in page


def test_what_refers_to_a_member_goes_stays_or_lets_go(app):
    """What later tables are told by their own rule for deleting; here are those that were thought about."""
    fates = {str(column): fate for column, fate in references()}
    meant = {
        "signup.member_id": "stays", "comment.author_id": "stays", "practice.author_id": "stays",
        "replication.member_id": "stays", "meetup.planner_id": "stays", "membership.member_id": "goes",
        "notification.member_id": "goes", "theme.lead_id": "lets go", "practice.ask_member_id": "lets go",
        "attendance.member_id": "lets go", "attendance.noted_by_id": "lets go",
        "certificate.member_id": "goes", "learning_entry.member_id": "goes",
    }  # fmt: skip

    assert {name: fates[name] for name in meant} == meant
