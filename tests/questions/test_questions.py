"""Questions and offers: who reads them, which answer answers, and what happens when nobody does."""

from datetime import UTC, datetime, timedelta

import pytest
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.conversations.services import comment, delete
from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import ChangedMeanwhile
from network.notifications.models import NO_MAIL, Notification
from network.practices.services import publish, write
from network.questions import services
from network.questions.jobs import pass_on_unanswered
from network.questions.models import Question
from network.questions.queries import page_for, question_by_id, question_for, unanswered_for
from network.questions.refusals import HasAnswers, IsClosed, NoAnswer
from network.questions.rules import ANSWERED, CLOSED, OPEN, Candidate, fitting, state
from network.search.queries import search_for
from network.themes.models import CLOSED as SHUT
from network.themes.services import change, leave


def told(member, feature="questions"):
    rows = db.session.scalars(select(Notification.kind).where(Notification.member_id == member.id))
    return [kind.partition(".")[2] for kind in rows if kind.startswith(feature)]


def standing(question, reader):
    """Where it stands in a list that is read anew."""
    db.session.rollback()  # ends what was being read
    return next(line.state for line in page_for(reader)[0] if line.id == question.id)


@pytest.mark.parametrize(("closed", "accepted", "stands"), [
    (False, False, OPEN), (False, True, ANSWERED), (True, False, CLOSED), (True, True, CLOSED),
])  # fmt: skip
def test_where_a_question_stands(closed, accepted, stands):
    assert state(closed=closed, accepted=accepted) == stands


def someone(number, firm, words="", sector="care", size="5-9"):
    return Candidate(number, firm, frozenset(words.split()), sector, size)


@pytest.mark.parametrize(("candidates", "found"), [
    ([], []),
    ([someone(2, 2, "taak wissel"), someone(3, 3, "taak wissel week")], [3, 2]),
    ([someone(2, 2, "taak"), someone(3, 3, "", "it")], [2]),  # alike in sector and size, though it shares one word only
    ([someone(2, 2, "taak", "it"), someone(3, 3, "", "it")], []),
    ([someone(2, 1, "taak wissel week")], []),  # the asker's own firm
    ([someone(2, 2, "taak wissel"), someone(3, 2, "taak wissel week")], [3]),  # one of each firm
    ([someone(n, n) for n in range(2, 12)], [2, 3, 4, 5, 6]),
])  # fmt: skip
def test_whom_a_question_fits(candidates, found):
    assert [each.member_id for each in fitting({"taak", "wissel", "week"}, someone(1, 1), candidates)] == found


def test_the_theme_hears_of_it_in_a_line_and_others_do_not(question, ada, chen, bram):
    assert told(ada) == ["asked"]
    assert told(chen) == told(bram) == []
    assert {row.mail_state for row in db.session.scalars(select(Notification))} == {NO_MAIL}


def test_members_read_it_visitors_do_not_and_a_theme_that_closes_takes_it_along(
    client_of, visitor, question, theme, chen, bram, dina
):
    assert client_of(chen).get(question.path).status_code == 200
    assert visitor.get(question.path).status_code == 302
    assert [hit.path for group in search_for(chen, "taak") for hit in group.hits] == [question.path]
    assert search_for(None, "taak") == []

    change(theme, theme.version, access=SHUT)

    for member in (chen, dina):
        assert client_of(member).get(question.path).status_code == 404
        assert page_for(member)[0] == []
        assert search_for(member, "taak") == []
    assert client_of(bram).get(question.path).status_code == 200


def test_the_asker_alone_says_what_answered_it(client_of, question, bram, chen, ada):
    answer = comment(chen, "question", question.id, "Wij, elke <b>maandag</b>.")
    for member in (chen, ada):
        assert client_of(member).submit(f"{question.path}/answer", {"comment": answer.id}).status_code == 403

    for _ in range(2):
        client_of(bram).submit(f"{question.path}/answer", {"comment": answer.id})

    page = client_of(chen).get(question.path).text
    assert page.count("&lt;b&gt;maandag&lt;/b&gt;") == 2  # above, and in its place
    assert standing(question, chen) == ANSWERED
    assert told(chen) == ["accepted"]
    assert [line.state for line in page_for(chen, state=ANSWERED)[0]] == [ANSWERED]


def test_another_answer_takes_its_place_and_one_that_is_gone_makes_it_open_again(question, bram, chen):
    first, second = (comment(chen, "question", question.id, words) for words in ("Een", "Twee"))
    comment(bram, "question", question.id, "Dank", parent_id=second.id)
    services.accept(question, first.id)
    services.accept(question, second.id)
    assert question_for(bram, question.slug).answer.id == second.id

    delete(second)  # leaves a trace, as it was replied to
    assert standing(question, bram) == OPEN
    services.accept(question, first.id)
    delete(first)
    assert standing(question, bram) == OPEN
    assert [line.state for line in page_for(bram, state=OPEN)[0]] == [OPEN]


def test_only_an_answer_to_it_answers_it(make_question, bram, chen):
    question, other = make_question(), make_question(title="Een andere vraag?")
    elsewhere = comment(chen, "question", other.id, "Hier niet")

    for number in (elsewhere.id, 0, 999):
        with pytest.raises(NoAnswer):
            services.accept(question, number)
    services.close(question, "Gevonden")
    with pytest.raises(IsClosed):
        services.accept(question, comment(chen, "question", question.id, "Te laat").id)


@both_databases
def test_accepted_and_deleted_at_once_leaves_no_answer_that_is_gone(app, question, bram, chen):
    number = comment(chen, "question", question.id, "Wij").id
    asked = question.id

    def accept():
        services.accept(question_by_id(bram, asked), number)

    def take_away():
        from network.conversations.models import Comment

        delete(db.session.get(Comment, number))

    at_once(app, accept, take_away)

    assert standing(question, bram) == OPEN


