"""Somebody of the demo is erased: then every page, list, search, file and mail is looked at by several readers."""

from __future__ import annotations

import html
import re
from collections import deque

import pytest
from cast import Browser
from demo.reckoning import miscounted
from sqlalchemy import select

from network import demo
from network.accounts import erasure
from network.conversations.services import comment
from network.kernel.database import db
from network.library.services import import_publications
from network.members.models import Member
from network.practices.models import Practice

NAME, ADDRESS, SLUG = "Anneke Verhoeven", "anneke@ketelbrug.example", "anneke-verhoeven"
READERS = ("", "lid@example.org", "beheer@example.org")
ALSO = (  # what no link leads to
    "/search?q=anneke", "/search?q=verhoeven", "/people?q=anneke", "/admin/people?q=anneke", "/admin/log", "/admin/log.csv",
    "/robots.txt", "/notifications", "/settings/data", "/?lang=en", "/coordination", "/admin",
)  # fmt: skip
LEAD_OUT = ("/static", "/files", "/sign-out", "/library/llo-mkb-2023/")  # the study has many pages, which name nobody
LINK = re.compile(r'href="(/[^"#]*)')
VARIETY = re.compile(r"/(meetups|practices|organisations|people)\?.*(month|before|after)=")


def _read_by(app, member):
    """Every page that links lead to, with its text; lists are turned a few pages on."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    if member is not None:
        browser.sign_in(member)
    wanted, pages, turned = deque(["/", *ALSO]), {}, 0
    while wanted:
        path = wanted.popleft()
        if path in pages or path.startswith(LEAD_OUT):
            continue
        turned += bool(VARIETY.search(path))
        if VARIETY.search(path) and turned > 12:
            continue
        answer = browser.get(path)
        text = answer.get_data().decode(errors="replace")  # a sheet to print is no text
        pages[path] = text.replace("\u00ad", "") + (answer.location or "")
        if answer.mimetype == "text/html":
            wanted.extend(html.unescape(link) for link in LINK.findall(pages[path]))
    return pages


def _told_of(pages):
    words = (NAME, NAME.replace(" ", "\u00a0"), ADDRESS, SLUG)
    return {path for path, text in pages.items() if any(word.lower() in text.lower() for word in words)}


@pytest.mark.whole
def test_nobody_reads_of_who_is_erased_anywhere(app):
    import_publications()
    assert demo.load()
    app.test_client_class = Browser
    anneke = db.session.scalars(select(Member).where(Member.slug == SLUG)).one()
    assert anneke.name == NAME
    reader = db.session.scalars(select(Member).where(Member.email == READERS[1])).one()
    practice = db.session.scalars(select(Practice).where(Practice.slug == "donderdagkoppels")).one()
    comment(anneke, "practice", practice.id, "Dit doen wij ook.")
    comment(reader, "practice", practice.id, f"@{NAME}, hoe lang al? En @Anneke, met wie?")
    members = {email: db.session.scalar(select(Member).where(Member.email == email)) for email in READERS}
    assert anneke.email == ADDRESS
    before = {path: app.test_client().sign_in(reader).get(path).text for path in ("/people?q=anneke", practice.path)}
    assert _told_of(before) == set(before)

    erasure.erase(anneke, "vroeg het per mail", by=members["beheer@example.org"])

    for email in READERS:
        pages = _read_by(app, members[email])
        assert len(pages) > 60
        assert _told_of(pages) == set(), email
        if email:
            assert "@[…], hoe lang al? En @[…], met wie?" in pages[practice.path]
    db.session.expire_all()
    assert miscounted() == []
