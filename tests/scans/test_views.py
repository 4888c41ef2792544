"""Pages of the scan: answering step by step, confirming, and what happens when it goes wrong."""

from __future__ import annotations

from pages import faults_of, fields_of
from scans.conftest import given
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import Member
from network.scans.models import Answers, Submission
from network.scans.questionnaire import STEPS
from network.scans.services import answer, confirm

YEAR = clock.today().year


def start(page, path):
    """What the form on a page sends untouched."""
    return {name: values for name, values in fields_of(page.text, path).items() if name != "csrf_token"}


def test_a_visitor_reads_what_is_asked_and_a_member_begins(client_of, bram):
    page = client_of(None).get("/scan")
    assert "Heeft u een HR-afdeling?" in page.text
    assert 'href="/register"' in page.text
    assert 'href="/scan/answers/1"' in client_of(bram).get("/scan").text


def test_one_goes_on_where_one_was(client_of, bram):
    browser = client_of(bram)
    for step in range(1, len(STEPS) + 1):
        path = f"/scan/answers/{step}"
        page = browser.get(path)
        assert faults_of(page.text) == []
        chosen = {question.key: question.options[0].key for question in STEPS[step - 1].questions}
        answer = browser.submit(path, {**start(page, path), **chosen})
        after = f"/scan/answers/{step + 1}" if step < len(STEPS) else "/scan/benchmark"
        assert answer.location == after
    assert "14 van de 14" in browser.get("/scan").text


def test_some_of_a_step_is_kept_and_shown_again(client_of, bram):
    browser = client_of(bram)
    page = browser.get("/scan/answers/1")
    sent = {**start(page, "/scan/answers/1"), "goals": ["personal", "dropout"], "then": "later"}
    assert browser.submit("/scan/answers/1", sent).location == "/scan"
    again = start(browser.get("/scan/answers/1"), "/scan/answers/1")
    assert again["goals"] == ["personal", "dropout"]
    assert "hr_department" not in again
    assert "3 vragen open" in browser.get("/scan").text


def test_what_does_not_go_together_is_said_at_the_question_and_nothing_is_lost(client_of, bram):
    browser = client_of(bram)
    page = browser.get("/scan/answers/1?lang=en")
    sent = {**start(page, "/scan/answers/1"), "goals": ["personal", "none"], "hr_department": "no"}
    answer = browser.submit("/scan/answers/1", sent)
    assert answer.status_code == 422
    assert faults_of(answer.text) == []
    assert "stand alone" in answer.text
    kept = start(answer, "/scan/answers/1")
    assert kept["goals"] == ["personal", "none"]
    assert kept["hr_department"] == ["no"]
    assert db.session.scalars(select(Answers)).all() == []


def test_an_answer_that_there_is_not_is_refused(client_of, bram):
    browser = client_of(bram)
    sent = {**start(browser.get("/scan/answers/1"), "/scan/answers/1"), "hr_department": "perhaps"}
    assert browser.submit("/scan/answers/1", sent).status_code == 422


def test_there_is_no_step_beyond_the_last(client_of, bram):
    for step in (0, len(STEPS) + 1, 10**30):
        assert client_of(bram).get(f"/scan/answers/{step}").status_code == 404
        assert client_of(bram).submit(f"/scan/answers/{step}").status_code == 404


def test_who_moved_to_another_firm_with_the_page_open_is_told(client_of, bram, chen):
    browser = client_of(bram)
    sent = {**start(browser.get("/scan/answers/1"), "/scan/answers/1"), "goals": ["personal"]}
    with writing():
        db.session.get_one(Member, bram.id).organisation_id = chen.organisation_id
    answer = browser.submit("/scan/answers/1", sent)
    assert answer.status_code == 409
    assert "ander bedrijf" in answer.text
    again = start(answer, "/scan/answers/1")
    assert again["goals"] == ["personal"]
    assert browser.submit("/scan/answers/1", again).status_code == 302
    db.session.rollback()
    assert db.session.scalars(select(Answers.organisation_id)).all() == [chen.organisation_id]


def test_a_slipped_in_firm_gets_nothing(client_of, bram, chen):
    browser = client_of(bram)
    sent = {
        **start(browser.get("/scan/answers/1"), "/scan/answers/1"),
        "goals": ["personal"],
        "firm": chen.organisation_id,
    }
    assert browser.submit("/scan/answers/1", sent).status_code == 409
    assert db.session.scalars(select(Answers)).all() == []


def test_ones_answers_are_thrown_away(client_of, bram):
    answer(bram, bram.organisation_id, YEAR, given())
    assert client_of(bram).submit("/scan/answers/deletion").location == "/scan"
    db.session.rollback()
    assert db.session.scalars(select(Answers)).all() == []


def test_the_contact_begins_with_what_they_said_themselves(client_of, contact_of):
    contact = contact_of("Een")
    answer(contact, contact.organisation_id, YEAR, given(has_budget=["no"]))
    browser = client_of(contact)
    page = browser.get("/scan/submission")
    assert faults_of(page.text) == []
    sent = start(page, "/scan/submission")
    assert sent["has_budget"] == ["no"]
    assert browser.submit("/scan/submission", sent).location == "/scan/benchmark"
    db.session.rollback()
    assert db.session.scalars(select(Submission)).one().answers == given(has_budget=["no"])


def test_an_open_question_is_told_at_its_place(client_of, contact_of):
    browser = client_of(contact_of("Een"))
    sent = {**start(browser.get("/scan/submission"), "/scan/submission"), **given(goals=[], has_budget=[])}
    answer = browser.submit("/scan/submission", sent)
    assert answer.status_code == 422
    assert answer.text.count("field__error") == 2
    assert start(answer, "/scan/submission")["has_programme"] == ["yes"]


def test_the_second_of_two_contacts_sees_what_the_first_confirmed(client_of, contact_of, make_member):
    first = contact_of("Een")
    browser = client_of(make_member("Tweede Bos", first.organisation, is_contact=True))
    sent = {**start(browser.get("/scan/submission"), "/scan/submission"), **given(has_budget=["no"])}
    confirm(first, first.organisation_id, YEAR, given(), seen=0)
    answer = browser.submit("/scan/submission", sent)
    assert answer.status_code == 409
    assert "Er staat nu:" in answer.text
    again = start(answer, "/scan/submission")
    assert again["has_budget"] == ["no"]
    assert browser.submit("/scan/submission", again).status_code == 302


def test_a_firm_that_is_not_verified_is_told_what_that_means(client_of, contact_of):
    assert "nog niet geverifieerd" in client_of(contact_of("Een", verified=False)).get("/scan/submission").text
    assert "nog niet geverifieerd" not in client_of(contact_of("Twee")).get("/scan/submission").text


def test_a_firm_whose_people_differ_is_told_so_when_it_confirms(client_of, contact_of, make_member):
    contact = contact_of("Een")
    people = [contact, *(make_member(f"Mens{at} Bos", contact.organisation) for at in range(2))]
    for at, member in enumerate(people):
        answer(member, member.organisation_id, YEAR, given(has_budget=["yes" if at else "no"]))
    page = client_of(contact).get("/scan/submission?lang=en").text
    assert page.count("Your people differ on this.") == 1
    assert not any(member.name in page.split("<main")[1] for member in people[1:])


def test_the_method_is_open_to_everybody_in_both_languages(client_of):
    for language, words in (("nl", "Minstens 5 bedrijven"), ("en", "At least 5 firms")):
        page = client_of(None).get(f"/scan/method?lang={language}")
        assert words in page.text
        assert faults_of(page.text) == []
