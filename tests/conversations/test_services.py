"""Commenting, replying, editing, deleting."""

import uuid

import pytest
from conftest import both_databases
from sqlalchemy import func, select
from together import at_once
from werkzeug.exceptions import NotFound

from network.conversations.models import Comment
from network.conversations.queries import thread
from network.conversations.services import Closed, NothingToReplyTo, comment, delete, edit
from network.kernel.database import db, writing
from network.members.models import Member
from network.notifications.models import Notification


def told():
    rows = db.session.scalars(select(Notification).order_by(Notification.created_at)).all()
    return [(each.member_id, each.kind.partition(".")[2]) for each in rows]


def shown(subject_id=1):
    """What a reader sees: each comment with its replies."""
    reader = db.session.scalars(select(Member).limit(1)).one()
    return [
        (talk.comment.text if talk.comment else None, [reply.text for reply in talk.replies])
        for talk in thread(reader, "thing", subject_id).talks
    ]


def test_a_comment_is_counted_and_the_author_hears_of_it(counts, bram, chen):
    said = comment(chen, "thing", 1, "Hoe kozen jullie?")

    assert counts == {1: 1}
    assert told() == [(bram.id, "comment")]
    assert db.session.scalars(select(Notification)).one().path == f"/things/1#comment-{said.id}"


def test_nobody_hears_of_their_own_words(counts, bram):
    comment(bram, "thing", 1, "Ter aanvulling")

    assert told() == []


def test_a_reply_tells_whom_it_answers_and_nobody_twice(counts, bram, chen, ada):
    first = comment(bram, "thing", 1, "Vraag?")
    comment(chen, "thing", 1, "Antwoord", parent_id=first.id)
    assert told() == [(bram.id, "reply")]

    second = comment(chen, "thing", 1, "Iets anders")
    comment(ada, "thing", 1, "Antwoord", parent_id=second.id)
    assert sorted(told()[2:]) == sorted([(chen.id, "reply"), (bram.id, "comment")])


def test_who_is_called_by_name_hears_of_it_once(counts, bram, chen, ada):
    first = comment(chen, "thing", 1, "Hoe kozen jullie?")
    comment(ada, "thing", 1, "@Chen wij lootten. Toch, @bram?")
    assert sorted(told()[1:]) == sorted([(bram.id, "mention"), (chen.id, "mention")])

    comment(ada, "thing", 1, "@Chen @Ada en dan dit", parent_id=first.id)
    assert sorted(told()[3:]) == sorted([(chen.id, "reply"), (bram.id, "comment")])


def test_only_who_takes_part_and_may_read_it_is_called(counts, bram, chen, dina):
    comment(bram, "thing", 2, "@Chen, @Dina: kijk eens")
    kept = comment(chen, "thing", 3, "Iets")
    delete(kept)
    comment(bram, "thing", 3, "@Chen, zei je iets?")
    with writing() as session:
        session.add(Comment(subject_kind="thing", subject_id=4, author=dina, text="Voordat het voor haar dicht ging"))
    comment(bram, "thing", 4, "@Dina")

    assert told() == [(bram.id, "comment"), (chen.id, "comment")]  # he still follows it, but nobody called him


def test_replies_are_one_level_deep(counts, bram, chen):
    first = comment(bram, "thing", 1, "Vraag?")
    reply = comment(chen, "thing", 1, "Antwoord", parent_id=first.id)
    comment(bram, "thing", 1, "Dank", parent_id=reply.id)

    assert shown() == [("Vraag?", ["Antwoord", "Dank"])]
    assert told()[-1] == (chen.id, "reply")


@pytest.mark.parametrize("case", ["deleted", "of another thing", "never there"])
def test_a_reply_to_nothing_is_refused(counts, bram, chen, case):
    first = comment(bram, "thing", 2 if case == "of another thing" else 1, "Vraag?")
    comment(chen, "thing", first.subject_id, "Antwoord", parent_id=first.id)
    parent_id = first.id + 100 if case == "never there" else first.id
    if case == "deleted":
        delete(first)

    with pytest.raises(NothingToReplyTo):
        comment(chen, "thing", 1, "Nog een", parent_id=parent_id)


def test_who_may_not_see_it_cannot_comment_on_it(counts, dina):
    with pytest.raises(NotFound):
        comment(dina, "thing", 1, "Hallo")
    with pytest.raises(NotFound):
        comment(dina, "nothing", 1, "Hallo")


def test_what_is_only_read_takes_no_comments(counts, chen):
    with pytest.raises(Closed):
        comment(chen, "thing", 9, "Hallo")


def test_sent_twice_it_is_said_once(counts, chen):
    key = str(uuid.uuid4())

    assert comment(chen, "thing", 1, "Eén keer", once=key).id == comment(chen, "thing", 1, "Eén keer", once=key).id
    assert counts == {1: 1}


@both_databases
def test_sent_twice_at_the_same_moment_it_is_said_once(app, counts, chen):
    key, member_id = str(uuid.uuid4()), chen.id

    def send():
        return comment(db.session.get_one(Member, member_id), "thing", 1, "Eén keer", once=key).id

    answers = at_once(app, *[send] * 6)

    assert len(set(answers)) == 1
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
    assert len(told()) == 1


@both_databases
def test_answering_what_is_being_deleted_ends_well(app, counts, bram, chen):
    first, member_id = comment(bram, "thing", 1, "Vraag?"), chen.id
    first_id = first.id

    def answer():
        return comment(db.session.get_one(Member, member_id), "thing", 1, "Antwoord", parent_id=first_id).id

    def take_away():
        return delete(db.session.get_one(Comment, first_id))

    said, taken = at_once(app, answer, take_away)

    assert taken is None
    left = db.session.scalars(select(Comment).order_by(Comment.id)).all()
    if isinstance(said, NothingToReplyTo):
        assert left == []
    else:
        assert [(each.text, each.deleted_at is None) for each in left] == [("", False), ("Antwoord", True)]


def test_editing_is_shown_and_saving_the_same_is_not(counts, chen):
    said = comment(chen, "thing", 1, "Eerst")
    edit(said, "Eerst")
    assert said.edited_at is None

    edit(said, "Later")
    assert (said.text, said.edited_at is not None) == ("Later", True)


def test_deleting_what_nobody_answered_leaves_nothing(counts, chen):
    said = comment(chen, "thing", 1, "Hallo")
    delete(said)
    delete(said)

    assert shown() == []
    assert counts == {1: 0}


def test_what_was_answered_leaves_a_trace_until_the_last_reply_goes(counts, bram, chen):
    first = comment(bram, "thing", 1, "Vraag?")
    reply = comment(chen, "thing", 1, "Antwoord", parent_id=first.id)
    delete(first)
    assert shown() == [("", ["Antwoord"])]
    assert counts == {1: 1}

    delete(reply)
    assert shown() == []
    assert counts == {1: 0}
