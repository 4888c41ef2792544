"""Who coordinates a theme, who waits for an answer, and what a saved form may overwrite."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.kernel import clock
from network.kernel.database import db
from network.kernel.errors import NotYours
from network.members.models import Member
from network.notifications.models import Notification
from network.themes.models import ACTIVE, CLOSED, ON_REQUEST, OPEN, Membership, Theme
from network.themes.queries import membership_of
from network.themes.services import LastCoordinator, change, grant, join, lead, leave, open_theme, step_down

WORDS = {
    "title_nl": "Techniek", "title_en": "Technology", "tagline_nl": "Machines", "tagline_en": "", "purpose_nl": "Leren",
    "purpose_en": "", "access": OPEN, "question_nl": "", "question_en": "",
}  # fmt: skip


def kinds_to(member):
    return [each.kind for each in db.session.scalars(select(Notification).where(Notification.member_id == member.id))]


def test_who_waits_for_an_answer_comes_in_when_the_theme_opens(ada, bram):
    theme = open_theme(ada, title_nl="Techniek", title_en="", access=ON_REQUEST)
    join(theme, bram, "Wij ook")

    change(theme, theme.version, access=OPEN)

    assert membership_of(bram, theme).state == ACTIVE
    assert theme.member_count == 2
    assert "themes.join_granted" in kinds_to(bram)


def test_the_only_coordinator_does_not_leave_a_theme_with_others_in_it(theme, ada, bram):
    join(theme, bram)

    with pytest.raises(LastCoordinator):
        leave(theme, ada)
    with pytest.raises(LastCoordinator):
        step_down(theme, ada.id)

    lead(theme, bram, by=ada)
    leave(theme, ada)

    assert theme.lead_id == bram.id
    assert "themes.now_leads" in kinds_to(bram)


def test_whoever_stands_alone_in_a_theme_may_leave_it(theme, ada):
    leave(theme, ada)

    assert (theme.lead_id, theme.member_count) == (None, 0)


def test_who_steps_down_stays_in_and_no_longer_stands_on_the_page(theme, ada, bram):
    lead(theme, bram)
    step_down(theme, bram.id)
    step_down(theme, bram.id)

    assert theme.lead_id == ada.id
    assert membership_of(bram, theme).leads is False


def test_who_comes_to_lead_a_theme_is_in_it_for_as_long_as_before(ada, bram):
    theme = open_theme(ada, title_nl="Techniek", title_en="", access=ON_REQUEST)
    with clock.at(clock.now() - timedelta(days=9)):
        join(theme, bram, "Wij ook")
        grant(theme, bram.id)
    joined_at = membership_of(bram, theme).joined_at

    lead(theme, bram)

    since = membership_of(bram, theme)
    assert (since.joined_at, since.answer, since.leads) == (joined_at, "Wij ook", True)


def test_a_coordinator_lets_a_member_of_the_theme_coordinate(client_of, theme, ada, bram, in_theme):
    in_theme(bram)
    page = client_of(ada).get(f"{theme.path}/coordinators").text
    assert bram.name in page

    answer = client_of(ada).submit(f"{theme.path}/coordinators", {"member": bram.id})

    assert answer.status_code == 302
    db.session.rollback()
    assert db.session.get(Membership, (theme.id, bram.id), populate_existing=True).leads
    assert client_of(bram).get("/coordination").status_code == 200


def test_nobody_from_outside_is_let_to_coordinate(client_of, theme, ada, chen):
    answer = client_of(ada).submit(f"{theme.path}/coordinators", {"member": chen.id})

    assert answer.status_code == 422
    assert db.session.get(Membership, (theme.id, chen.id)) is None


def test_members_do_not_choose_who_coordinates(client_of, theme, bram, in_theme):
    in_theme(bram)
    browser = client_of(bram)

    assert browser.get(f"{theme.path}/coordinators").status_code == 403
    assert browser.submit(f"{theme.path}/coordinators", {"member": bram.id}).status_code == 403
    assert browser.submit(f"{theme.path}/coordinators/{bram.id}/departure").status_code == 403


@both_databases
def test_a_form_sent_several_times_at_once_opens_one_theme(app, ada):
    key = ada.id

    def sent():
        coordinator = db.session.get_one(Member, key)
        return open_theme(coordinator, once="a-form", title_nl="Techniek", title_en="").slug

    assert at_once(app, sent, sent, sent, sent) == ["techniek"] * 4
    assert db.session.scalars(select(Theme.slug)).all() == ["techniek"]


def test_a_form_sent_again_leads_to_its_theme_whoever_leads_that_by_now(client_of, ada, bram):
    browser, words = client_of(ada), {**WORDS, "once": "a-form"}
    first = browser.submit("/themes", words)
    theme = db.session.scalars(select(Theme)).one()
    lead(theme, bram)
    step_down(theme, ada.id)

    again = browser.submit("/themes", words)

    assert (again.status_code, again.location) == (302, first.location)
    assert db.session.scalars(select(Theme.slug)).all() == ["technology"]


def test_the_key_of_somebody_elses_form_opens_nothing(ada, dina):
    open_theme(ada, once="a-form", title_nl="Techniek", title_en="")

    with pytest.raises(NotYours):
        open_theme(dina, once="a-form", title_nl="Iets anders", title_en="")


@both_databases
def test_who_presses_join_several_times_at_once_is_in_once(app, theme, bram):
    key, theme_id = bram.id, theme.id

    def press():
        return join(db.session.get_one(Theme, theme_id), db.session.get_one(Member, key)).state

    assert at_once(app, press, press, press, press) == [ACTIVE] * 4
    assert db.session.scalar(select(Theme.member_count).where(Theme.id == theme_id)) == 2


def test_a_theme_called_new_can_be_opened(client_of, ada):
    theme = open_theme(ada, title_nl="New", title_en="")

    assert client_of(None).get(theme.path).status_code == 200


def test_a_fault_in_the_form_does_not_hide_that_somebody_else_saved(client_of, ada, theme):
    seen = str(theme.version)
    change(theme, theme.version, purpose_nl="Wat de ander schreef.")
    browser = client_of(ada)

    refused = browser.submit(theme.path, {**WORDS, "title_nl": "", "version": seen})

    assert refused.status_code == 422
    assert f'name="version" value="{seen}"' in refused.text
    again = browser.submit(theme.path, {**WORDS, "version": seen})
    assert again.status_code == 409
    assert "Wat de ander schreef." in again.text
    assert ">Leren</textarea>" in again.text.replace("\n", "")
    assert f'name="version" value="{theme.version}"' in again.text
    assert browser.submit(theme.path, {**WORDS, "version": str(theme.version)}).status_code == 302


@pytest.mark.parametrize("version", ["abc", "²", "1\0", "9" * 30, "-1", ""])
def test_a_version_that_no_page_sent_changes_nothing(client_of, ada, theme, version):
    answer = client_of(ada).submit(theme.path, {**WORDS, "version": version})

    assert answer.status_code == 409
    db.session.rollback()
    assert db.session.scalar(select(Theme.title_nl)) == "Meergeneratiewerkvloer"


def test_the_findings_of_a_theme_come_along_with_it_in_the_readers_language(visitor, theme):
    from network.library.services import import_publications
    from network.links.models import Node
    from network.links.services import link

    import_publications()
    nodes = {node.kind: node for node in db.session.scalars(select(Node).where(Node.path.in_([theme.path, FINDING])))}
    link(nodes["theme"], nodes["finding"])

    for code in ("nl", "en"):
        assert nodes["finding"].titles[code] in visitor.get(f"{theme.path}?lang={code}").text.replace("&#39;", "'")


FINDING = "/library/llo-mkb-2023/wants_network"


def test_a_closed_theme_is_known_to_its_own_members_alone(client_of, ada, bram, in_theme):
    theme = open_theme(ada, title_nl="Stil", title_en="", access=CLOSED)

    assert client_of(ada).get(theme.path).status_code == 200
    for who in (None, bram):
        assert client_of(who).get(theme.path).status_code == 404
        assert "Stil" not in client_of(who).get("/themes").text
