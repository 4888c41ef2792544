"""How pages are looked at in a browser: widths and schemes, what axe finds, what sticks out."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Look(NamedTuple):
    """How wide a window is, and whether its owner likes it dark."""

    width: int
    scheme: str


LOOKS = [Look(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
for_each_look = pytest.mark.parametrize("look", LOOKS, ids=[f"{look.width}-{look.scheme}" for look in LOOKS])


def check_by_axe(page: Page) -> None:
    """Every finding fails, with its place."""
    if not page.evaluate("'axe' in window"):  # a page that was looked at before knows it already
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    told = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    assert told == [], "\n".join([page.url, *told])


def widths_beyond(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
