"""What a file is by its content, what is refused, and what it is called."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from files.conftest import PDF, WORD, office, open_document, picture, zipped
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from network.files import rules
from network.files.pictures import MOST_PIXELS, redrawn
from network.files.rules import Unfit, kind_of, tidy_name
from network.kernel.text import tidy_line

CONTENT = {b"[Content_Types].xml".decode(): b"<Types/>"}


def why(data: bytes, name: str = "verslag.pdf") -> str:
    with pytest.raises(Unfit) as refused:
        kind_of(data, name)
    return refused.value.why


@pytest.mark.parametrize(("data", "name", "kind"), [
    (PDF, "a.pdf", "pdf"),
    (PDF, "a.exe", "pdf"),  # it is what it holds, and gets that name
    (office(), "a.docx", "docx"),
    (zipped({**CONTENT, "xl/workbook.xml": b"<a/>"}), "a", "xlsx"),
    (zipped({**CONTENT, "ppt/presentation.xml": b"<a/>"}), "a.zip", "pptx"),
    (open_document("text"), "a.odt", "odt"),
    (open_document("spreadsheet"), "a.ods", "ods"),
    (open_document("presentation"), "a.odp", "odp"),
    (b"Kom om half vier.\r\nNeem \xc3\xa9\xc3\xa9n foto mee.", "a.txt", "txt"),
    (b"naam;plaats\nCaf\xe9;Helmond", "a.csv", "csv"),  # as a spreadsheet in a Dutch office saves it
    ("naam;café".encode("utf-16"), "a.CSV", "csv"),
    (picture("PNG"), "a.png", "png"),
    (picture("JPEG"), "a.txt", "jpg"),
    (picture("WEBP"), "a.webp", "webp"),
])  # fmt: skip
def test_a_file_is_what_it_holds(data, name, kind):
    assert kind_of(data, name) == kind


HARMFUL = {
    "nothing": (b"", "a.pdf", rules.EMPTY),
    "more than ten megabytes": (PDF + b"0" * rules.LARGEST + b"%%EOF", "a.pdf", rules.TOO_LARGE),
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 100, "a.txt", rules.UNKNOWN),
    "a program for Linux": (b"\x7fELF\x02\x01\x01" + b"\0" * 60, "a.csv", rules.UNKNOWN),
    "a web page": (b"  <!DOCTYPE html><html><script>alert(1)</script>", "a.txt", rules.UNKNOWN),
    "a web page with a mark before it": (b"\xef\xbb\xbf\n<HTML>", "a.txt", rules.UNKNOWN),
    "a drawing that runs scripts": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "a.svg", rules.UNKNOWN),
    "a drawing called a picture": (b"<svg onload=alert(1)></svg>", "a.png", rules.UNKNOWN),
    "a drawing called a text": (b"<?xml version='1.0'?><svg/>", "a.txt", rules.UNKNOWN),
    "a script": (b"del /s C:\\", "a.bat", rules.UNKNOWN),
    "an animated picture of another kind": (picture("GIF"), "a.gif", rules.UNKNOWN),
    "a plain zip": (zipped({"a.txt": b"a"}), "a.docx", rules.UNKNOWN),
    "a zip that says it is a letter": (zipped({"mimetype": b"application/zip", "a": b"a"}), "a.odt", rules.UNKNOWN),
    "a PDF cut short": (PDF[:40], "a.pdf", rules.DAMAGED),
    "half a document": (office()[:200], "a.docx", rules.DAMAGED),
    "a PDF that is a zip as well": (PDF + zipped(WORD) + b"\n%%EOF", "a.pdf", rules.TWOFOLD),
    "a PDF that is a zip with the end in its comment": (PDF + zipped(WORD, comment=b"\n%%EOF\n"), "a.pdf", rules.TWOFOLD),
    "a PDF that is a web page as well": (b"%PDF-1.4\n<html><script>alert(1)</script>\n%%EOF", "a.pdf", rules.TWOFOLD),
    "a document with something behind it": (office() + b"MZ\x90\x00", "a.docx", rules.TWOFOLD),
    "a document with words behind it": (zipped(WORD, comment=b"<html>"), "a.docx", rules.TWOFOLD),
    "a document that is a PDF as well": (
        zipped({"a": b"%PDF-1.4", **WORD}, zipfile.ZIP_STORED), "a.docx", rules.TWOFOLD,
    ),
    "two documents in one": (office() + office(), "a.docx", rules.TWOFOLD),
    "a document with macros": (office(word__vbaProject_bin=b"x"), "a.docx", rules.MACROS),
    "a document that says it may have macros": (
        zipped({**WORD, "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), "a", rules.MACROS,
    ),
    "a letter with macros": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/script-lc.xml": b"x"}), "a", rules.MACROS,
    ),
    "a document that climbs out of its folder": (zipped({**WORD, "../../x": b"a"}), "a.docx", rules.DAMAGED),
    "a document for the root": (zipped({**WORD, "/etc/x": b"a"}), "a.docx", rules.DAMAGED),
    "a document of too many parts": (
        zipped({**WORD, **{f"word/{n}": b"" for n in range(rules.MOST_PARTS)}}), "a.docx", rules.BOMB,
    ),
    "a document packed in another way": (zipped(WORD, zipfile.ZIP_BZIP2), "a.docx", rules.DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_what_may_do_harm_is_refused(name):
    data, called, reason = HARMFUL[name]
    assert why(data, called) == reason


def test_two_parts_of_one_name_are_refused():
    twins = zipped({**WORD, "word/documenT.xml": b"another"}).replace(b"word/documenT.xml", b"word/document.xml")

    assert why(twins) == rules.TWOFOLD


def test_a_locked_document_is_refused():
    data = bytearray(office())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    assert why(bytes(data)) == rules.LOCKED


def test_a_document_whose_content_was_tampered_with_is_refused():
    data = zipped(WORD, zipfile.ZIP_STORED).replace(b"<w:document/>", b"<w:documenT/>")

    assert why(data) == rules.DAMAGED


def _costs(act) -> tuple[float, int]:
    tracemalloc.start()
    began = time.perf_counter()
    act()
    took, (_now, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return took, most


def test_a_document_that_unpacks_to_gigabytes_is_refused_without_unpacking_it():
    """The sizes that it tells of are enough; one that lies about them is stopped where they end."""
    honest = zipped({**WORD, "word/media/a": b"\0" * (rules.LARGEST_UNPACKED + 1)})
    small, large = struct.pack("<I", rules.LARGEST_UNPACKED + 1), struct.pack("<I", 1_000)
    lying = honest.replace(small, large)

    for data, reason in ((honest, rules.BOMB), (lying, rules.DAMAGED)):
        took, most = _costs(lambda data=data, reason=reason: why(data) == reason or pytest.fail(reason))
        assert took < 1
        assert most < 20_000_000


def _png_of(width: int, height: int) -> bytes:
    """A picture of which nothing but the head is written."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(MOST_PIXELS + 1, 1), (8_000, 8_000), (20_000, 20_000), (65_000, 65_000)])
