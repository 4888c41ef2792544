"""Saying something on a page."""

import uuid

import pytest
from pages import faults_of

from network.conversations.models import Comment
from network.conversations.services import comment
from network.kernel.database import db
from network.practices.services import archive, publish, save, write

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} %(n)s"


@pytest.fixture
def practice(theme, bram, in_theme):
    in_theme(bram)
    practice = write(bram, theme, title="Koppels", summary="s", problem="p", action="a", result="r", audience="open")
    publish(practice)
    return practice


def form(practice, text="Hoe kozen jullie?", **more):
    return {"subject_kind": "practice", "subject_id": practice.id, "parent_id": "", "text": text, **more}


def all_said():
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Comment).order_by(Comment.id).all()


def test_a_member_comments_and_somebody_replies(client_of, practice, bram, chen):
    answer = client_of(chen).submit("/comments", form(practice))
    first = all_said()[0]
    assert answer.location == f"{practice.path}#comment-{first.id}"

    client_of(bram).submit("/comments", form(practice, "We lootten", parent_id=first.id))

    page = client_of(chen).get(practice.path).text
    assert "Hoe kozen jullie?" in page
    assert "We lootten" in page
    assert faults_of(page) == []
    assert len(all_said()) == practice.comment_count == 2


def test_a_visitor_neither_reads_nor_comments(visitor, practice, chen):
    comment(chen, "practice", practice.id, "Onder ons")

    assert "Onder ons" not in visitor.get(practice.path).text
    assert "/sign-in" in visitor.submit("/comments", form(practice)).location
    assert len(all_said()) == 1


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 10_000])
def test_too_little_or_too_much_is_told_and_kept(client_of, practice, chen, text):
    answer = client_of(chen).submit("/comments", form(practice, text, once="k"))

    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert text.strip("\u200b ") in answer.text
    assert faults_of(answer.text) == []
    assert all_said() == []


def test_sent_twice_it_is_said_once(client_of, practice, chen):
    browser, words = client_of(chen), form(practice, once=str(uuid.uuid4()))

    assert browser.submit("/comments", words).location == browser.submit("/comments", words).location
    assert len(all_said()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject_kind": "theme"}, {"subject_kind": ""}, {"subject_id": "0"}, {"subject_id": "99999999999"},
        {"subject_id": "x"}, {"subject_id": "-1"}, {"parent_id": "x"}, {"parent_id": "99999999999"},
        {"parent_id": "١"}, {"subject_id": "1_0"},
    ],
)  # fmt: skip
def test_what_stands_nowhere_is_404(client_of, practice, chen, wrong):
    assert client_of(chen).submit("/comments", form(practice, **wrong)).status_code == 404
    assert all_said() == []


def test_a_reply_to_nothing_is_refused_in_words(client_of, practice, chen):
    assert client_of(chen).submit("/comments", form(practice, parent_id="12345")).status_code == 409


def test_hostile_text_is_shown_as_typed(client_of, practice, chen, bram):
    client_of(chen).submit("/comments", form(practice, HOSTILE))

    for page in (client_of(bram).get(practice.path).text, client_of(bram).get("/notifications").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_only_the_author_changes_a_comment(client_of, practice, bram, chen):
    said = comment(chen, "practice", practice.id, "Eerst")
    path = f"/comments/{said.id}"

    assert client_of(bram).get(f"{path}/edit").status_code == 403
    assert client_of(bram).submit(path, {"text": "Anders"}).status_code == 403
    assert "Eerst" in client_of(chen).get(f"{path}/edit").text
    assert client_of(chen).submit(path, {"text": "x" * 10_000}).status_code == 422
    assert client_of(chen).submit(path, {"text": "Later"}).status_code == 302
    assert all_said()[0].text == "Later"


def test_the_author_and_the_themes_coordinator_take_away(client_of, practice, bram, chen, ada):
    first, second = (comment(chen, "practice", practice.id, text) for text in ("Een", "Twee"))

    assert client_of(bram).submit(f"/comments/{first.id}/deletion").status_code == 403
    assert client_of(chen).submit(f"/comments/{first.id}/deletion").status_code == 302
    assert client_of(ada).submit(f"/comments/{second.id}/deletion").status_code == 302
    assert all_said() == []
    assert practice.comment_count == 0


def test_taking_away_is_asked_first_on_a_page_of_its_own(client_of, practice, bram, chen):
    said = comment(chen, "practice", practice.id, "Een <b>woord</b>")
    path, browser = f"/comments/{said.id}/deletion", client_of(chen)

    assert f'method="get" action="{path}"' in browser.get(practice.path).text
    page = browser.get(f"{path}?lang=en").text
    assert "<h1>Remove this comment?</h1>" in page
    assert "Een &lt;b&gt;woord" in page
    assert f'method="post" action="{path}"' in page
    assert f'href="{practice.path}#comment-{said.id}"' in page
    assert faults_of(page) == []
    assert client_of(bram).get(path).status_code == 403
    assert len(all_said()) == 1

    browser.submit(path)
    assert browser.get(path).status_code == 404


def test_what_is_taken_away_is_gone(client_of, practice, chen):
    said = comment(chen, "practice", practice.id, "Een")
    path = f"/comments/{said.id}"
    client_of(chen).submit(f"{path}/deletion")

    assert client_of(chen).get(f"{path}/edit").status_code == 404
    assert client_of(chen).submit(path, {"text": "Toch"}).status_code == 404
    assert client_of(chen).get("/comments/99999999999/edit").status_code == 404


def test_a_comment_reaches_no_further_than_what_it_stands_under(client_of, practice, bram, chen, theme):
    said = comment(chen, "practice", practice.id, "Voor ons")
    save(practice, practice.version, audience="theme")

    assert client_of(chen).get(f"/comments/{said.id}/edit").status_code == 404
    assert client_of(chen).submit("/comments", form(practice)).status_code == 404
    assert "Voor ons" in client_of(bram).get(practice.path).text


def test_drafts_and_the_archive_take_no_comments(client_of, practice, theme, bram, chen):
    draft = write(bram, theme, title="Half")
    archive(practice)

    assert client_of(bram).submit("/comments", form(draft)).status_code == 404
    assert client_of(chen).submit("/comments", form(practice)).status_code == 409
    assert all_said() == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_to_change_a_comment_says_where_one_is(client_of, practice, chen, lang):
    said = comment(chen, "practice", practice.id, "Eerst")
    page = client_of(chen).get(f"/comments/{said.id}/edit?lang={lang}").text

    assert {"nl": "Je reactie", "en": "Your comment"}[lang] in page.split('<label for="text">')[1].split("</label>")[0]
    assert '<a href="/practices" aria-current="page">' in page
    assert faults_of(page) == []
