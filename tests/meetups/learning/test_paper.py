"""Certificates and records on paper, read back by another library: text, language, one sheet, the same bytes again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import segno
import time_machine
from pypdf import PdfReader

from network.config import PACKAGE
from network.kernel import paper
from network.kernel.i18n import force_locale
from network.meetups.learning import certificate_paper, record_paper
from network.meetups.learning.models import Certificate
from network.meetups.learning.rules import Learned, by_year
from network.meetups.learning.services import issue

HOME = "https://leernetwerk.example"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def certificate(**more):
    facts = {
        "code": "CDFH-JKMN-PRTV-WX34", "name": "Noor Bakker", "firm": "Plaatwerkerij Ketelbrug", "title": "Film zijn handen",
        "language": "nl", "minutes": 150, "held_on": date(2026, 8, 5), "issued_at": datetime(2026, 8, 6, 9, tzinfo=UTC),
    }  # fmt: skip
    return Certificate(**{**facts, **more})


def read(drawn: bytes) -> PdfReader:
    return PdfReader(BytesIO(drawn))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("language", "spoken", "words"),
    [
        ("nl", "nl-NL", ["Bewijs van deelname", "5 augustus 2026", "2 uur 30 min", "Non-formeel", "Kijk hier"]),
        ("en", "en-GB", ["Certificate of attendance", "5 August 2026", "2 hours 30 min", "Non-formal", "Look here"]),
    ],
)
def test_it_says_all_of_it_in_its_language_whatever_the_page_speaks(app, language, spoken, words):
    with app.test_request_context("/?lang=en"):
        reader = read(certificate_paper.drawn(certificate(), language, HOME))

    said = text_of(reader)
    for each in [*words, "Noor Bakker", "Plaatwerkerij Ketelbrug", "Film zijn handen", "CDFH-JKMN-PRTV-WX34"]:
        assert each in said, each
    assert reader.trailer["/Root"]["/Lang"] == spoken
    assert reader.metadata is not None
    assert reader.metadata.title == f"{words[0]}: Film zijn handen"
    assert len(reader.pages) == 1


def test_the_code_on_it_and_the_address_beside_it_lead_to_its_page(app):
    with app.test_request_context():
        page = read(certificate_paper.drawn(certificate(), "nl", HOME)).pages[0]

    links = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    assert links == {f"{HOME}/certificates/CDFH-JKMN-PRTV-WX34"}
    dark = sum(map(sum, segno.make(links.pop(), error="m", micro=False).matrix))
    assert _drawn_modules(page) == dark


def _drawn_modules(page) -> int:
    """How many modules the ink-coloured rectangles of the code are together: all are as high as one."""
    found = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f", page.get_contents().get_data().decode("latin-1"))
    sizes = [(float(width), -float(height) / 1.02) for _x, _y, width, height in found]
    module = min(width for width, _ in sizes)
    return sum(round(width / module) for width, height in sizes if abs(height - module) < module * 0.05)


def test_it_is_the_same_file_whenever_somebody_asks(app):
    drawn = []
    for moment in ("2027-01-01T12:00+00:00", "2028-07-02T13:30+00:00"):
        with time_machine.travel(moment, tick=False), app.test_request_context():
            drawn.append(certificate_paper.drawn(certificate(), "nl", HOME))

    assert drawn[0] == drawn[1]


def test_letters_are_embedded_and_names_of_all_europe_stand_as_they_are_written(app):
    name, firm = "Żaneta Wójcik-Şahin, ’s-Gravenmoer", "Çağlar Ștefan & Ольга Ωραία"
    with app.test_request_context():
        reader = read(certificate_paper.drawn(certificate(name=name, firm=firm), "nl", HOME))

    said = text_of(reader)
    assert name in said
    assert firm in said
    assert "niet worden afgedrukt" not in said
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("/FontFile2" in each["/DescendantFonts"][0]["/FontDescriptor"] for each in fonts)


def test_what_cannot_be_drawn_is_told(app):
    with app.test_request_context():
        said = text_of(read(certificate_paper.drawn(certificate(name="李明 Noor 🙂"), "nl", HOME)))

    assert "?? Noor ?" in said
    assert "niet worden afgedrukt" in said


@pytest.mark.parametrize("name", ["x" * 120, "Naam " * 24, "Wijdlopig-" * 12, "i"])
def test_however_long_the_words_are_nothing_runs_off_the_sheet_or_into_the_facts(app, name):
    with app.test_request_context():
        reader = read(certificate_paper.drawn(certificate(name=name, firm=name, title=name), "nl", HOME))

    lowest, right = _extent(reader.pages[0], len(name))
    assert len(reader.pages) == 1
    assert lowest > 210 - 134  # millimetres from below: the facts begin 136 from above
    assert right <= 297 - 19
    assert text_of(reader).replace(" ", "").count(name.replace(" ", "")) >= 3


def _extent(page, _length) -> tuple[float, float]:
    """How low the title reaches, and how far right anything does, in millimetres."""
    placed = []

    def note(text, matrix, _text_matrix, font, size):
        if text.strip():
            placed.append((matrix[4] * 0.3528, matrix[5] * 0.3528, size, text))

    page.extract_text(visitor_text=note)
    return _lowest_of_large(page), max(x for x, *_ in placed)


def _lowest_of_large(page) -> float:
    """The lowest baseline of what is set in 15 points or more and stands above the facts' own words."""
    content = page.get_contents().get_data().decode("latin-1")
    sizes = [
        (float(size), float(y) * 0.3528)
        for size, y in re.findall(r"/F\d+ ([\d.]+) Tf.*?[\d.]+ ([\d.]+) Td", content, flags=re.S)
    ]
    return min(y for size, y in sizes if size >= 15 and y > 210 - 140)


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [
        ("een twee drie", 8, ["een twee", "drie"]),
        ("een twee drie", 99, ["een twee drie"]),
        ("langwoordzonderspatie", 8, ["langwoor", "dzonders", "patie"]),
        ("a langwoordx b", 8, ["a", "langwoor", "dx b"]),
        ("5\u00a0mei 2025", 6, ["5\u00a0mei", "2025"]),
        ("", 8, [""]),
        ("  een   twee ", 8, ["een twee"]),
        ("w", 0.5, ["w"]),
    ],
)
def test_words_are_wrapped_to_their_room(words, room, lines):
    assert paper.wrapped(words, room, lambda _sign: 1.0) == lines


