"""Whether a page is well made: valid HTML, one h1, every id once, every label and reference at something."""

from __future__ import annotations

import re
from collections import Counter

import html5lib
from html5lib.html5parser import ParseError

NAMED = re.compile(r'\sid="([^"]+)"')
REFERENCES = re.compile(r'\s(?:for|aria-labelledby|aria-describedby|aria-controls)="([^"]*)"')


def faults_of(page: str) -> list[str]:
    """What is wrong with a page's HTML; nothing when it is well made."""
    ids = Counter(NAMED.findall(page))
    faults = [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    references = (name for group in REFERENCES.findall(page) for name in group.split())
    faults += [f"nothing has the id {name}" for name in references if name not in ids]
    if page.count("<h1") != 1:
        faults.append(f"{page.count('<h1')} h1 headings")
    faults += [f"{attribute} in the page" for attribute in (" style=", " onclick=", " onsubmit=") if attribute in page]
    return faults + _parse(page)


def _parse(page: str) -> list[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except ParseError as error:
        return [f"not valid: {error}"]
    return []
