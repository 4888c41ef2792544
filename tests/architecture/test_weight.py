"""What a first visit weighs: page, style sheet, fonts, icons and script together, as they go over the wire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.filling import Size, fill
from network.library.services import import_publications

MOST = 60_000  # bytes; half a second on a poor connection
MOST_HTML = 30_000
MOST_PATTERNED = 34_000  # pages that hold the patterns of many themes at once
PAGES = [
    "/",
    "/themes",
    "/themes/thema-1",
    "/practices",
    "/practices/praktijk-3",
    "/meetups",
    "/library/llo-mkb-2023/transitions",
]


@pytest.fixture
def filled(app):
    import_publications()
    fill(Size(24, 30, 60, 20))
    return app


def test_a_first_visit_is_light(filled, visitor):
    for path in PAGES:
        answer = visitor.get(path, headers={"Accept-Encoding": "zstd, gzip"})
        plain = visitor.get(path).text
        assets = _assets(filled, plain)

        assert len(answer.data) + sum(assets.values()) <= MOST, (path, len(answer.data), assets)
        assert len(plain.encode()) <= (MOST_PATTERNED if path in {"/", "/practices"} else MOST_HTML), path
        assert len(answer.data) <= 8_000, path


def _assets(app, page: str) -> dict[str, int]:
    """The files that the page asks for, fonts of its style sheet included, with their compressed sizes."""
    at = app.config["STATIC_AT"]
    folder = Path(app.config["SETTINGS"].network_instance) / "assets" / app.config["BUILD"]
    names = set(re.findall(re.escape(at) + r'([^"#?]+)', page))
    names |= {str(path.relative_to(folder)) for path in folder.glob("vendor/fonts/*.woff2")}
    return {name: min(path.stat().st_size for path in folder.glob(f"{name}*")) for name in names}


def test_assets_may_be_kept_for_a_year_and_pages_may_not(filled, visitor):
    style = re.search(r'href="(/static/[^"]+main.css)"', visitor.get("/").text)
    assert style is not None
    answer = visitor.get(style[1])
    answer.close()

    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert "no-cache" in visitor.get("/").headers["Cache-Control"]
