"""Pictures and files of a practice: who sees them, what is refused, and that text and files stay together."""

import zipfile
from io import BytesIO

import pytest
from conftest import both_databases
from PIL import Image
from sqlalchemy import select
from together import at_once

from network.files import storage
from network.files.jobs import sweep_files
from network.files.models import StoredFile
from network.files.services import prepared
from network.kernel import clock
from network.kernel.database import db
from network.practices.attachments import services
from network.practices.attachments.rules import MOST, attached, beside
from network.practices.services import discard, save

WORDS = "Twee mensen aan een kantbank"


def picture(size=(60, 40)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (40, 120, 90)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def attach(bram):
    """Put a picture beside a practice: `attach(practice, once=None)`."""
    return lambda practice, **more: services.attach(
        practice, bram, *prepared(picture(), "foto.png"), words=WORDS, **more
    )


def files_of(practice):
    db.session.refresh(practice)
    return attached(practice.files)


def on_disk() -> list[str]:
    return [path.name for path in storage.folder().glob("*/*")]


def sent(name="foto.png", data=None, words=WORDS, **more):
    return {"file": (BytesIO(picture() if data is None else data), name), "words": words, **more}


def test_a_picture_of_an_open_practice_is_there_for_visitors_and_of_another_for_who_may_read_it(
    client_of, visitor, make_practice, attach, bram, chen
):
    open_one, within = make_practice(audience="open"), make_practice(audience="network", title="Voor ons")
    shown, hidden = attach(open_one), attach(within)

    assert visitor.get(shown.path, buffered=True).status_code == 200
    assert visitor.get(hidden.path, buffered=True).status_code == 404
    assert client_of(chen).get(hidden.path, buffered=True).status_code == 200


def test_the_editor_is_told_where_a_picture_stands_and_sends_it_once(client_of, practice, bram):
    browser = client_of(bram)
    answers = [
        browser.submit(f"{practice.path}/files", data=sent(once="k"), headers={"Accept": "application/json"}).json
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert answers[0]["alt"] == WORDS
    assert (answers[0]["width"], answers[0]["height"]) == (60, 40)
    assert len(files_of(practice)) == len(on_disk()) == 1


def test_a_picture_without_words_is_refused_at_its_field_and_leaves_nothing(client_of, practice, bram):
    page = client_of(bram).submit(f"{practice.path}/files", data=sent(words="  "))

    assert page.status_code == 422
    assert "Zeg wat er op de foto staat" in page.text
    assert on_disk() == []


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 150_000_000)
    return file.getvalue()


@pytest.mark.parametrize(("name", "data", "words"), [
    ("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Dit soort bestand"),
    ("foto.png", b"<html><script>alert(1)</script>", "Dit soort bestand"),
    ("foto.png", picture()[:40], "beschadigd"),
    ("twee.pdf", b"%PDF-1.4 <html><script>x</script>\n%%EOF", "twee soorten bestand"),
    ("foto.gif", b"GIF89a/*" + b"\0" * 30, "Dit soort bestand"),
    ("leeg.txt", b"", "staat niets in"),
])  # fmt: skip
def test_what_may_do_harm_is_refused_with_words_and_leaves_nothing(client_of, practice, bram, name, data, words):
    page = client_of(bram).submit(f"{practice.path}/files", data=sent(name, data))

    assert page.status_code == 422
    assert words in page.text
    assert on_disk() == []
    assert db.session.scalars(select(StoredFile)).all() == []


def test_what_would_unpack_to_a_flood_is_refused(client_of, practice, bram):
    page = client_of(bram).submit(f"{practice.path}/files", data=sent("groot.docx", bomb()))

    assert page.status_code == 422
    assert on_disk() == []


def test_a_hundred_megabytes_are_not_even_read(client_of, practice, bram):
    answer = client_of(bram).submit(
        f"{practice.path}/files", data=sent(), environ_overrides={"CONTENT_LENGTH": "100000000"}
    )

    assert answer.status_code == 413
    assert "te groot" in answer.text.lower()
    assert on_disk() == []


@pytest.mark.parametrize("name", [
    "../../etc/passwd.png", "..\\..\\win.png", "/abs.png", "a\0b.png", "\u202egnp.exe.png", "x" * 400 + ".png",
    "<img src=x onerror=alert(1)>.png",
])  # fmt: skip
def test_a_path_in_a_name_leads_nowhere(client_of, practice, bram, name):
    client_of(bram).submit(f"{practice.path}/files", data=sent(name))
    (file,) = files_of(practice)

    assert not set(file.name) & set('/\\<>"\0\u202e')
    assert len(file.name) <= 120
    assert client_of(bram).get(file.path, buffered=True).status_code == 200


def test_the_text_keeps_only_the_pictures_of_its_own_practice(make_practice, attach, bram):
    practice, other = make_practice(), make_practice(title="Een ander")
    own, foreign = attach(practice, caption="Donderdag"), attach(other)
    html = (
        f'<p>Zo.</p><figure><img src="{own.path}" alt=""></figure><figure><img src="{foreign.path}" alt="x"></figure>'
    )

    save(practice, practice.version, action="Zo.", rich={"action": html})

    assert own.key in practice.rich["action"]
    assert WORDS in practice.rich["action"]  # what the writer left out is what the file says
    assert foreign.key not in practice.rich["action"]
    assert practice.action == f"Zo.\n\n[{WORDS}]"
    assert beside(practice.files, practice.rich) == []


def test_taking_a_picture_away_takes_it_out_of_the_text_and_off_the_disk(make_practice, attach):
    practice = make_practice()
    file = attach(practice)
    save(practice, practice.version, action="Zo.", rich={"action": f'<p>Zo.</p><img src="{file.path}">'})

    for _ in range(2):
        services.detach(practice, file.key)

    assert (practice.rich, practice.action, practice.files) == ({}, "Zo.", [])
    assert on_disk() == []


def test_words_are_changed_and_shown(client_of, visitor, make_practice, attach, bram):
    practice = make_practice(audience="open")
    file = attach(practice)
    browser = client_of(bram)

    assert browser.submit(f"{practice.path}/files/{file.key}", data={"words": ""}).status_code == 422
    browser.submit(f"{practice.path}/files/{file.key}", data={"words": "Drie mensen <b>", "caption": "Vrijdag"})

    page = visitor.get(practice.path).text
    assert 'alt="Drie mensen &lt;b&gt;"' in page
    assert "<figcaption>Vrijdag</figcaption>" in page


def test_a_draft_that_is_thrown_away_takes_its_files_along(make_practice, attach):
    draft = make_practice(published=False)
    attach(draft)

    discard(draft)

    assert on_disk() == []
    assert sweep_files(clock.now()) == 0


def test_there_is_an_end_to_what_one_practice_holds(client_of, practice, bram, attach, monkeypatch):
    monkeypatch.setattr(services, "MOST", 2)
    attach(practice)
    attach(practice)

    answer = client_of(bram).submit(f"{practice.path}/files", data=sent())

    assert answer.status_code == 409
    assert str(MOST) in answer.text
    assert len(on_disk()) == 2


@both_databases
def test_files_that_come_at_the_same_moment_are_all_there(app, practice, bram):
    def add(number):
        def run():
            own = db.session.get(type(practice), practice.id)
            services.attach(own, bram, *prepared(picture(), f"{number}.png"), words=str(number))

        return run

    at_once(app, *[add(number) for number in range(4)])

    assert sorted(each.words for each in files_of(practice)) == ["0", "1", "2", "3"]


def test_without_the_editor_what_was_left_alone_keeps_its_look(client_of, practice, bram):
    save(practice, practice.version, action="Kop\n\nZo.", rich={"action": "<h3>Kop</h3>\n<p>Zo.</p>"})
    browser = client_of(bram)
    facts = {
        "title": practice.title, "summary": practice.summary, "problem": practice.problem, "result": "r", "outcome": "worked",
        "theme": practice.theme.slug, "audience": "network", "language": "nl", "version": practice.version,
    }  # fmt: skip

    browser.submit(practice.path, data={**facts, "action": "Kop\n\nZo, en <b>niet</b> anders."})
    db.session.refresh(practice)

    assert practice.rich["action"] == "<h3>Kop</h3>\n<p>Zo, en &lt;b&gt;niet&lt;/b&gt; anders.</p>"
    assert practice.action == "Kop\n\nZo, en <b>niet</b> anders."
    assert "<h3>Kop</h3>" in browser.get(practice.path).text