LATIN = set(map(ord, "abcdefghijklmnopqrstuvwxyzé ?"))


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("café", "café"), ("cafe\u0301", "café"), ("ﬁets", "fiets"), ("ẽ", "e"), ("a\u200db", "ab"), ("a\u0327", "a"),
        ("漢", "\ufffd"), ("a\nb", "a\nb"),
    ],
)  # fmt: skip
def test_what_a_font_lacks_is_drawn_plainer_or_marked(words, drawn):
    assert paper.drawable(words, LATIN) == drawn


def lines(count: int) -> list[Learned]:
    return [
        Learned(f"Regel {n}", date(2026 - n % 2, 1 + n % 12, 1), 90, "informal", note="Woord " * 160, entry_id=n + 1)
        for n in range(count)
    ]


def test_a_record_on_paper_holds_every_line_over_as_many_sheets_as_it_takes(app):
    attended = Learned("Film zijn handen", date(2026, 8, 5), 150, "non_formal", certificate="/certificates/CDFH")
    years = by_year([*lines(40), attended])
    with app.test_request_context(), force_locale("nl"):
        reader = read(record_paper.drawn("Noor Bakker", years, "nl", NOW, HOME))

    said = text_of(reader)
    assert len(reader.pages) > 4
    assert [n for n in range(40) if f"Regel {n} " not in said] == []
    for words in ("Leerdossier", "Noor Bakker", f"{HOME}/certificates/CDFH", "2 uur 30 min", "26 november 2026"):
        assert words in said, words
    assert f"1 van {len(reader.pages)}" in reader.pages[0].extract_text()
    assert said.count("Woord") == 40 * 160
    assert reader.trailer["/Root"]["/Lang"] == "nl-NL"


def test_no_line_of_a_record_stands_below_the_foot(app):
    with app.test_request_context():
        reader = read(record_paper.drawn("Noor", by_year(lines(60)), "nl", NOW, HOME))

    for page in reader.pages:
        content = page.get_contents().get_data().decode("latin-1")
        heights = [float(y) * 0.3528 for y in re.findall(r"[\d.]+ (-?[\d.]+) Td", content)]
        assert sorted(heights)[1] > 297 - 280  # the lowest of all is the number of the page


def test_a_record_without_a_line_says_so(app):
    with app.test_request_context(), force_locale("en"):
        reader = read(record_paper.drawn("Noor", [], "en", NOW, HOME))

    assert "Nothing stands in it yet." in text_of(reader)


def test_both_languages_come_as_files_to_whoever_has_the_address(visitor, make_held, bram):
    path = issue(make_held(bram), bram).path

    for language, name in (("nl", "bewijs-van-deelname"), ("en", "certificate-of-attendance")):
        answer = visitor.get(f"{path}/{language}.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}-{path[-19:]}.pdf"
        assert "Bram Jansen" in text_of(read(answer.data))


def test_the_library_that_draws_is_brought_in_by_drawing_only():
    heavy = re.compile(r"^(?:from|import) (?:fpdf|fontTools)\b", flags=re.M)

    assert [path for path in PACKAGE.rglob("*.py") if heavy.search(path.read_text())] == []
