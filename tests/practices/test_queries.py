"""Who may read which practice, and in what order."""

import pytest
from crowds import crowd
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.practices.finding.queries import page_for
from network.practices.finding.rules import Choice
from network.practices.models import Practice
from network.practices.queries import (
    by_organisation,
    in_theme_for,
    mine,
    newest_for,
    practice_for,
    reports_on,
)
from network.practices.services import archive, publish, report_replication, save, write
from network.themes.models import CLOSED
from network.themes.services import change, join, leave, open_theme


def can_read(reader, practice):
    try:
        return practice_for(reader, practice.slug).id == practice.id
    except NotFound:
        return False


@pytest.mark.parametrize(
    ("audience", "visitor", "outsider", "insider"),
    [("open", True, True, True), ("network", False, True, True), ("theme", False, False, True)],
)
def test_a_practice_is_for_its_audience(make_practice, in_theme, ada, chen, audience, visitor, outsider, insider):
    in_theme(ada)
    practice = make_practice(audience=audience)

    assert [can_read(None, practice), can_read(chen, practice), can_read(ada, practice)] == [visitor, outsider, insider]
    assert [bool(newest_for(None)), bool(newest_for(chen)), bool(newest_for(ada))] == [visitor, outsider, insider]


def test_a_draft_is_for_its_author(make_practice, bram, ada, dina, in_theme):
    in_theme(ada)
    draft = make_practice(published=False, audience="open")

    assert can_read(bram, draft)
    assert not any(can_read(reader, draft) for reader in (None, ada, dina))
    assert not newest_for(bram)
    assert [each.id for each in mine(bram)] == [draft.id]


def test_what_a_closed_theme_holds_stays_in_it(ada, bram, chen, dina):
    circle = open_theme(ada, title_nl="Kring", title_en="Circle", access=CLOSED)
    join(circle, bram)
    bram.theme_ids = frozenset({circle.id})
    practice = write(bram, circle, title="t", summary="s", problem="p", action="a", result="r", audience="open")
    publish(practice)

    assert can_read(bram, practice)
    assert not any(can_read(reader, practice) for reader in (None, chen, dina))  # not even the administrator
    assert in_theme_for(circle, bram)
    assert not in_theme_for(circle, dina)


def test_a_theme_that_closes_takes_its_practices_along(make_practice, theme, chen, bram):
    practice = make_practice(audience="open")
    change(theme, theme.version, access=CLOSED)

    assert can_read(bram, practice)
    assert not can_read(None, practice)
    assert not can_read(chen, practice)
    assert not by_organisation(practice.organisation, chen)


def test_what_is_in_the_archive_is_read_by_members_and_listed_nowhere(make_practice, chen):
    practice = make_practice(audience="open")
    archive(practice)

    assert can_read(chen, practice)
    assert not can_read(None, practice)
    assert not newest_for(chen)


def test_an_author_who_left_reads_their_own(make_practice, theme, bram):
    practice = make_practice(audience="theme")
    leave(theme, bram)
    bram.theme_ids = frozenset()

    assert can_read(bram, practice)


def test_the_list_goes_on_where_it_stopped(practice, bram):
    crowd(practice, practices=44)
    seen, key = [], ""
    for _ in range(4):
        page = page_for(bram, Choice(), key)
        seen += [card.id for card in page.cards]
        key = page.older

    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen, reverse=True)
    assert key == ""


@pytest.mark.parametrize("key", ["", "x", "20260101000000000000-x", "99999999999999999999-1", "-1", "\x00"])
def test_a_key_that_nobody_gave_out_begins_at_the_top(practice, bram, key):
    assert len(page_for(bram, Choice(), key).cards) == 1


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"sector": "high_tech"}, 1),
        ({"sector": "care"}, 0),
        ({"size_class": "20-49"}, 1),
        ({"size_class": "2-4"}, 0),
        ({"maturity": "promising"}, 1),
        ({"maturity": "proven"}, 0),
        ({"outcome": "worked"}, 1),
        ({"outcome": "did_not_work"}, 0),
    ],
)
def test_the_list_can_be_narrowed(practice, chen, choice, found):
    assert len(page_for(chen, Choice({name: (value,) for name, value in choice.items()})).cards) == found


def test_who_would_not_do_it_again_stands_first(practice, chen, dina, ada):
    report_replication(practice, chen, again=True)
    report_replication(practice, dina, again=False)
    report_replication(practice, ada, again=True)

    assert [report.member_id for report in reports_on(practice)] == [dina.id, ada.id, chen.id]


def test_a_firms_practices_stand_on_its_page(make_practice, ketelbrug, chen):
    shown, hidden = make_practice(), make_practice(title="Alleen voor ons", audience="theme")
    save(hidden, hidden.version, title="Nog steeds")

    assert [card.id for card in by_organisation(ketelbrug, chen)] == [shown.id]
    assert db.session.get(Practice, hidden.id) is not None
