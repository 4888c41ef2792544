"""Revisions: what is one, what changed, who sees it, and putting one back."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from conftest import both_databases
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from together import at_once

from network.kernel import clock
from network.kernel.database import db
from network.kernel.errors import ChangedMeanwhile
from network.notifications.models import Notification
from network.practices import queries, services
from network.practices.revisions.models import Revision
from network.practices.revisions.rules import GONE, NEW, SAME, compare, difference, is_same_sitting

NOON = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # a quarter to three in the night in which the clock goes back


@pytest.mark.parametrize(("minutes", "by", "published", "same"), [
    (1, 1, False, True), (29, 1, False, True), (30, 1, False, False), (90, 1, False, False), (1, 2, False, False),
    (1, 1, True, False),
])  # fmt: skip
def test_one_sitting_of_one_writer_is_one_revision_until_others_read_it(minutes, by, published, same):
    assert is_same_sitting((1, NOON), by, NOON + timedelta(minutes=minutes), published=published) is same


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_of_a_difference_give_both_texts_back(old, new):
    pieces = difference(old, new)

    assert "".join(piece.words for piece in pieces if piece.kind in (SAME, GONE)) == old
    assert "".join(piece.words for piece in pieces if piece.kind in (SAME, NEW)) == new


def test_words_are_compared_where_lines_differ():
    assert difference("Elke week.\nMet twee koppels.", "Elke week.\nMet drie koppels.") == [
        (SAME, "Elke week.\nMet ", 0), (GONE, "twee", 0), (NEW, "drie", 0), (SAME, " koppels.", 0),
    ]  # fmt: skip


def test_long_texts_are_compared_soon():
    old, new = "woord ander derde. " * 320, "derde woord nieuw. " * 320
    begin = perf_counter()
    difference(old, new)
    assert perf_counter() - begin < 2


def test_what_changed_is_told_part_by_part():
    before = {"title": "A", "action": "een", "euros": 1400, "rich": {"action": "<h3>een</h3>"}, "facets": {}}
    after = {**before, "euros": 1600, "rich": {}, "title": "B"}

    assert [(each.name, each.before, each.after) for each in compare(before, after)] == [
        ("title", None, None), ("action", None, None), ("euros", 1400, 1600),
    ]  # fmt: skip


def test_a_draft_that_saves_itself_has_one_revision_a_sitting_and_a_published_one_each(make_practice, bram, ada):
    draft = make_practice(published=False)
    services.save(draft, draft.version, action="Nog een keer.")
    services.save(draft, draft.version, action="En nog eens.")
    assert numbers(draft) == [1]

    with clock.at(clock.now() + timedelta(hours=1)):
        services.save(draft, draft.version, action="Na de koffie.")
        services.publish(draft)
        services.save(draft, draft.version, action="Gelezen.")
        services.save(draft, draft.version, action="Gelezen.")  # nothing changed
        services.save(draft, draft.version, by=ada, action="Door Ada.")

    assert numbers(draft) == [1, 2, 3, 4]
    told = db.session.scalars(select(Notification).where(Notification.kind == "practices.changed")).all()
    assert [row.member_id for row in told] == [bram.id]


def numbers(practice):
    return list(
        db.session.scalars(select(Revision.number).where(Revision.practice_id == practice.id).order_by(Revision.number))
    )


def test_putting_back_keeps_what_stood_until_now_and_who_may_read_it(practice, bram):
    first = practice.action
    services.save(practice, practice.version, action="Anders.", euros=900, rich={}, audience="theme")
    old = db.session.scalars(select(Revision).where(Revision.number == 1)).one()

    services.restore(practice, old, practice.version, by=bram)

    assert (practice.action, practice.euros, practice.audience) == (first, None, "theme")
    assert numbers(practice) == [1, 2, 3]


def test_putting_back_while_somebody_saves_loses_nothing_and_says_so(client_of, practice, bram):
    seen = practice.version
    services.save(practice, practice.version, action="Intussen.")

    page = client_of(bram).submit(f"{practice.path}/revisions/1/restoration", {"version": seen})

    db.session.refresh(practice)
    assert page.status_code == 409
    assert "intussen bewaard" in page.text
    assert practice.action == "Intussen."


@both_databases
def test_of_two_who_put_back_and_save_at_once_one_is_told(app, practice, bram):
    services.save(practice, practice.version, action="Tweede.")
    seen, number = practice.version, practice.id

    def put_back():
        own = queries.practice_by_id(bram, number)
        old = db.session.scalars(select(Revision).where(Revision.number == 1)).one()
        services.restore(own, old, seen, by=bram)

    def save():
        services.save(queries.practice_by_id(bram, number), seen, action="Derde.")

    answers = at_once(app, put_back, save)

    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == 1
    assert numbers(practice) == [1, 2, 3]


def test_a_comparison_shows_hostile_words_as_words(client_of, practice, bram):
    services.save(practice, practice.version, action="<script>alert(1)</script> & <del>", hours=40)

    page = client_of(bram).get(f"{practice.path}/revisions/2").text

    assert "<script>alert" not in page
    assert "<ins>" in page
    assert client_of(bram).get(f"{practice.path}/revisions/9").status_code == 404
    assert client_of(bram).get(f"{practice.path}/revisions/2?with=1").status_code == 200


def test_readers_do_not_see_what_was_taken_out(client_of, practice, chen, ada):
    assert client_of(chen).get(f"{practice.path}/revisions").status_code == 403
    assert client_of(ada).get(f"{practice.path}/revisions").status_code == 200  # coordinates the theme
