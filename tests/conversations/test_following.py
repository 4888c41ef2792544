"""What was useful, who follows a conversation, and what is new to whom."""

from datetime import timedelta

import pytest
from conftest import both_databases
from sqlalchemy import func, select
from together import at_once

from network.conversations.following import (
    OwnWords,
    follow,
    forget_thanks,
    see,
    thank,
    thank_no_more,
)
from network.conversations.kinds import subject_for
from network.conversations.models import Comment, Reading, Thanks
from network.conversations.queries import followed_by, thread
from network.conversations.services import comment, delete
from network.kernel import clock
from network.kernel.database import db
from network.links.models import MEMBERS, NOBODY, Node
from network.links.services import register
from network.notifications.models import NO_MAIL, QUEUED, Notification


def told(member):
    rows = select(Notification).where(Notification.member_id == member.id).order_by(Notification.created_at)
    return [row.kind.partition(".")[2] for row in db.session.scalars(rows)]


@pytest.fixture
def said(counts, bram):
    return comment(bram, "thing", 1, "Elke donderdag.")


def thanks(said):
    db.session.refresh(said)
    return said.thanks_count, db.session.scalar(select(func.count()).where(Thanks.comment_id == said.id))


def test_useful_counts_once_a_person_and_is_taken_back(said, bram, chen, ada):
    subject = subject_for(chen, "thing", 1)
    for member in (chen, chen, ada):
        thank(member, said, subject)
    assert thanks(said) == (2, 2)
    assert thread(chen, "thing", 1).thanked == {said.id}
    assert thread(bram, "thing", 1).thanked == frozenset()

    for _ in range(2):
        thank_no_more(chen, said)
    assert thanks(said) == (1, 1)
    with pytest.raises(OwnWords):
        thank(bram, said, subject)


def test_an_author_hears_of_it_once_a_day_and_never_by_whom(said, bram, chen, ada):
    subject = subject_for(chen, "thing", 1)
    thank(chen, said, subject)
    thank(ada, said, subject)
    assert told(bram) == ["useful"]
    row = db.session.scalars(select(Notification)).one()
    assert (row.mail_state, row.facts) == (NO_MAIL, {"title": "Een ding"})

    with clock.at(clock.now() + timedelta(days=1)):
        thank_no_more(ada, said)
        thank(ada, said, subject)
    assert told(bram) == ["useful", "useful"]


@both_databases
def test_those_who_find_it_useful_at_the_same_moment_are_all_counted(app, said, chen, ada, dina):
    number = said.id

    def press(member):
        def act():
            thank(member, db.session.get(Comment, number), subject_for(ada, "thing", 1))

        return act

    at_once(app, *[press(each) for each in (chen, chen, ada, ada, dina)])

    assert thanks(db.session.get(Comment, number)) == (3, 3)


def test_what_was_useful_to_somebody_erased_no_longer_counts(said, chen, ada):
    subject = subject_for(chen, "thing", 1)
    thank(chen, said, subject)
    thank(ada, said, subject)
    forget_thanks(chen, erased=False)
    assert thanks(said) == (2, 2)
    forget_thanks(chen, erased=True)
    assert thanks(said) == (1, 1)


def test_whoever_says_something_follows_and_hears_a_line_but_no_mail(counts, bram, chen, ada):
    comment(chen, "thing", 1, "Hoe?")
    comment(ada, "thing", 1, "Zo.")

    assert told(chen) == ["comment"]
    mails = {row.member_id: row.mail_state for row in db.session.scalars(select(Notification))}
    assert mails == {bram.id: QUEUED, chen.id: NO_MAIL}


def test_who_follows_no_longer_hears_only_what_concerns_them(counts, bram, chen, ada):
    asked = comment(chen, "thing", 1, "Hoe?")
    follow(chen, "thing", 1, follows=False)
    follow(bram, "thing", 1, follows=False)
    comment(chen, "thing", 1, "Iemand?")  # saying more does not make one follow against one's will
    comment(ada, "thing", 1, "Zomaar.")
    comment(ada, "thing", 1, "Een antwoord.", parent_id=asked.id)

    assert told(chen) == ["reply"]
    assert told(bram) == ["comment"]  # of the first, before he chose


def test_each_hears_once_whatever_the_reasons(counts, bram, chen, ada):
    first = comment(chen, "thing", 1, "Hoe?")
    follow(bram, "thing", 1, follows=True)
    comment(ada, "thing", 1, f"@{chen.name} @{bram.name} zo.", parent_id=first.id)

    assert told(chen) == ["reply"]
    assert told(bram) == ["comment", "mention"]


def test_who_may_not_see_it_hears_nothing_of_what_they_follow(counts, chen, dina):
    follow(dina, "thing", 1, follows=True)  # before it was closed to her
    comment(chen, "thing", 1, "Hoe?")

    assert told(dina) == []


def test_new_is_what_others_said_since_and_seeing_never_goes_back(counts, bram, chen):
    first = comment(chen, "thing", 1, "een")
    assert thread(bram, "thing", 1).new == []  # he opens it for the first time
    see(bram, "thing", 1, first.id)
    second = comment(chen, "thing", 1, "twee")
    comment(bram, "thing", 2, "elders")

    assert [each.id for each in thread(bram, "thing", 1).new] == [second.id]
    assert thread(chen, "thing", 1).new == []
    see(bram, "thing", 1, second.id)
    see(bram, "thing", 1, first.id)
    assert thread(bram, "thing", 1).new == []
    third = comment(chen, "thing", 1, "drie")
    delete(third)
    assert thread(bram, "thing", 1).new == []


@both_databases
def test_two_windows_that_see_at_once_keep_the_furthest(app, counts, bram, chen):
    numbers = [comment(chen, "thing", 1, str(n)).id for n in range(2)]
    at_once(app, *[lambda n=n: see(bram, "thing", 1, n) for n in (*numbers, *numbers)])

    assert db.session.get(Reading, (bram.id, "thing", 1)).seen_id == numbers[1]


def test_what_one_follows_stands_on_the_start_page_as_long_as_one_may_know_of_it(counts, bram, chen):
    node = register("thing", 1, path="/things/1", titles={"nl": "Een ding"}, lines={}, audience=MEMBERS)
    comment(bram, "thing", 1, "Mijn vraag")
    comment(chen, "thing", 1, "een")
    comment(chen, "thing", 1, "twee")

    assert [(each.title, each.new) for each in followed_by(bram)] == [("Een ding", 2)]
    assert followed_by(chen) == []
    see(bram, "thing", 1, 999)
    assert followed_by(bram) == []
    comment(chen, "thing", 1, "drie")
    register("thing", 1, path="/things/1", titles={"nl": "Een ding"}, lines={}, audience=NOBODY)
    assert followed_by(bram) == []
    assert db.session.get(Node, node.id) is not None


def test_a_deleted_comment_takes_no_thanks(client_of, counts, bram, chen):
    said = comment(bram, "thing", 1, "Weg ermee")
    delete(said)

    assert client_of(chen).submit(f"/comments/{said.id}/useful").status_code == 404
