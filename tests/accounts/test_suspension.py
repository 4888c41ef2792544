"""A member who is shut out: at once and everywhere, without harm to others, told why, and able to come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import PASSWORD, soon
from conftest import both_databases
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token
from pages import faults_of
from sqlalchemy import select
from together import at_once

from network.accounts.suspensions import Oneself, let_back, suspend
from network.conversations.services import comment
from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import NotYours
from network.meetups import seats
from network.meetups.models import OFFERED, SEATED, WITHDRAWN, Meetup, Signup
from network.meetups.seats import sign_up
from network.meetups.services import plan
from network.members.audit import Audit
from network.members.models import ADMINISTRATOR, Member
from network.members.roles import LastAdministrator
from network.notifications.jobs import deliver
from network.notifications.models import Notification
from network.notifications.mutes import path_for
from network.practices.models import FOR_ALL
from network.practices.services import publish, write
from network.themes.models import ACTIVE, ASKED, CLOSED, ON_REQUEST, RESTING, Membership, Theme
from network.themes.services import join, open_theme

WHY = "Reclame onder drie praktijkvoorbeelden."


@pytest.fixture
def make_meetup(ada):
    def make(*signed_up, capacity=1, days=14, theme=None, **more):
        begin = soon(days)
        facts = {"title": "Een middag", "kind": "workshop", "mode": "in_person", "place": "Helmond", **more}
        facts |= {"starts_at": begin, "ends_at": begin + timedelta(hours=2), "capacity": capacity}
        meetup = plan(ada, theme, quietly=True, **facts)
        for member in signed_up:
            sign_up(meetup, member)
        return meetup

    return make


def status_of(meetup, member):
    own = select(Signup.status).where(Signup.meetup_id == meetup.id, Signup.member_id == member.id)
    return db.session.scalar(own)


def kinds_to(member):
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Notification.kind).where(Notification.member_id == member.id).order_by(Notification.created_at)
        )
    )


def numbers(meetup):
    return db.session.execute(select(Meetup.taken, Meetup.waiting).where(Meetup.id == meetup.id)).one()


@pytest.fixture
def mails(app):
    def read():
        deliver(clock.now())
        folder = app.config["SETTINGS"].network_instance / "mail"
        return [path.read_text() for path in sorted(folder.glob("*.eml"))] if folder.exists() else []

    return read


@both_databases
def test_who_waits_gets_the_seat_of_who_is_shut_out(app, make_meetup, dina, bram, chen):
    meetup = make_meetup(bram, chen)

    suspend(bram, WHY, by=dina)

    assert (status_of(meetup, bram), status_of(meetup, chen)) == (WITHDRAWN, SEATED)
    assert numbers(meetup) == (1, 0)
    assert "meetups.seat_freed" in kinds_to(chen)


def test_near_the_start_the_seat_is_offered(make_meetup, dina, bram, chen):
    meetup = make_meetup(bram, chen, days=1)

    suspend(bram, WHY, by=dina)

    assert (status_of(meetup, chen), numbers(meetup)) == (OFFERED, (1, 0))


def test_the_line_moves_in_its_own_order(make_meetup, make_member, dina, bram, chen):
    eva, gijs = make_member("Eva Bos"), make_member("Gijs Mol")
    meetup = make_meetup(bram, chen, eva, gijs)

    suspend(chen, WHY, by=dina)
    suspend(bram, WHY, by=dina)

    assert [status_of(meetup, each) for each in (eva, gijs)] == [SEATED, "waiting"]
    assert numbers(meetup) == (1, 1)


def test_who_was_there_still_counts(make_meetup, dina, bram, chen):
    with clock.at(clock.now() - timedelta(days=30)):
        over, called_off = make_meetup(bram, chen, days=3), make_meetup(bram, days=60)
    with writing():
        db.session.get(Meetup, called_off.id).cancelled_at = clock.now()

    suspend(bram, WHY, by=dina)

    assert (status_of(over, bram), status_of(called_off, bram)) == (SEATED, SEATED)
    assert numbers(over) == (1, 1)


def test_they_hear_why_and_their_calendar_lets_go(make_meetup, mails, dina, bram, chen):
    make_meetup(bram, title="Kijken in de werkplaats")
    make_meetup(chen, bram, title="Wachten op een stoel")

    suspend(bram, WHY, by=dina)

    to_bram = [mail for mail in mails() if "To: bram@example.org" in mail]
    [why] = [mail for mail in to_bram if WHY in mail]
    assert "Dina Vos" in why
    assert "/organisations/firma-van-dina-vos" in why
    [gone] = [mail for mail in to_bram if "METHOD:CANCEL" in mail]
    assert "Kijken in de werkplaats" in gone
    assert "List-Unsubscribe" not in gone
    assert any("Wachten op een stoel" in mail for mail in to_bram)


def test_they_are_signed_out_at_once_and_told_why_only_with_the_password(client_of, visitor, dina, bram):
    theirs = client_of(bram)
    assert theirs.get("/settings").status_code == 200

    suspend(bram, WHY, by=dina)

    assert theirs.get("/settings").location == "/sign-in?next=/settings"
    right = visitor.submit("/sign-in", {"email": "bram@example.org", "password": PASSWORD})
    assert (right.status_code, WHY in right.text, "Dina Vos" in right.text) == (422, True, True)
    assert faults_of(right.text) == []
    wrong = visitor.submit("/sign-in", {"email": "bram@example.org", "password": "iets heel anders"})
    nobody = visitor.submit("/sign-in", {"email": "nobody@example.org", "password": "iets heel anders"})
    assert wrong.text.count("bram@") == nobody.text.count("nobody@") > 0
    assert (wrong.status_code, WHY in wrong.text, "Dina" in wrong.text) == (422, False, False)
    assert visitor.get("/settings").status_code == 302


def test_json_tells_no_more(visitor, dina, bram):
    suspend(bram, WHY, by=dina)

    answer = visitor.submit(
        "/sign-in", {"email": "bram@example.org", "password": PASSWORD}, headers={"Accept": "application/json"}
    )

    assert (answer.status_code, WHY in answer.text) == (400, False)


def test_links_from_older_mails_open_nothing(visitor, make_member, dina, bram):
    ivo = make_member("Ivo", confirmed_at=None)
    reset = f"/reset/{generate_reset_password_token(bram)}"
    confirm = f"/confirm/{generate_confirmation_token(ivo)}"

    suspend(bram, WHY, by=dina)
    suspend(ivo, WHY, by=dina)

    assert visitor.get(reset).status_code == 302
    new = {"password": "een andere lange zin voor later"}
    visitor.submit(reset, new)
    visitor.get(confirm)
    db.session.rollback()
    assert db.session.get(Member, bram.id, populate_existing=True).password == PASSWORD
    assert db.session.get(Member, ivo.id, populate_existing=True).confirmed_at is None
    assert visitor.get("/settings").status_code == 302


def test_asking_for_a_new_password_answers_alike_and_sends_nothing(visitor, mails, dina, bram):
    suspend(bram, WHY, by=dina)
    before = len(mails())

    visitor.submit("/reset", {"email": "bram@example.org"})

    assert len(mails()) == before


def test_a_link_out_of_mail_still_works(visitor, dina, bram):
    path = path_for(bram.id, "news")
    suspend(bram, WHY, by=dina)

    assert visitor.post(path).status_code == 200
    assert db.session.scalar(select(Member.mail_news).where(Member.id == bram.id)) is False


def test_nobody_finds_them_and_what_they_wrote_stays(client_of, dina, bram, chen, theme, in_theme):
    in_theme(bram, chen)
    facts = {"problem": "Dat.", "action": "Dit.", "result": "Zoveel.", "summary": "Een zin.", "audience": FOR_ALL}
    practice = write(bram, theme, title="Koppels op donderdag", **facts)
    publish(practice)
    comment(bram, "practice", practice.id, "Vraag maar.")
    reader = client_of(chen)
    assert bram.path in reader.get(practice.path).text

    suspend(bram, WHY, by=dina)

    assert reader.get(bram.path).status_code == 404
    assert "Bram" not in reader.get("/people").text + reader.get(bram.organisation.path).text
    assert "Bram" not in reader.get("/search?q=bram").text.replace("q=bram", "")
    page = reader.get(practice.path).text
    assert bram.path not in page
    assert "Vraag maar." in page
    assert "is hier niet meer" in page
    assert faults_of(page) == []


def test_who_is_shut_out_is_not_told_of_answers(dina, bram, chen, theme, in_theme):
    in_theme(bram, chen)
    facts = {"problem": "Dat.", "action": "Dit.", "result": "Zoveel.", "summary": "Een zin.", "audience": FOR_ALL}
    practice = write(bram, theme, title="Koppels", **facts)
    publish(practice)
    suspend(bram, WHY, by=dina)

    comment(chen, "practice", practice.id, "@Bram Jansen, hoe ging dat?")

    assert not {kind for kind in kinds_to(bram) if kind.startswith("conversations.")}


@both_databases
def test_memberships_rest_and_come_back(app, dina, ada, bram, chen, theme, in_theme):
    closed = open_theme(ada, title_nl="Besloten", title_en="", access=CLOSED)
    in_theme(bram, chen)
    join(closed, bram)
    before = theme.member_count

    suspend(bram, WHY, by=dina)

    states = select(Membership.state).where(Membership.member_id == bram.id)
    db.session.refresh(theme)
    assert (theme.member_count, theme.organisation_count) == (before - 1, 2)
    assert set(db.session.scalars(states)) == {RESTING}

    let_back(bram, by=dina)

    db.session.refresh(theme)
    assert theme.member_count == before
    assert set(db.session.scalars(states)) == {ACTIVE}
    assert db.session.get(Member, bram.id).can_be_found


def test_a_request_to_join_ends(dina, ada, bram):
    theme = open_theme(ada, title_nl="Op aanvraag", title_en="", access=ON_REQUEST)
    assert join(theme, bram).state == ASKED

    suspend(bram, WHY, by=dina)
    let_back(bram, by=dina)

    assert db.session.scalar(select(Membership).where(Membership.member_id == bram.id)) is None


def test_what_they_led_passes_on_to_who_is_in_it_longest(dina, ada, bram, chen, theme, in_theme):
    with clock.at(clock.now() - timedelta(days=1)):
        in_theme(chen)
    in_theme(bram)

    suspend(ada, WHY, by=dina)
    let_back(ada, by=dina)

    leading = select(Membership.member_id).where(Membership.theme_id == theme.id, Membership.leads)
    assert list(db.session.scalars(leading)) == [chen.id]
    assert db.session.get(Theme, theme.id, populate_existing=True).lead_id == chen.id
    assert "themes.now_leads" in kinds_to(chen)


def test_a_theme_of_one_is_led_by_nobody(dina, ada, theme):
    suspend(ada, WHY, by=dina)

    assert db.session.get(Theme, theme.id, populate_existing=True).lead_id is None


def test_a_firm_is_looked_after_by_who_is_there_longest(make_member, dina, bram, ketelbrug):
    with writing():
        db.session.get(Member, bram.id).is_contact = True
    gone, gijs, hilde = (
        make_member("Iemand Anders", ketelbrug, active=False),
        make_member("Gijs Mol", ketelbrug),
        make_member("Hilde Ganzerik", ketelbrug),
    )

    suspend(bram, WHY, by=dina)

    contacts = select(Member.id).where(Member.organisation_id == ketelbrug.id, Member.is_contact, Member.active)
    assert list(db.session.scalars(contacts)) == [gijs.id]
    assert kinds_to(gijs) == ["accounts.now_contact"]
    assert kinds_to(hilde) == kinds_to(gone) == []


def test_done_twice_it_is_done_once(mails, make_meetup, dina, bram, chen):
    meetup = make_meetup(bram, chen)
    for _twice in range(2):
        suspend(bram, WHY, by=dina)
    sequence = db.session.scalar(select(Meetup.sequence).where(Meetup.id == meetup.id))
    for _twice in range(2):
        let_back(bram, by=dina)

    assert sequence == 2
    assert list(db.session.scalars(select(Audit.act).order_by(Audit.id))) == ["suspended", "let_back"]
    assert kinds_to(bram).count("accounts.suspended") == kinds_to(bram).count("accounts.let_back") == 1


def test_nobody_shuts_themselves_out_nor_the_last_administrator(dina, ada, bram):
    with pytest.raises(Oneself):
        suspend(dina, WHY, by=dina)
    with pytest.raises(NotYours):
        suspend(bram, WHY, by=ada)


@both_databases
def test_two_administrators_who_shut_each_other_out_leave_one(app, make_member, dina):
    other = make_member("Eva Bos", role=ADMINISTRATOR)
    ids = dina.id, other.id

    def shut_out(whom, who):
        return lambda: suspend(db.session.get_one(Member, whom), WHY, by=db.session.get_one(Member, who))

    answers = at_once(app, shut_out(*ids), shut_out(*reversed(ids)))

    assert sum(isinstance(answer, LastAdministrator | NotYours) for answer in answers) == 1
    assert list(db.session.scalars(select(Member.active).order_by(Member.active))) == [False, True]


def test_a_role_does_not_count_while_one_is_shut_out(client_of, make_member, dina):
    eva = make_member("Eva Bos", role=ADMINISTRATOR)
    suspend(eva, WHY, by=dina)

    answer = client_of(dina).submit("/admin/roles", {"email": "dina@example.org", "role": "member"})

    assert answer.status_code == 409
    assert "Eva Bos" not in client_of(dina).get("/admin").text


@both_databases
@pytest.mark.parametrize("more", [0, 1])
def test_signing_up_and_being_shut_out_at_once_leaves_no_seat(app, make_meetup, dina, bram, chen, more):
    """Three meetups at once: one that they are in, one that they sign up for, one where a seat comes free for them."""
    own, wanted, freed = make_meetup(bram), make_meetup(capacity=2), make_meetup(chen, bram)
    ids = own.id, wanted.id, freed.id
    db.session.rollback()

    def act(verb, meetup, who):
        return lambda: verb(db.session.get_one(Meetup, meetup), db.session.get_one(Member, who))

    answers = at_once(
        app,
        act(sign_up, ids[1], bram.id),
        lambda: suspend(db.session.get_one(Member, bram.id), WHY, by=db.session.get_one(Member, dina.id)),
        act(seats.withdraw, ids[2], chen.id),
        act(seats.accept if more else sign_up, ids[0], bram.id),
    )

    assert [each for each in answers if isinstance(each, Exception) and not isinstance(each, NotYours)] == []
    assert [status_of(meetup, bram) for meetup in (own, freed)] == [WITHDRAWN, WITHDRAWN]
    assert status_of(wanted, bram) in (None, WITHDRAWN)
    assert [tuple(numbers(meetup)) for meetup in (own, wanted, freed)] == [(0, 0), (0, 0), (0, 0)]


def test_who_is_shut_out_gets_no_seat_from_a_colleague(make_meetup, make_member, dina, bram, ketelbrug):
    gijs = make_member("Gijs Mol", ketelbrug)
    meetup = make_meetup(bram)
    suspend(gijs, WHY, by=dina)

    with pytest.raises(NotYours):
        seats.hand_over(meetup, bram, gijs)
    with pytest.raises(NotYours):
        sign_up(make_meetup(), gijs)
    assert status_of(meetup, bram) == SEATED


def test_an_administrator_does_it_on_their_page(client_of, dina, bram):
    browser = client_of(dina)
    assert "bram@example.org" in browser.get("/admin/people?q=BRAM@").text
    empty = browser.submit(f"/admin/people/{bram.slug}/suspension", {"reason": "  "})
    assert (empty.status_code, 'aria-invalid="true"' in empty.text) == (422, True)
    long = browser.submit(f"/admin/people/{bram.slug}/suspension", {"reason": "x" * 1001})
    assert (long.status_code, "x" * 1001 in long.text) == (422, True)

    answer = browser.submit(f"/admin/people/{bram.slug}/suspension", {"reason": "<script>alert(1)</script> & zo"})

    assert answer.location == f"/admin/people/{bram.slug}"
    page = browser.get(answer.location).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; zo" in page
    assert f"/admin/people/{bram.slug}/suspension/lifting" in page
    browser.submit(f"/admin/people/{bram.slug}/suspension/lifting")
    assert client_of(db.session.get(Member, bram.id, populate_existing=True)).get("/settings").status_code == 200


@pytest.mark.parametrize("path", ["/admin/people", "/admin/people/bram", "/admin/log", "/admin/log.csv"])
def test_the_pages_are_for_administrators(client_of, visitor, ada, path):
    assert client_of(ada).get(path).status_code == 403
    assert visitor.get(path).location.startswith("/sign-in")


def test_the_list_of_everybody_turns_its_pages(client_of, make_member, make_organisation, dina):
    firm = make_organisation("Grote firma")
    for number in range(60):
        make_member(f"Lid {number:02}", firm, email=f"lid{number}@example.org", confirmed_at=None)
    browser = client_of(dina)

    first = browser.get("/admin/people?q=Lid").text
    after = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = browser.get(after).text

    assert "Lid 00" in first
    assert "Lid 24" not in first
    assert "Lid 24" in second
    assert "q=Lid" in after
    assert "Dina" not in first.partition("<main")[2]
