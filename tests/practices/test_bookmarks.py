"""Keeping a practice at hand: once, for oneself, and only as long as one may read it."""

from conftest import both_databases
from sqlalchemy import func, select
from together import at_once

from network.kernel.database import db
from network.practices.bookmarks import keep, keep_no_more, kept_by
from network.practices.models import Bookmark
from network.practices.queries import practice_by_id
from network.practices.services import archive
from network.themes.models import CLOSED
from network.themes.services import change


def test_it_is_kept_once_and_let_go(client_of, practice, chen, bram):
    browser = client_of(chen)
    for _ in range(2):
        browser.submit(f"{practice.path}/bookmark")
    db.session.rollback()
    assert [card.id for card in kept_by(chen)] == [practice.id]
    assert kept_by(bram) == []
    assert practice.title in browser.get("/practices/saved").text
    assert "Bewaar niet meer" in browser.get(practice.path).text

    for _ in range(2):
        keep_no_more(chen, practice)
    assert kept_by(chen) == []
    assert "Bewaar niet meer" not in browser.get(practice.path).text


def test_what_one_may_no_longer_read_is_gone_without_a_trace(client_of, make_practice, theme, chen):
    old, closing = (
        make_practice(title="Oud en wel", audience="network"),
        make_practice(title="Gaat dicht", audience="network"),
    )
    for practice in (old, closing):
        keep(chen, practice)
    archive(old)
    assert len(kept_by(chen)) == 2  # what is in the archive can be read at its address

    change(theme, theme.version, access=CLOSED)

    assert kept_by(chen) == []
    assert "Gaat dicht" not in client_of(chen).get("/practices/saved").text


@both_databases
def test_two_clicks_at_once_keep_it_once(app, practice, chen):
    number = practice.id
    at_once(app, *[lambda: keep(chen, practice_by_id(chen, number))] * 3)

    assert db.session.scalar(select(func.count()).select_from(Bookmark)) == 1
