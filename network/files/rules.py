"""What a file is by what is in it, whether it may be kept, and what it is called. No database, clock or Flask.

A name proves nothing: a file is what its content says, and one that could be read as two things is refused. Text is kept
in UTF-8; what becomes of a picture stands in `pictures`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO

LARGEST = 10 * 1024 * 1024  # bytes
AROUND_A_FILE = 256 * 1024  # bytes of a request beside the file itself
LONGEST_NAME = 120
MOST_PARTS = 5_000  # of a document that is a zip
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes; more from so small a file is made to fill a disk or a memory
NAMELESS = "bestand"

EMPTY, TOO_LARGE, UNKNOWN, DAMAGED, TWOFOLD, BOMB, MACROS, LOCKED, TOO_MANY_PIXELS = (
    "empty", "too large", "unknown", "damaged", "twofold", "bomb", "macros", "locked", "too many pixels",
)  # fmt: skip

PDF, TXT, CSV, PNG, JPEG, WEBP = "pdf", "txt", "csv", "png", "jpg", "webp"
PICTURES = (PNG, JPEG, WEBP)
_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    PDF: "application/pdf", TXT: "text/plain", CSV: "text/csv", PNG: "image/png", JPEG: "image/jpeg", WEBP: "image/webp",
    "docx": f"{_OFFICE}wordprocessingml.document", "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation", "odt": f"{_OPEN}text", "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
}  # fmt: skip
_ALIASES = {"jpeg": JPEG, "text": TXT}
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_BEGINS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_ZIP = b"PK\x03\x04"
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_BYTE_ORDER = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*%#&;]+')
_HEAD = 1024  # bytes in which a reader looks for what a file is


class Unfit(Exception):
    """A file that is not kept; `why` is one of the words above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def kind_of(data: bytes, name: str) -> str:
    """What a file is, as the ending that belongs to it. Raises Unfit for all that may not be kept."""
    if not data:
        raise Unfit(EMPTY)
    if len(data) > LARGEST:
        raise Unfit(TOO_LARGE)
    if data.startswith(_ZIP):
        return _document(data)
    kind = next((kind for begin, kind in _BEGINS.items() if data.startswith(begin)), None)
    if kind is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = WEBP
    if kind == PDF:
        _require_one_thing(data)
    return kind or _text(data, name)


def ending_of(name: str) -> str:
    """The ending of a name, as it is written here: jpg for JPEG."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _ALIASES.get(ending, ending)


def tidy_name(name: str, kind: str) -> str:
    """A name that shows what it is: no folders, short, with the content's own ending; of a line that was tidied already."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = last.rpartition(".")
    if not dot or _ALIASES.get(ending.lower(), ending.lower()) not in MEDIA_TYPES:
        stem = last
    stem = _NOT_IN_A_NAME.sub("-", stem).strip(" .-")
    return f"{stem[: LONGEST_NAME - len(kind) - 1].rstrip(' .') or NAMELESS}.{kind}"


def as_utf8(data: bytes) -> bytes:
    """A text in the one encoding that is served; from a Dutch office it comes in one of three."""
    return _read(data).encode()


def _require_one_thing(data: bytes) -> None:
    """A PDF that ends as one, is no archive as well, and does not begin as a web page."""
    if b"%%EOF" not in data[-_HEAD:]:
        raise Unfit(DAMAGED)
    if zipfile.is_zipfile(BytesIO(data)) or _MARKUP.search(data[:_HEAD]):
        raise Unfit(TWOFOLD)


def _text(data: bytes, name: str) -> str:
    ending = ending_of(name)
    if ending not in {TXT, CSV}:
        raise Unfit(UNKNOWN)
    if b"%PDF-" in data[:_HEAD]:
        raise Unfit(TWOFOLD)
    if _MARKUP.match(data.lstrip(b"\xef\xbb\xbf \t\r\n")) or _NOT_TEXT.search(_read(data)):
        raise Unfit(UNKNOWN)
    return ending


def _read(data: bytes) -> str:
    encoding = next((name for begin, name in _BYTE_ORDER if data.startswith(begin)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Unfit(DAMAGED) from None
    return data.decode("cp1252", errors="replace")


def _document(data: bytes) -> str:
    """A document of an office suite: a zip that says by its parts which one. Raises Unfit for any other zip."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _require_one_archive(data, archive)
            _require_sound_parts(parts)
            kind = _kind_by_parts(archive, {part.filename for part in parts})
            if archive.testzip() is not None:
                raise Unfit(DAMAGED)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise Unfit(DAMAGED) from error
    return kind


def _require_one_archive(data: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing stands before or behind the archive that another program could take for a file of its own."""
    end = len(data) - 22  # the length of a zip's last record when it carries no comment
    begin = min(each.header_offset for each in archive.infolist())
    if begin or data[end : end + 4] != b"PK\x05\x06" or b"%PDF-" in data[:_HEAD]:
        raise Unfit(TWOFOLD)


def _require_sound_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unfit(BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit(LOCKED)
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise Unfit(DAMAGED)
    if any(part.filename.startswith("/") or ".." in part.filename.split("/") for part in parts):
        raise Unfit(DAMAGED)
    if len({part.filename for part in parts}) < len(parts):  # two parts of one name: two programs read two documents
        raise Unfit(TWOFOLD)


def _kind_by_parts(archive: zipfile.ZipFile, names: set[str]) -> str:
    if any(name.lower().endswith(("vbaproject.bin", "/script-lc.xml")) for name in names):
        raise Unfit(MACROS)
    if "mimetype" in names:
        said = archive.read("mimetype").decode("ascii")
        if kind := next((kind for kind in ("odt", "ods", "odp") if MEDIA_TYPES[kind] == said), None):
            return kind
    if "[Content_Types].xml" in names:
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise Unfit(MACROS)
        if kind := next((kind for part, kind in _MAIN_PARTS.items() if part in names), None):
            return kind
    raise Unfit(UNKNOWN)
