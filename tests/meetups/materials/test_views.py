"""Pages of materials: who adds, who sees, and what is said when it does not fit."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from cast import statements
from files.conftest import PDF, office, picture, zipped
from pages import faults_of
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from network.files.models import StoredFile
from network.files.rules import LARGEST
from network.kernel.database import db
from network.meetups.materials.models import Material
from network.meetups.materials.rules import AFTER, BEFORE
from network.meetups.materials.services import add_file, add_link
from network.themes.models import CLOSED
from network.themes.services import change, leave

EN = "?lang=en"


def send_file(browser, meetup, data=PDF, name="plan.pdf", path="", **more):
    form = {"csrf_token": browser._token(), "file-stage": BEFORE, "file-title": "", **more}
    # Encoded here: the test client would keep a large one in a temporary file, and never close it.
    boundary, body = encode_multipart({**form, "file-file": FileStorage(BytesIO(data), name)})
    content_type = f"multipart/form-data; boundary={boundary}"
    return browser.post(f"{meetup.path}/materials/files{path}", data=body, content_type=content_type)


def send_link(browser, meetup, path="", **more):
    form = {"link-title": "Film", "link-url": "https://example.org/film", "link-stage": BEFORE, **more}
    return browser.submit(f"{meetup.path}/materials/links{path}", form)


def added():
    return [(row.title, row.url, row.stage) for row in db.session.scalars(select(Material).order_by(Material.id))]


def test_a_link_and_a_file_stand_on_the_page_of_the_meetup(client_of, make_meetup, ada, bram):
    meetup = make_meetup()
    browser = client_of(ada)

    assert send_link(browser, meetup).location == f"{meetup.path}/materials"
    assert send_file(browser, meetup, office(), "Vragen vooraf.docx").location == f"{meetup.path}/materials"

    page = client_of(bram).get(meetup.path + EN).text
    assert 'href="https://example.org/film" rel="noopener noreferrer external"' in page
    assert "Vragen vooraf.docx" in page
    assert "DOCX, 1 kB" in page
    assert faults_of(page) == faults_of(browser.get(f"{meetup.path}/materials").text) == []


def test_a_visitor_sees_none_not_even_that_there_are(visitor, make_meetup, ada):
    meetup = make_meetup()
    without = visitor.get(meetup.path).text
    material = add_file(meetup, ada, BEFORE, "Geheim", "plan.pdf", PDF)

    assert "Geheim" not in visitor.get(meetup.path).text
    assert len(without) == len(visitor.get(meetup.path).text)
    assert client_path(visitor, material).status_code == 404


def client_path(browser, material):
    stored = db.session.scalars(select(StoredFile).where(StoredFile.subject_id == material.id)).one()
    return browser.get(stored.path, buffered=True)


def test_what_is_meant_for_afterwards_shows_when_it_is_over(client_of, make_meetup, ada, bram):
    meetup = make_meetup(days=2)
    material = add_file(meetup, ada, AFTER, "De sheets", "sheets.pdf", PDF)

    assert "De sheets" not in client_of(bram).get(meetup.path).text
    assert client_path(client_of(bram), material).status_code == 404
    assert "Shows when it is over" in client_of(ada).get(meetup.path + EN).text
    assert client_path(client_of(ada), material).status_code == 200
    with time_machine.travel(meetup.ends_at + timedelta(minutes=1), tick=False):
        assert "De sheets" in client_of(bram).get(meetup.path).text
        assert client_path(client_of(bram), material).status_code == 200


def test_who_left_a_closed_theme_gets_its_files_no_more(client_of, make_meetup, theme, ada, bram, chen, dina, in_theme):
    in_theme(bram)
    material = add_file(make_meetup(), ada, BEFORE, "", "plan.pdf", PDF)
    assert client_path(client_of(chen), material).status_code == 200

    db.session.refresh(theme)
    change(theme, theme.version, access=CLOSED)

    assert client_path(client_of(bram), material).status_code == 200
    for outsider in (chen, dina):
        assert client_path(client_of(outsider), material).status_code == 404
    leave(theme, bram)
    assert client_path(client_of(bram), material).status_code == 404


@pytest.mark.parametrize("who", ["bram", "chen"])
def test_only_who_coordinates_adds_and_takes_away(client_of, make_meetup, ada, request, who):
    meetup, browser = make_meetup(), client_of(request.getfixturevalue(who))
    material = add_link(meetup, ada, BEFORE, "Film", "https://example.org/film")

    assert send_link(browser, meetup).status_code == 403
    assert send_file(browser, meetup).status_code == 403
    for path in ("", f"/{material.id}/deletion"):
        assert browser.get(f"{meetup.path}/materials{path}").status_code == 403
    assert browser.submit(f"{meetup.path}/materials/{material.id}/deletion").status_code == 403
    assert len(added()) == 1


def test_a_material_of_another_meetup_cannot_be_taken_away_here(client_of, make_meetup, ada):
    here, there = make_meetup(), make_meetup()
    material = add_link(there, ada, BEFORE, "Film", "https://example.org/film")

    for path in (f"{here.path}/materials/{material.id}/deletion", f"{here.path}/materials/999/deletion"):
        assert client_of(ada).get(path).status_code == client_of(ada).submit(path).status_code == 404


def test_taking_away_asks_first(client_of, make_meetup, ada):
    meetup, browser = make_meetup(), client_of(ada)
    material = add_link(meetup, ada, BEFORE, "Film", "https://example.org/film")
    path = f"{meetup.path}/materials/{material.id}/deletion"

    assert "Take this away?" in browser.get(path + EN).text
    assert browser.submit(path).location == f"{meetup.path}/materials"
    assert added() == []
    assert browser.submit(path).status_code == 404


@pytest.mark.parametrize(("form", "fault"), [
    ({"link-title": ""}, "Fill this in."),
    ({"link-title": "x" * 121}, "This is too long: at most 120 characters."),
    ({"link-url": ""}, "Fill this in."),
    ({"link-url": "javascript:alert(1)"}, "A link begins with https://"),
    ({"link-url": "https://example.org/ een"}, "A link begins with https://"),
    ({"link-url": "https://"}, "A link begins with https://"),
    ({"link-url": "data:text/html,x"}, "A link begins with https://"),
    ({"link-url": "https://example.org/" + "x" * 500}, "This is too long"),
    ({"link-stage": "later"}, "Not a valid choice"),
])  # fmt: skip
def test_a_link_that_does_not_fit_is_told_at_its_field(client_of, make_meetup, ada, form, fault):
    meetup = make_meetup()
    answer = send_link(client_of(ada), meetup, path=EN, **form)

    assert answer.status_code == 422
    assert fault in answer.text
    assert faults_of(answer.text) == []
    assert added() == []


@pytest.mark.parametrize(("data", "name", "fault"), [
    (b"", "leeg.pdf", "There is nothing in this file."),
    (b"<svg onload=alert(1)>", "tekening.svg", "This is not a file that can be kept here."),
    (b"<html><script>alert(1)</script>", "pagina.txt", "This is not a file that can be kept here."),
    (b"MZ\x90\0", "plan.pdf", "This is not a file that can be kept here."),
    (PDF + zipped({"a": b"a"}) + b"%%EOF", "plan.pdf", "This file is two kinds of file in one"),
    (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "a": b"\0" * 110_000_000}), "b.xlsx", "would unpack to far more"),
    (office(word__vbaProject_bin=b"x"), "macro.docx", "has macros in it"),
    (picture("PNG")[:60], "foto.png", "is damaged"),
    (PDF + b"0" * LARGEST + b"%%EOF", "groot.pdf", "is larger than 10 MB"),
])  # fmt: skip
def test_a_file_that_may_do_harm_is_told_at_its_field_and_leaves_nothing(
    client_of, make_meetup, ada, on_disk, data, name, fault
):
    meetup = make_meetup()
    answer = send_file(client_of(ada), meetup, data, name, path=EN, **{"file-title": "Wat ik typte"})

    assert answer.status_code == 422
    assert fault in answer.text
    assert 'id="file-file-error"' in answer.text
    assert 'value="Wat ik typte"' in answer.text
    assert faults_of(answer.text) == []
    assert on_disk() == added() == []


def test_no_file_at_all_is_told_at_its_field(client_of, make_meetup, ada):
    meetup = make_meetup()
    for form in ({}, {"file-file": "not a file"}):
        answer = client_of(ada).submit(f"{meetup.path}/materials/files{EN}", {"file-stage": BEFORE, **form})
        assert answer.status_code == 422
        assert "Choose a file." in answer.text


def test_what_is_far_too_large_is_refused_before_it_is_read(client_of, make_meetup, ada, on_disk):
    answer = send_file(client_of(ada), make_meetup(), b"0" * (LARGEST + 300 * 1024), "groot.pdf", path=EN)

    assert answer.status_code == 413
    assert "That is too large" in answer.text
    assert on_disk() == []


def test_a_file_may_be_larger_than_any_other_form(client_of, make_meetup, ada, on_disk):
    data = PDF + b"0" * (3 * 1024 * 1024) + b"%%EOF"

    assert send_file(client_of(ada), make_meetup(), data).status_code == 302
    assert on_disk()[0].read_bytes() == data


def test_other_forms_take_no_more_than_before(client_of, make_meetup, ada):
    large = "x" * (3 * 1024 * 1024)

    assert send_link(client_of(ada), make_meetup(), **{"link-title": large}).status_code == 413


def test_a_photo_tells_not_where_it_was_taken(client_of, make_meetup, ada, on_disk):

    exif = Image.Exif()
    exif[0x0110] = "Geheime camera"
    send_file(client_of(ada), make_meetup(), picture("JPEG", exif=exif), "foto.jpeg")

    assert b"Geheime" not in on_disk()[0].read_bytes()


def test_hostile_names_and_titles_are_shown_as_text(client_of, make_meetup, ada, bram):
    meetup, browser = make_meetup(), client_of(ada)
    send_file(browser, meetup, name='"><script>alert(1)</script>.pdf')
    send_link(browser, meetup, **{"link-title": "<img src=x onerror=alert(1)>"})

    page = client_of(bram).get(meetup.path).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert faults_of(page) == []


def test_the_page_of_a_meetup_costs_no_statement_more_for_thirty_materials(client_of, make_meetup, ada, bram):
    meetup, browser = make_meetup(), client_of(bram)
    with statements() as before:
        browser.get(meetup.path)
    for n in range(30):
        add_link(meetup, ada, BEFORE, f"Film {n}", "https://example.org/film")
    with statements() as after:
        assert browser.get(meetup.path).text.count("example.org/film") == 30

    assert len(after) == len(before)


def test_what_somebody_added_is_among_their_own_data(client_of, make_meetup, ada):
    add_link(make_meetup(), ada, BEFORE, "Film", "https://example.org/film")

    assert [row["title"] for row in client_of(ada).get("/settings/data").json["materials"]] == ["Film"]
