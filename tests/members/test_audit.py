"""The log of who did what to whom: written with the deed or not at all, read by administrators, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from conftest import both_databases
from sqlalchemy import select

from network.accounts.joining import unverify, verify
from network.accounts.suspensions import suspend
from network.kernel.database import db, writing
from network.members import audit
from network.members.audit import Audit
from network.members.models import COORDINATOR, MEMBER
from network.members.roles import appoint


def deeds():
    db.session.rollback()
    rows = db.session.scalars(select(Audit).order_by(Audit.id))
    return [(row.by_name, row.act, row.about_name, row.reason) for row in rows]


@both_databases
def test_each_deed_is_written_down_once(app, client_of, dina, ada, bram, ketelbrug):
    browser = client_of(dina)
    for _twice in range(2):
        browser.submit("/admin/roles", {"email": "bram@example.org", "role": COORDINATOR})
        browser.submit(f"{ketelbrug.path}/verification")
    db.session.refresh(ketelbrug)
    unverify(ketelbrug, ada)
    appoint(bram, MEMBER)
    suspend(bram, "Reclame", by=dina)

    assert deeds() == [
        ("Dina Vos", "role.coordinator", "Bram Jansen", ""),
        ("Dina Vos", "verified", "Plaatwerkerij Ketelbrug", ""),
        ("Ada de Wit", "unverified", "Plaatwerkerij Ketelbrug", ""),
        ("", "role.member", "Bram Jansen", ""),
        ("Dina Vos", "suspended", "Bram Jansen", "Reclame"),
    ]


def test_what_fails_is_not_in_the_log(dina, bram, ketelbrug):
    def verify_and_fail():
        with writing():
            verify(ketelbrug, dina)
            raise LookupError

    with pytest.raises(LookupError):
        verify_and_fail()
    assert deeds() == []


def test_an_administrator_reads_it_newest_first_and_narrowed(client_of, dina, bram, chen, ketelbrug):
    verify(ketelbrug, dina)
    suspend(bram, "Reclame", by=dina)
    browser = client_of(dina)

    whole = browser.get("/admin/log").text
    assert whole.index("Reclame") < whole.index("Plaatwerkerij Ketelbrug</th>")
    some = browser.get("/admin/log?act=suspended").text
    assert ("Bram Jansen" in some, "Ketelbrug" in some) == (True, False)
    assert "Reclame" in browser.get("/admin/log?act=nonsense&before=nonsense").text
    assert "suspended" in browser.get("/admin/log?lang=en").text


def test_it_turns_its_pages(client_of, dina, ketelbrug):
    for number in range(audit.A_PAGE + 3):
        audit.note(dina, "verified", "organisation", ketelbrug.id, f"Firma-{number:03}")
    browser = client_of(dina)

    first = browser.get("/admin/log").text
    older = first.partition('href="/admin/log?before')[2].partition('"')[0]
    second = browser.get(f"/admin/log?before{older}").text

    assert ("Firma-052" in first, "Firma-002" in first) == (True, False)
    assert [number for number in range(53) if f"Firma-{number:03}" in second] == [0, 1, 2]


def test_a_spreadsheet_runs_nothing_of_it(client_of, dina, bram):
    suspend(bram, '=HYPERLINK("https://example.org";"klik")', by=dina)
    verify(bram.organisation, dina)

    answer = client_of(dina).get("/admin/log.csv?act=suspended")

    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert answer.text.startswith("\ufeff")
    assert [row[1:] for row in rows[1:]] == [
        ["Dina Vos", "geschorst", "Bram Jansen", str(bram.id), '\'=HYPERLINK("https://example.org";"klik")']
    ]


def test_ones_own_data_tells_what_was_done_but_not_by_whom(client_of, dina, bram):
    client_of(dina).submit("/admin/roles", {"email": "bram@example.org", "role": COORDINATOR})

    mine = client_of(bram).get("/settings/data").json["log"]

    assert [(row["act"], set(row)) for row in mine] == [("role.coordinator", {"act", "at", "reason"})]
