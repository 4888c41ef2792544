"""Joining colleagues by one's mail address: who is offered it, what is counted anew, and what stays of the firm that was left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import soon
from conftest import both_databases

from network.accounts.joining import join_colleagues
from network.accounts.rules import firm_domain
from network.kernel import clock
from network.kernel.database import db, writing
from network.meetups.services import plan
from network.practices.services import publish, report_replication, write
from network.themes.services import join

WORDS = {"summary": "Een koppel.", "problem": "Vergrijzing.", "action": "Donderdag.", "result": "Zes maanden."}


@pytest.fixture
def dewi(bram, ketelbrug, make_member, make_organisation):
    """Stands alone in a firm that she made, but has mail at the domain of Bram's, which is verified."""
    with writing():
        bram.email, bram.is_contact, ketelbrug.verified_at = "bram@ketelbrug.example", True, clock.now()
    return make_member("Dewi", make_organisation("Ketelbrug vestiging"), email="dewi@ketelbrug.example")


@both_databases
def test_a_theme_counts_its_firms_anew_when_somebody_joins_colleagues(client_of, visitor, dewi, bram, ada, theme):
    for member in (dewi, bram):
        join(theme, member)
    db.session.refresh(theme)
    assert (theme.member_count, theme.organisation_count) == (3, 3)

    client_of(dewi).submit("/settings/organisation")

    db.session.rollback()
    db.session.refresh(theme)
    assert (theme.member_count, theme.organisation_count) == (3, 2)
    assert "2 bedrijven" in visitor.get("/themes").text


@both_databases
def test_a_firm_that_was_left_with_nothing_written_is_gone(visitor, client_of, chen, dewi, theme):
    left = dewi.organisation
    write(dewi, theme, title="Een kladje")

    join_colleagues(dewi)

    for browser in (visitor, client_of(chen), client_of(dewi)):
        assert browser.get(left.path).status_code == 404


@both_databases
def test_what_was_written_keeps_the_page_of_its_firm_readable_and_out_of_the_lists(
    visitor, client_of, chen, dewi, theme
):
    left = dewi.organisation
    practice = write(dewi, theme, title="Twee aan één machine", audience="open", **WORDS)
    publish(practice)

    join_colleagues(dewi)

    assert f'href="{left.path}"' in visitor.get(practice.path).text
    for browser in (visitor, client_of(chen)):
        page = browser.get(left.path)
        assert page.status_code == 200
        assert "Niemand van dit bedrijf doet nog mee." in page.text
        assert "Twee aan één machine" in page.text
        assert left.name not in browser.get("/organisations").text
        assert left.path not in browser.get("/search?q=vestiging").text


@both_databases
def test_a_draft_that_is_published_afterwards_leads_to_its_firm_too(visitor, dewi, theme):
    left = dewi.organisation
    practice = write(dewi, theme, title="Een kladje", audience="open", **WORDS)
    join_colleagues(dewi)
    assert visitor.get(left.path).status_code == 404

    publish(practice)

    assert visitor.get(left.path).status_code == 200


@both_databases
def test_a_report_keeps_it_readable_until_it_is_taken_back(visitor, chen, dewi, theme, in_theme):
    in_theme(chen)
    practice = write(chen, theme, title="Twee aan één machine", **WORDS)
    publish(practice)
    left = dewi.organisation
    report = report_replication(practice, dewi, again=True)
    join_colleagues(dewi)
    assert visitor.get(left.path).status_code == 200

    with writing():
        report.withdrawn_at = clock.now()

    assert visitor.get(left.path).status_code == 404


def test_a_firm_that_received_a_meetup_stays_readable(visitor, ada, dewi, theme):
    left, begin = dewi.organisation, soon()
    plan(
        ada, theme, title="Kijken", kind="company_visit", mode="in_person", place="Helmond", host_id=left.id,
        starts_at=begin, ends_at=begin + timedelta(hours=2), capacity=5,
    )  # fmt: skip

    join_colleagues(dewi)

    assert visitor.get(left.path).status_code == 200


def test_a_firm_that_never_came_in_stays_hidden(visitor, make_organisation):
    assert visitor.get(make_organisation("Nog niet", listed_at=None).path).status_code == 404


PUBLIC = """
gmail.com googlemail.com googlemail.de hotmail.com hotmail.nl hotmail.be hotmail.co.uk hotmail.fr msn.com live.com live.nl
live.be live.co.uk live.com.au outlook.com outlook.be outlook.de outlook.com.br yahoo.com yahoo.nl yahoo.co.uk yahoo.com.br
yahoo.co.jp yahoo.ne.jp ymail.com rocketmail.com aol.com aol.nl aol.co.uk icloud.com me.com mac.com gmx.net gmx.de gmx.com
gmx.at gmx.info proton.me pm.me protonmail.com protonmail.ch tutanota.com tutanota.de tuta.io fastmail.com fastmail.fm zoho.com
zohomail.eu mail.com hey.com web.de t-online.de freenet.de solcon.nl zeelandnet.nl quicknet.nl home.nl kpnmail.nl kpnplanet.nl
xs4all.nl ziggo.nl upcmail.nl casema.nl chello.nl planet.nl hetnet.nl tele2.nl telfort.nl online.nl telenet.be skynet.be
proximus.be pandora.be posteo.de yandex.ru mail.ru qq.com orange.fr laposte.net libero.it btinternet.com comcast.net
""".split()

OF_A_FIRM = """
ketelbrug.example bakkerij-korstmos.nl plaatwerk.be proton.nl tuta.nl zoho.nl mac.nl me.nl hey.nl icloud.ketelbrug.nl gmxbouw.nl
gmx-bouw.de outlook-advies.nl liveacts.nl live.events live.ketelbrug.nl yahoo.ketelbrug.co.uk hotmail.bakkerij.nl mijngmail.com
gmail.com.ketelbrug.nl web.nl freesoftware.fr mailbox.nl posteo.gmbh homecare.nl onlinedrukwerk.nl planetgroen.nl
""".split()


@pytest.mark.parametrize("domain", PUBLIC)
def test_mail_that_everybody_has_says_nothing_of_a_firm(domain):
    assert firm_domain(f"dewi@{domain}") is None
    assert firm_domain(f"dewi@{domain.upper()}") is None


@pytest.mark.parametrize("domain", OF_A_FIRM)
def test_a_domain_of_its_own_may_be_a_firms(domain):
    assert firm_domain(f"Dewi@{domain.capitalize()}") == domain


@pytest.mark.parametrize("email", ["", "dewi@"])
def test_what_has_no_domain_belongs_to_no_firm(email):
    assert firm_domain(email) is None
