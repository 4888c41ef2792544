"""Whether a page is well made: valid HTML, one h1, every id once, every label and reference at something."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

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


def fields_of(page: str, action: str) -> dict[str, list[str]]:
    """What a browser would post of the form with that address, untouched."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(each for each in root.iter("form") if each.get("action") == action and each.get("method") == "post")
    sent: dict[str, list[str]] = {}
    for field in form.iter():
        left_open = field.get("type") in {"radio", "checkbox"} and field.get("checked") is None
        if field.tag in {"input", "textarea", "select"} and not left_open:
            sent.setdefault(field.get("name"), []).append(_value(field))
    return sent


def _value(field: Element) -> str:
    if field.tag == "textarea":
        return field.text or ""
    if field.tag == "select":
        options = list(field.iter("option"))
        return next((each for each in options if each.get("selected") is not None), options[0]).get("value", "")
    return field.get("value", "on" if field.get("type") == "checkbox" else "")


def _parse(page: str) -> list[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except ParseError as error:
        return [f"not valid: {error}"]
    return []
