"""Co-authors: colleagues who write along, what they may, and what ends it."""

import pytest
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.conversations.services import comment
from network.kernel.database import db, writing
from network.kernel.errors import ChangedMeanwhile
from network.notifications.models import Notification
from network.practices import queries, services
from network.practices.authors.refusals import NotAColleague
from network.practices.authors.services import add_author, hand_over, remove_author
from network.practices.models import Practice
from network.practices.policy import may_discard, may_edit


@pytest.fixture
def colleague(make_member, bram):
    """Somebody of Bram's firm."""
    return make_member("Greet Noor", organisation=bram.organisation)


@pytest.fixture
def draft(make_practice):
    return make_practice(published=False)


def told(member):
    return list(db.session.scalars(select(Notification.kind).where(Notification.member_id == member.id)))


def test_a_colleague_writes_along_and_the_author_alone_throws_away(client_of, draft, colleague, bram):
    assert client_of(colleague).get(draft.path).status_code == 404
    add_author(draft, colleague, by=bram)
    add_author(draft, colleague, by=bram)

    page = client_of(colleague).get(f"{draft.path}/edit")

    assert page.status_code == 200
    assert draft in queries.mine(colleague)
    assert may_edit(colleague, draft)
    assert not may_discard(colleague, draft)
    assert told(colleague) == ["practices.co_author"]
    assert client_of(colleague).submit(f"{draft.path}/deletion").status_code == 403


def test_both_hear_of_answers_and_the_page_names_both(client_of, draft, colleague, bram, chen):
    add_author(draft, colleague, by=bram)
    services.publish(draft)
    comment(chen, "practice", draft.id, "Hoe lang duurde dat?")
    services.report_replication(draft, chen, again=True)

    for writer in (bram, colleague):
        assert {"conversations.comment", "practices.replicated"} <= set(told(writer))
    assert "Greet Noor" in client_of(chen).get(draft.path).text


def test_only_people_of_the_firm_write_along(draft, bram, chen, colleague):
    with pytest.raises(NotAColleague):
        add_author(draft, chen, by=bram)
    with writing():
        colleague.active = False
    with pytest.raises(NotAColleague):
        add_author(draft, colleague, by=bram)


def test_whoever_is_taken_off_or_leaves_the_firm_is_refused_at_the_next_request(
    client_of, draft, colleague, bram, chen
):
    browser = client_of(colleague)
    add_author(draft, colleague, by=bram)
    assert browser.get(f"{draft.path}/edit").status_code == 200
    with writing():
        colleague.organisation_id = chen.organisation_id
    assert queries.mine(colleague) == []
    assert queries.drafts_of(colleague) == ([], 0)
    assert browser.get(f"{draft.path}/edit").status_code == 404
    with writing():
        colleague.organisation_id = bram.organisation_id
    remove_author(draft, colleague.id)
    remove_author(draft, colleague.id)
    assert browser.get(f"{draft.path}/edit").status_code == 404


def test_the_authorship_is_handed_over(draft, colleague, bram):
    add_author(draft, colleague, by=bram)
    hand_over(draft, colleague.id)
    hand_over(draft, colleague.id)

    assert draft.author_id == colleague.id
    assert draft.co_author_ids == [bram.id]
    assert may_discard(colleague, draft)
    assert may_edit(bram, draft)
    with pytest.raises(NotAColleague):
        hand_over(draft, 999)


def test_a_draft_of_somebody_erased_goes_to_who_wrote_along(draft, colleague, bram):
    add_author(draft, colleague, by=bram)
    services.throw_away_drafts(bram, True)

    assert db.session.get(Practice, draft.id).author_id == colleague.id


@both_databases
def test_of_two_who_save_at_once_one_is_told_and_nothing_is_lost(app, draft, colleague, bram):
    add_author(draft, colleague, by=bram)
    seen, number = draft.version, draft.id

    def save(by, words):
        def act():
            services.save(queries.practice_by_id(by, number), seen, by=by, action=words)

        return act

    answers = at_once(app, save(bram, "Van Bram."), save(colleague, "Van Greet."))

    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == 1


@both_databases
def test_two_who_publish_at_once_publish_once(app, draft, colleague, bram, ada):
    add_author(draft, colleague, by=bram)
    number = draft.id
    answers = at_once(app, *[lambda: services.publish(queries.practice_by_id(bram, number))] * 2)

    assert sorted(answers) == [False, True]
    assert told(ada).count("practices.published") == 1
