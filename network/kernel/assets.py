"""Static files under one address that changes with their content, so that browsers may keep them for a year.

At start the tree is laid in the instance folder once per content: style sheets joined into one, everything compressed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from network.kernel.cookies import A_YEAR

_IMPORT = re.compile(r'@import url\("([^"]+)"\);')


def init_app(app: Flask, source: Path, instance: Path) -> None:
    """Build the assets where they are missing and serve them before any view runs."""
    build = _fingerprint(source)
    folder = instance / "assets" / build
    if not folder.exists():
        _lay(source, folder)
    served = WhiteNoise(app.wsgi_app, immutable_file_test=lambda _path, _url: True, max_age=A_YEAR)
    served.add_files(str(folder), prefix=f"static/{build}/")
    app.wsgi_app = served  # type: ignore[method-assign]
    app.config["BUILD"] = build
    app.config["STATIC_AT"] = f"/static/{build}/"


def _fingerprint(source: Path) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(source.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _lay(source: Path, target: Path) -> None:
    """Build beside the target and move it there, so that two processes starting at once do not meet half a tree."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        tree = Path(workshop) / "tree"
        shutil.copytree(source, tree)
        sheet = tree / "css" / "main.css"
        sheet.write_text(join_sheets(sheet))
        compressor = Compressor(quiet=True)
        for path in tree.rglob("*"):
            if path.is_file() and compressor.should_compress(path.name):
                list(compressor.compress(str(path)))
        try:
            tree.rename(target)
        except OSError:
            if not target.exists():
                raise


def join_sheets(sheet: Path) -> str:
    """A style sheet with its imports in place; comments and spaces that say nothing out."""
    text = _IMPORT.sub(lambda found: (sheet.parent / found[1]).read_text(), sheet.read_text())
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s*([{};])\s*", r"\1", re.sub(r",\s+", ",", text))
    text = re.sub(r"([{;][\w-]+): ", r"\1:", text)
    text = re.sub(r"(?<![\w.])0\.(?=\d)", ".", text)
    return text.replace(";}", "}").strip()
