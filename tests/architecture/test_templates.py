"""Every template compiles in both languages, and markup is made in named places only."""

from __future__ import annotations

import re
from pathlib import Path

from network.config import ROOT
from network.kernel.i18n import environments

MARKUP_IS_MADE_IN = {"codes.py", "drawing.py", "charts.py", "text.py", "i18n.py", "richtext.py"}


def test_every_template_compiles_in_both_languages(app):
    for environment in environments(app).values():
        for name in environment.list_templates():
            environment.get_template(name)


def test_no_template_trusts_text():
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert "| safe" not in text, path
            assert "|safe" not in text, path
            assert "autoescape" not in text, path


def test_markup_is_made_in_few_places_only():
    found = {path.name for path in (ROOT / "network").rglob("*.py") if re.search(r"\bMarkup\(", path.read_text())}
    assert found <= MARKUP_IS_MADE_IN, found - MARKUP_IS_MADE_IN


def test_templates_carry_neither_inline_styles_nor_inline_handlers():
    for path in (ROOT / "templates").rglob("*.html"):
        if "notifications/mail" in str(path):
            continue  # mail has no style sheets
        text = path.read_text()
        assert not re.search(r"\sstyle=\"", text), path
        assert not re.search(r"\son[a-z]+=\"", text), path


def test_every_style_sheet_is_joined():
    main = (ROOT / "static" / "css" / "main.css").read_text()
    for path in (ROOT / "static" / "css").rglob("*.css"):
        name = path.relative_to(ROOT / "static" / "css")
        assert path.name == "main.css" or f'@import url("{name}")' in main, name


def test_no_file_of_ours_is_a_thousand_lines():
    for folder in ("network", "templates", "tests", "bench", "static/css", "static/js"):
        for path in Path(ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".html", ".css", ".js"} and path.is_file():
                assert path.read_text().count("\n") < 1_000, path