def test_it_is_closed_with_a_word_opened_again_and_thrown_away_only_without_answers(
    client_of, question, bram, chen, ada
):
    assert client_of(chen).submit(f"{question.path}/closing", {"words": "x"}).status_code == 403
    client_of(ada).submit(f"{question.path}/closing", {"words": "Staat in de bibliotheek."})
    assert "Staat in de bibliotheek." in client_of(chen).get(question.path).text
    client_of(bram).submit(f"{question.path}/opening")
    assert standing(question, bram) == OPEN

    said = comment(chen, "question", question.id, "Wij")
    with pytest.raises(HasAnswers):
        services.throw_away(question_for(bram, question.slug))
    delete(said)
    assert client_of(bram).submit(f"{question.path}/deletion").location == "/questions"
    db.session.rollback()  # ends what was being read
    assert page_for(bram)[0] == []


def test_asking_looks_first_and_keeps_what_was_typed(client_of, make_question, theme, bram):
    make_question(title="Wie wisselt functies in een klein bedrijf?")
    facts = {"kind": "asked", "title": "Wie kent functies die je wisselt?", "theme": theme.slug, "text": "Bij ons <niet>",
             "language": "nl", "once": "een-sleutel"}  # fmt: skip

    page = client_of(bram).submit("/questions", facts)
    assert "Dit beantwoordt het misschien al" in page.text
    assert "Bij ons &lt;niet&gt;" in page.text
    for _ in range(2):
        answer = client_of(bram).submit("/questions", {**facts, "sure": "1"})
    assert answer.status_code == 302
    assert len(page_for(bram)[0]) == 2
    offer = client_of(bram).submit("/questions", {**facts, "kind": "offered", "once": "nog-een"})
    assert offer.status_code == 302


@pytest.mark.parametrize("wrong", [
    {"title": ""}, {"title": "x" * 121}, {"text": "x" * 3_001}, {"theme": "elders"}, {"kind": "sold"}, {"findings": "999"},
])  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field(client_of, theme, bram, in_theme, wrong):
    in_theme(bram)
    facts = {"kind": "asked", "title": "Wie?", "theme": theme.slug, "language": "nl", **wrong}
    page = client_of(bram).submit("/questions", facts)

    assert page.status_code == 422
    assert 'class="faults"' in page.text
    assert page_for(bram)[0] == []


def test_two_who_change_it_are_not_lost_to_each_other(question):
    seen = question.version
    services.change(question, seen, title="Eerst")
    with pytest.raises(ChangedMeanwhile):
        services.change(question, seen, title="Daarna")


SUNDAY = datetime(2026, 10, 25, 6, 10, tzinfo=UTC)  # the morning after the clock went back


@pytest.fixture
def old(make_question):
    with clock.at(SUNDAY - timedelta(days=8)):
        return make_question()


def test_after_seven_days_without_an_answer_the_coordinator_and_firms_that_fit_hear_of_it_once(
    old, ada, bram, chen, dina, theme, in_theme
):
    in_theme(chen)
    in_theme(dina)
    with writing():
        chen.organisation.sector, dina.organisation.sector = "care", "it"
    publish(
        write(
            chen, theme, title="Wisselen van taak", summary="Tien mensen wisselen.", problem="a", action="b", result="c"
        )
    )
    comment(bram, "question", old.id, "Niemand?")  # one's own words are no answer

    assert pass_on_unanswered(SUNDAY) == 2
    assert pass_on_unanswered(SUNDAY) == 0
    assert told(ada).count("unanswered") == 1
    assert told(chen).count("fits") == 1
    assert "fits" not in told(dina) + told(bram)
    assert [each.id for each in unanswered_for(with_rights(ada), SUNDAY)] == [old.id]


def with_rights(member):
    from network.themes.queries import give_rights

    give_rights(member)
    return member


@pytest.mark.parametrize("answered", ["comment", "closed", "young", "offer"])
def test_what_was_answered_closed_or_is_young_is_passed_on_to_nobody(make_question, chen, ada, answered):
    asked_at = SUNDAY - timedelta(days=6, hours=23) if answered == "young" else SUNDAY - timedelta(days=8)
    with clock.at(asked_at):
        question = make_question(kind="offered" if answered == "offer" else "asked")
    if answered == "comment":
        comment(chen, "question", question.id, "Wij")
    if answered == "closed":
        services.close(question)

    assert pass_on_unanswered(SUNDAY) == 0
    assert "unanswered" not in told(ada)


def test_nobody_is_asked_twice_a_week_and_who_left_not_at_all(make_question, theme, chen, ada, in_theme):
    in_theme(chen)
    publish(
        write(
            chen, theme, title="Wisselen van taak", summary="Tien mensen wisselen.", problem="a", action="b", result="c"
        )
    )
    with clock.at(SUNDAY - timedelta(days=8)):
        make_question()
        make_question(title="Wie wisselt er nog meer van taak?")
    pass_on_unanswered(SUNDAY)
    assert told(chen).count("fits") == 1
    leave(theme, chen)
    with clock.at(SUNDAY):
        make_question(title="En wie wisselt er nu van taak?")
    pass_on_unanswered(SUNDAY + timedelta(days=8))
    assert told(chen).count("fits") == 1


@both_databases
def test_two_workers_pass_it_on_once(app, old, ada):
    at_once(app, *[lambda: pass_on_unanswered(SUNDAY)] * 2)

    assert told(ada).count("unanswered") == 1
    assert db.session.get(Question, old.id).forwarded_at == SUNDAY
