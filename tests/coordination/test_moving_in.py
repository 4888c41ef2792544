"""Moving in: one spreadsheet becomes firms, invited people and drafts, all of it or nothing, and nothing that anybody sees."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from conftest import both_databases
from coordination.sheets import MEMBER, PRACTICE, book
from openpyxl import Workbook, load_workbook
from registering import how_many, mails
from sqlalchemy import select
from together import at_once

from network.coordination.moving_in import services, sheets
from network.coordination.moving_in.models import WaitingSheet
from network.coordination.moving_in.reading import plan_of
from network.coordination.moving_in.services import HasFaults, forget_waiting_sheets, keep, move_in, move_waiting_in
from network.kernel import clock
from network.kernel.database import db, writing
from network.links.models import EVERYONE, MEMBERS, Node
from network.members.models import Member, Organisation
from network.practices.models import DRAFT, Practice
from network.themes.models import CLOSED, Theme
from network.themes.services import open_theme


@pytest.fixture(autouse=True)
def _theme(theme):
    return theme


def plan(members=(), practices=(), **more):
    return plan_of(sheets.read(book(list(members), list(practices), **more), "x.xlsx"))


def told(found):
    return [(fault.line, str(fault.column), fault.words) for fault in found.faults]


def send(client, content, name="leden.xlsx"):
    return client.submit("/admin/moving-in", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


@both_databases
def test_firms_people_and_drafts_come_in_and_nobody_sees_them(dina, theme, client_of):
    second = {**MEMBER, "Naam": "Wim de Vries", "E-mailadres": "wim@deegkrans.example", "Functie": ""}
    second.pop("Functie")
    browser = client_of(dina)

    answer = send(browser, book([MEMBER, second], [PRACTICE]))
    page = browser.get(answer.location)
    assert "Bakkerij Deegkrans" in page.text
    assert "Samen om vier uur op" in page.text
    assert how_many(Member) == 2  # Ada and Dina: nothing is made before somebody says yes
    done = browser.submit(answer.location, {"told": "y"})

    assert (done.status_code, done.location) == (302, "/admin/moving-in")
    db.session.rollback()
    vera, wim = db.session.scalars(select(Member).where(Member.email.like("%deegkrans%")).order_by(Member.id))
    assert (vera.password, vera.confirmed_at, vera.is_contact, wim.is_contact) == (None, None, True, False)
    firm = db.session.get(Organisation, vera.organisation_id)
    assert (firm.name, firm.size_class, firm.has_hr, firm.listed_at) == ("Bakkerij Deegkrans", "5-9", False, None)
    assert firm.verified_at is not None
    practice = db.session.scalars(select(Practice)).one()
    assert (practice.state, practice.author_id, practice.hours, practice.euros) == (DRAFT, vera.id, 40, 1400)
    assert practice.facets["forms"] == ["informal"]
    assert [mail.member_id for mail in mails("accounts.invited")] == [vera.id, wim.id]
    known = select(Node.kind).where(Node.audience.in_((EVERYONE, MEMBERS)), Node.kind != "theme")
    assert db.session.scalars(known).all() == []
    assert how_many(WaitingSheet) == 0
    for page in ("/organisations/bakkerij-deegkrans", f"/people/{vera.slug}", practice.path):
        assert client_of(dina).get(page).status_code == 404


def test_the_same_sheet_twice_changes_nothing_more(dina):
    tables = sheets.read(book([MEMBER], [PRACTICE]), "x.xlsx")
    move_in(tables, "x.xlsx", dina)
    again = move_in(tables, "x.xlsx", dina)

    assert (len(again.people), len(again.practices), again.people_here, again.known_practices) == (0, 0, 1, 1)
    assert (how_many(Member), how_many(Practice), len(mails("accounts.invited"))) == (3, 1, 1)


def test_a_later_sheet_brings_a_colleague_to_the_firm_that_is_here_by_its_name_alone(dina, ketelbrug):
    found = plan(
        [{"Organisatie": " plaatwerkerij  KETELBRUG", "Naam": "Piet", "E-mailadres": "piet@ketelbrug.example"}]
    )

    assert not found.faults
    assert found.new_firms == []
    assert list(found.firms.values()) == [ketelbrug]


def test_a_firm_that_a_stranger_typed_a_moment_ago_is_not_joined(dina, make_organisation):
    make_organisation("Bakkerij Deegkrans", place="Zutphen", listed_at=None)

    assert len(plan([MEMBER]).new_firms) == 1


def test_one_line_that_does_not_fit_keeps_everything_out(dina, client_of):
    wrong = {**MEMBER, "Naam": "", "E-mailadres": "geen adres", "Provincie": "Beieren"}
    amounts = {"Uren van eigen mensen": -3, "Euro’s": 10**12}
    late = {**PRACTICE, **amounts, "Thema": "Bestaat niet", "E-mailadres van de auteur": "weg@x.nl"}
    answer = send(client_of(dina), book([MEMBER, wrong], [PRACTICE, late]))

    assert answer.status_code == 422
    assert (how_many(Member), how_many(Practice), how_many(WaitingSheet)) == (2, 0, 0)
    faults = told(plan([MEMBER, wrong], [PRACTICE, late]))
    assert {(line, column) for line, column, _words in faults} == {
        (3, "Naam"), (3, "E-mailadres"), (3, "Provincie"), (3, "Thema"), (3, "Uren van eigen mensen"), (3, "Euro’s"),
    }  # fmt: skip
    for _line, _column, words in faults:
        assert words.replace("“", "").replace("&", "&amp;")[:40] in answer.text


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        ({"E-mailadres": "VERA@deegkrans.example"}, 3, "Dit adres staat al op regel 2."),
        ({"E-mailadres": "w@x.nl", "Sector": "IT"}, 3, "Regel 2 zegt iets anders over dit bedrijf."),
        ({"E-mailadres": "w@x.nl", "Organisatie": "Een ander", "Plaats": ""}, 3, "Vul dit in: het bedrijf is er nog niet."),
        ({"E-mailadres": "w@x.nl", "Naam": "x" * 121}, 3, "Dit is te lang: hooguit 120 tekens."),
        ({"Schoenmaat": "43"}, 1, "Deze kolom kennen we niet. Noem die zoals in het voorbeeld, of haal die weg."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(change, line, words):
    [fault] = plan([MEMBER, {**MEMBER, "Naam": "Wim", **change}]).faults

    assert (fault.line, fault.words) == (line, words)


def test_a_column_that_is_missing_is_told_once(dina):
    without = {label: value for label, value in MEMBER.items() if label != "E-mailadres"}

    assert told(plan([without, without])) == [(1, "E-mailadres", "Deze kolom ontbreekt.")]


def test_a_practice_needs_an_author_who_comes_along_or_is_here(bram):
    mine = {**PRACTICE, "E-mailadres van de auteur": bram.email}
    [fault] = plan([], [mine, PRACTICE]).faults

    assert (fault.line, fault.typed) == (3, "vera@deegkrans.example")


def test_a_closed_theme_is_not_named_and_takes_nothing(ada, bram, dina):
    open_theme(bram, title_nl="Heel besloten", title_en="", tagline_nl="x", purpose_nl="x", access=CLOSED)
    [fault] = plan([MEMBER], [{**PRACTICE, "Thema": "Heel besloten"}]).faults

    assert fault.words.startswith("Er is geen thema met deze titel")
    assert "besloten" not in fault.words


def test_english_words_and_a_csv_of_windows_do_as_well():
    text = (
        "Organisation;Place;Province;Sector;People at the firm;HR department;Name;E-mail address;Language\r\n"
        "Café Één;Goes;Zeeland;Hospitality and leisure;2-4;No;Zoë;zoe@een.example;English\r\n"
    )
    [table] = sheets.read(text.encode("cp1252"), "members.csv")
    found = plan_of([table])

    assert not found.faults
    [person] = found.people.values()
    assert (person.facts["name"], person.facts["language"]) == ("Zoë", "en")
    assert found.new_firms[0].facts["name"] == "Café Één"


@pytest.mark.parametrize("day", [date(2026, 9, 5), date(2026, 5, 9)])
def test_a_size_that_a_spreadsheet_took_for_a_date_is_still_a_size(day):
    found = plan([{**MEMBER, "Mensen in het bedrijf": day}])

    assert not found.faults
    assert found.new_firms[0].facts["size_class"] == "5-9"


def test_the_example_itself_can_be_filled_in_and_sent(dina, client_of):
    sent = client_of(dina).get("/admin/moving-in/example.xlsx")
    filled = load_workbook(io.BytesIO(sent.data))
    members = filled["Leden"]
    labels = [cell.value for cell in members[1]]
    members.append([MEMBER.get(label) for label in labels])
    out = io.BytesIO()
    filled.save(out)

    assert set(MEMBER) <= set(labels)
    assert set(PRACTICE) <= {cell.value for cell in filled["Praktijkvoorbeelden"][1]}
    answer = send(client_of(dina), out.getvalue())
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "x.xlsx"),
        (b"PK\x03\x04rubbish", "x.xlsx"),
        (b"%PDF-1.4", "x.pdf"),
        (b"\0\1\2", "x.csv"),
        (b"\n\n", "x.csv"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(dina, client_of, content, name):
    answer = send(client_of(dina), content, name)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_a_sheet_that_is_too_long_is_refused_before_it_is_read_on(dina):
    with pytest.raises(sheets.TooLong):
        plan([{**MEMBER, "E-mailadres": f"p{n}@x.nl"} for n in range(sheets.MOST_LINES + 1)])


def test_a_line_far_below_the_others_keeps_nobody_waiting():
    made = Workbook()
    made.active.append(list(MEMBER))
    made.active.cell(1_000_000, 1).value = "ver weg"
    out = io.BytesIO()
    made.save(out)
    begin = clock.now()

    sheets.read(out.getvalue(), "x.xlsx")

    assert clock.now() - begin < timedelta(seconds=5)


def test_a_theme_or_an_address_that_changed_meanwhile_keeps_everything_out(dina, make_member, client_of):
    waiting = keep(sheets.read(book([MEMBER, {**MEMBER, "E-mailadres": "w@x.nl"}], [PRACTICE]), "x.xlsx"), "x", dina)
    with writing():
        db.session.scalars(select(Theme)).one().access = CLOSED

    answer = client_of(dina).submit(f"/admin/moving-in/{waiting.id}", {"told": "y"})

    assert answer.status_code == 409
    assert "Er is geen thema" in answer.text
    assert how_many(Member) == 2
    assert how_many(WaitingSheet) == 1


def test_who_says_yes_says_that_the_people_know(dina, client_of):
    waiting = keep(sheets.read(book([MEMBER]), "x.xlsx"), "x.xlsx", dina)

    assert client_of(dina).submit(f"/admin/moving-in/{waiting.id}").status_code == 422
    assert how_many(Member) == 2


def test_a_sheet_is_for_who_sent_it_and_is_forgotten_after_a_day(dina, make_member, client_of):
    other = make_member("Otto", role="administrator")
    waiting = keep(sheets.read(book([MEMBER]), "x.xlsx"), "x.xlsx", dina)

    assert client_of(other).get(f"/admin/moving-in/{waiting.id}").status_code == 404
    assert forget_waiting_sheets(clock.now()) == 0
    assert forget_waiting_sheets(clock.now() + services.WAITS + timedelta(minutes=1)) == 1
    assert client_of(dina).get(f"/admin/moving-in/{waiting.id}").status_code == 404


@both_databases
@pytest.mark.race
def test_two_who_say_yes_at_once_move_it_in_once(app, dina):
    key = keep(sheets.read(book([MEMBER], [PRACTICE]), "x.xlsx"), "x.xlsx", dina).id
    dina_id = dina.id

    def say_yes():
        by = db.session.get(Member, dina_id)
        waiting = db.session.get(WaitingSheet, key)
        return waiting is not None and move_waiting_in(waiting, by) is not None

    assert sorted(at_once(app, *[say_yes] * 4)) == [False, False, False, True]
    assert (how_many(Member), how_many(Practice), len(mails("accounts.invited"))) == (3, 1, 1)


def test_a_fault_halfway_leaves_nothing(dina, monkeypatch):
    def breaks(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(services, "write", breaks)
    with pytest.raises(RuntimeError):
        move_in(sheets.read(book([MEMBER], [PRACTICE]), "x.xlsx"), "x.xlsx", dina)

    assert (how_many(Member), how_many(Organisation), mails("accounts.invited")) == (2, 2, [])


def test_a_plan_with_faults_is_never_carried_out(dina):
    with pytest.raises(HasFaults):
        move_in(sheets.read(book([{**MEMBER, "Naam": ""}]), "x.xlsx"), "x.xlsx", dina)


def test_only_administrators_move_in(ada, bram, client_of):
    for somebody in (ada, bram):
        assert client_of(somebody).get("/admin/moving-in").status_code == 403