def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_head(size):
    def refuse():
        with pytest.raises(Unfit) as refused:
            redrawn(_png_of(*size), "png")
        assert refused.value.why == rules.TOO_MANY_PIXELS

    took, most = _costs(refuse)
    assert took < 1
    assert most < 20_000_000


def test_a_picture_with_a_text_that_unpacks_to_megabytes_is_refused():
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "x" * 20_000_000, zip=True)

    with pytest.raises(Unfit):
        redrawn(picture("PNG", pnginfo=info), "png")


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_a_picture_keeps_nothing_but_its_pixels(kind):
    form = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[kind]
    exif = Image.Exif()
    exif[0x0110] = "Geheime camera"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 40.0)
    more = {"comment": b"Geheim"} if kind == "jpg" else {}
    taken = picture(form, exif=exif, icc_profile=b"Geheim profiel", **more) + b"<script>alert(1)</script>"
    assert b"Geheim" in taken

    kept = redrawn(taken, kind)

    assert not any(word in kept for word in (b"Geheim", b"Exif", b"<script>"))
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (form, (30, 20), {})


def test_a_picture_that_was_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(redrawn(picture("JPEG", exif=exif), "jpg"))) as image:
        assert image.size == (20, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_colours_can_be_kept(mode):
    file = BytesIO()
    Image.new(mode, (8, 8)).save(file, "PNG")

    with Image.open(BytesIO(redrawn(file.getvalue(), "png"))) as image:
        assert image.mode == ("RGBA" if "A" in mode else "RGB")


@pytest.mark.parametrize(("data", "kind"), [(picture("PNG")[:60], "png"), (picture("JPEG")[:200], "jpg"),
                                            (b"\x89PNG\r\n\x1a\n<html>", "png"), (picture("GIF"), "png")])  # fmt: skip
def test_a_picture_that_is_not_whole_is_refused(data, kind):
    with pytest.raises(Unfit) as refused:
        redrawn(data, kind)
    assert refused.value.why == rules.DAMAGED


@pytest.mark.parametrize(("name", "kind", "kept"), [
    ("Verslag middag.pdf", "pdf", "Verslag middag.pdf"),
    ("foto.JPEG", "jpg", "foto.jpg"),
    ("plan.docx", "pdf", "plan.pdf"),
    ("factuur.exe", "pdf", "factuur.exe.pdf"),  # what it is stands at the end, where one looks
    ("Verslag v1.2", "pdf", "Verslag v1.2.pdf"),
    ("../../etc/passwd", "txt", "passwd.txt"),
    ("C:\\Mijn documenten\\plan.txt", "txt", "plan.txt"),
    ("factuur\u202efdp.exe", "pdf", "factuurfdp.exe.pdf"),
    ("a\x00b\r\nc\x7f.txt", "txt", "ab c.txt"),
    ('<img src="x">.csv', "csv", "img src=-x.csv"),
    ("100% zeker?.pdf", "pdf", "100- zeker.pdf"),
    ("...pdf", "pdf", "bestand.pdf"),
    ("", "png", "bestand.png"),
    ("\u200b\u202e", "png", "bestand.png"),
    ("é" * 300 + ".odt", "odt", "é" * 116 + ".odt"),
])  # fmt: skip
def test_a_name_shows_what_the_file_is(name, kind, kept):
    assert tidy_name(tidy_line(name), kind) == kept


@given(st.text(max_size=300), st.sampled_from(sorted(rules.MEDIA_TYPES)))
def test_whatever_it_was_called_the_name_is_short_and_plain(name, kind):
    kept = tidy_name(tidy_line(name), kind)

    assert kept.endswith(f".{kind}")
    assert len(kind) + 1 < len(kept) <= rules.LONGEST_NAME
    assert not set(kept) & set('/\\<>:"|?*%#&;\r\n\t\0\u202e')
    assert not kept.startswith(".")
    assert tidy_name(kept, kind) == kept


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.pdf", "a.docx", "a.png", "a"]))
def test_whatever_is_sent_is_a_known_kind_or_refused(data, name):
    for begin in (b"", b"PK\x03\x04", b"%PDF-", b"RIFF\0\0\0\0WEBP"):
        with suppress(Unfit):
            assert kind_of(begin + data, name) in rules.MEDIA_TYPES
