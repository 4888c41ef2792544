"""Files of every kind, made in memory, and what somebody would make who means harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from network.files import storage

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\nstartxref\n9\n%%EOF\n"
WORD: Mapping[str, bytes] = {
    "[Content_Types].xml": b"<Types>main+xml</Types>",
    "word/document.xml": b"<w:document/>",
}


def zipped(parts: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def office(**more: bytes) -> bytes:
    """A Word document, with more parts: `__` stands for a slash, `_` for a dot."""
    return zipped({**WORD, **{name.replace("__", "/").replace("_", "."): part for name, part in more.items()}})


def open_document(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<a/>"})


def picture(form: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **more: object) -> bytes:
    file = BytesIO()
    Image.new(mode, size, "#336699").save(file, form, **more)
    return file.getvalue()


@pytest.fixture
def on_disk(app: Flask) -> Callable[[], list[Path]]:
    """Every file that stands in the folder of uploads."""
    return lambda: [path for path in storage.folder().rglob("*") if path.is_file()]
