"""Pages of practices."""

import re
import uuid

import pytest
from cast import statements
from crowds import crowd
from pages import faults_of
from sqlalchemy import func, select

from network.conversations.models import Comment, Reading
from network.conversations.services import comment
from network.kernel.database import db
from network.links.models import EVERYONE
from network.links.services import register
from network.practices.models import Practice, Replication
from network.practices.services import report_replication, save
from network.themes.models import CLOSED
from network.themes.services import open_theme

WHOLE = {
    "title": "Twee aan één machine", "summary": "Een vakman en een starter.", "problem": "Niemand wist het.",
    "action": "Elke donderdag.", "result": "Van 9 naar 6.", "audience": "network", "outcome": "worked",
}  # fmt: skip
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> javascript:alert(3) {{ 7*7 }} %s %(n)s"


def the_only():
    db.session.rollback()
    db.session.expire_all()  # a new look at the database
    return db.session.query(Practice).one()


@pytest.fixture
def finding(app):
    return register(
        "finding", 1, path="/library/x/y", titles={"nl": "60 %"}, lines={"nl": "21 van 35"}, audience=EVERYONE
    )


def test_a_member_writes_a_draft_and_publishes_it(client_of, bram, theme, in_theme, finding):
    in_theme(bram)
    browser = client_of(bram)
    words = {**WHOLE, "theme": theme.slug, "hours": "46", "euros": "€ 1.400", "stimuli": ["can", "dare"], "level": "4"}

    answer = browser.submit("/practices", {**words, "findings": [str(finding.id)], "once": str(uuid.uuid4())})

    draft = the_only()
    assert answer.location == f"{draft.path}/edit"
    assert (draft.state, draft.hours, draft.euros) == ("draft", 46, 1400)
    assert draft.facets["level"] == 4
    assert 'value="1.400"' in browser.get(answer.location).text

    answer = browser.submit(f"{draft.path}/publication")

    assert answer.location == "/practices/twee-aan-een-machine"
    page = browser.get(answer.location).text
    assert "/library/x/y" in page
    assert "€\u00a01.400" in page


def test_save_and_publish_in_one_go(client_of, bram, theme, in_theme):
    in_theme(bram)
    answer = client_of(bram).submit("/practices", {**WHOLE, "theme": theme.slug, "publish": "1"})

    assert answer.location == "/practices/twee-aan-een-machine"


@pytest.mark.parametrize("words", [{}, {"title": "  "}, {"outcome": "worked", "audience": "open", "language": "en"}])
def test_a_draft_without_a_word_is_refused(client_of, bram, theme, in_theme, words):
    in_theme(bram)
    browser, asks = client_of(bram), {"headers": {"Accept": "application/json"}}

    answer = browser.submit("/practices?lang=en", {"theme": theme.slug, **words})
    assert answer.status_code == 422
    assert "There is nothing to keep yet." in answer.text
    assert faults_of(answer.text) == []
    assert browser.submit("/practices", {"theme": theme.slug, **words}, **asks).status_code == 204
    assert (
        browser.submit("/practices", {"theme": theme.slug, "hours": "veel"}, **asks).json["message"].startswith("Hours")
    )
    assert db.session.query(Practice).count() == 0


@pytest.mark.parametrize(
    "words", [{"title": "Half"}, {"euros": "0"}, {"ask_when": "Na vieren"}, {"level": "2"}, {"stimuli": ["can"]}]
)
def test_a_draft_of_one_word_is_kept(client_of, bram, theme, in_theme, words):
    in_theme(bram)

    assert client_of(bram).submit("/practices", {"theme": theme.slug, **words}).status_code == 302
    assert client_of(bram).get(the_only().path).status_code == 200


def test_a_draft_is_not_emptied_by_saving(client_of, make_practice, bram, theme):
    draft = make_practice(published=False)

    assert client_of(bram).submit(draft.path, {"theme": theme.slug, "version": draft.version}).status_code == 422
    assert the_only().title == WHOLE["title"]


def test_sent_twice_it_is_one_draft(client_of, bram, theme, in_theme):
    in_theme(bram)
    browser, words = client_of(bram), {**WHOLE, "theme": theme.slug, "once": str(uuid.uuid4())}

    first, second = browser.submit("/practices", words), browser.submit("/practices", words)

    assert first.location == second.location
    the_only()


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(client_of, bram, theme, in_theme):
    in_theme(bram)
    words = {**WHOLE, "theme": theme.slug, "result": " ", "publish": "1", "advice": "Begin klein"}

    answer = client_of(bram).submit("/practices", words)

    assert answer.status_code == 422
    assert 'id="result-error"' in answer.text
    assert "Begin klein" in answer.text
    assert faults_of(answer.text) == []
    assert db.session.query(Practice).count() == 0


def test_publishing_a_draft_that_lacks_parts_says_which(client_of, make_practice, bram):
    draft = make_practice(published=False, problem="")

    answer = client_of(bram).submit(f"{draft.path}/publication")

    assert answer.status_code == 422
    assert 'id="problem-error"' in answer.text
    assert WHOLE["title"] in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hours", "-1"), ("euros", "1000000000000"), ("euros", "veel"), ("weeks", "1,5"), ("hours", "9" * 400),
        ("weeks", "521"), ("title", "x" * 10_000), ("summary", "x" * 301), ("problem", "x" * 10_000),
        ("ask_when", "x" * 161), ("level", "6"), ("outcome", "super"), ("audience", "all"), ("stimuli", "eat"),
        ("findings", "999999999999"), ("findings", "x"), ("theme", "elsewhere"), ("language", "de"),
    ],
)  # fmt: skip
def test_nonsense_is_told_at_its_field(client_of, bram, theme, in_theme, finding, name, value):
    in_theme(bram)

    answer = client_of(bram).submit("/practices", {**WHOLE, "theme": theme.slug, name: value})

    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert WHOLE["action"] in answer.text
    assert db.session.query(Practice).count() == 0


@pytest.mark.parametrize("path", ["/practices?lang=en", "{practice}?lang=nl", "{practice}?lang=en"])
def test_hostile_text_is_shown_as_typed(client_of, make_practice, chen, bram, path):
    words = dict.fromkeys(("problem", "action", "cost", "result", "went_wrong", "advice"), HOSTILE)
    practice = make_practice(
        title=HOSTILE[:110], summary=HOSTILE, effect_figure="<b>9</b>", effect_text=HOSTILE, **words
    )
    report_replication(practice, chen, again=False, adapted=HOSTILE, changed=HOSTILE, went_wrong=HOSTILE)

    page = client_of(bram).get(path.format(practice=practice.path)).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>9</b>" not in page
    assert 'href="javascript' not in page
    assert faults_of(page) == []


def test_the_second_editor_sees_both_texts(client_of, practice, bram):
    browser, seen = client_of(bram), practice.version
    save(practice, seen, summary="Van de eerste editor", advice="Ook van de eerste")

    answer = browser.submit(
        practice.path, {**WHOLE, "theme": "multi-generational-workforce", "version": seen, "summary": "Van de tweede"}
    )

    assert answer.status_code == 409
    assert "Van de eerste editor" in answer.text
    assert "Ook van de eerste" in answer.text
    assert "Van de tweede" in answer.text
    assert the_only().summary == "Van de eerste editor"

    again = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert again is not None
    words = {**WHOLE, "theme": "multi-generational-workforce", "version": again[1], "summary": "Van de tweede"}
    assert browser.submit(practice.path, words).status_code == 302
    assert the_only().summary == "Van de tweede"


def test_a_fault_in_the_form_does_not_forget_which_version_was_seen(client_of, practice, bram):
    seen = practice.version
    save(practice, seen, summary="Van de eerste editor")

    answer = client_of(bram).submit(practice.path, {**WHOLE, "theme": "x", "version": seen})

    assert answer.status_code == 422
    assert re.search(rf'name="version"[^>]*value="{seen}"', answer.text)


def test_a_draft_saves_itself(client_of, bram, theme, in_theme):
    in_theme(bram)
    browser, asks = client_of(bram), {"headers": {"Accept": "application/json"}}
    words = {"theme": theme.slug, "title": "Half", "once": str(uuid.uuid4())}

    first = browser.submit("/practices", words, **asks)
    second = browser.submit(first.json["save"], {**words, "title": "Heel", "version": first.json["version"]}, **asks)

    assert re.fullmatch(r"\d\d:\d\d", second.json["saved_at"])
    assert second.json["version"] == first.json["version"] + 1
    assert the_only().title == "Heel"
    assert browser.submit(first.json["save"], {**words, "version": 1}, **asks).status_code == 409
    assert browser.submit(first.json["save"], {**words, "hours": "-1"}, **asks).json["fields"].keys() == {"hours"}


def test_only_who_is_in_the_theme_writes_in_it(client_of, chen, bram, theme, ada, in_theme):
    circle = open_theme(ada, title_nl="Kring", title_en="Circle", access=CLOSED)

    assert client_of(chen).submit("/practices", {**WHOLE, "theme": theme.slug}).status_code == 422
    assert client_of(chen).submit("/practices", {**WHOLE, "theme": circle.slug}).status_code == 422
    assert circle.title_nl not in client_of(chen).get("/practices/new").text
    assert "/themes" in client_of(chen).get("/practices/new").text
    in_theme(chen)
    assert client_of(chen).submit("/practices", {**WHOLE, "theme": theme.slug}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "euros", "told"),
    [
        ("1400", 1400, ""), ("1.400", 1400, ""), ("1,400", 1400, ""), ("€ 1.400,-", 1400, ""), ("EUR 1400", 1400, ""),
        ("1 400 euro", 1400, ""), ("1.400,00", 1400, ""), ("0", 0, ""), ("€1.500,50", 1501, "1.501"),
        ("1500,49", 1500, "1.500"), ("12.5", 13, "13"),
    ],
)  # fmt: skip
def test_euros_are_read_as_people_write_them(client_of, bram, theme, in_theme, typed, euros, told):
    in_theme(bram)
    browser = client_of(bram)

    answer = browser.submit("/practices", {**WHOLE, "theme": theme.slug, "euros": typed})

    assert the_only().euros == euros
    page = browser.get(answer.location).text
    assert (f"{typed} werd €\u00a0{told}" in page) is bool(told)


@pytest.mark.parametrize("typed", ["1.40.0", "14.00", "1,5,0", "€", "1400 gulden", "-5", "1.4000", "1_400", "١٤"])
def test_amounts_that_could_mean_anything_are_told_and_kept(client_of, bram, theme, in_theme, typed):
    in_theme(bram)

    answer = client_of(bram).submit("/practices", {**WHOLE, "theme": theme.slug, "hours": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert "1.400" in answer.text or "0 tot" in answer.text


def test_what_publishing_needs_is_asked_for_part_by_part(client_of, bram, theme, in_theme):
    in_theme(bram)

    page = client_of(bram).submit("/practices?lang=en", {"theme": theme.slug, "publish": "1"}).text
    told = re.findall(r"<li><a href=[^>]*>([^<]*)<", page.split('class="faults"')[1].split("</ul>")[0])
    assert len(told) == len(set(told)) == 5
    assert "Title: Give it a title." in told


def test_a_draft_says_what_publishing_still_needs(client_of, make_practice, bram):
    draft, ready = make_practice(published=False, problem=""), make_practice(published=False)

    page = client_of(bram).get(f"{draft.path}?lang=en").text
    assert "these are still needed" in page
    assert "<li>What were we up against?</li>" in page
    assert f'action="{draft.path}/publication"' not in page
    assert f'action="{ready.path}/publication"' in client_of(bram).get(ready.path).text


def test_the_author_throws_a_draft_away(client_of, make_practice, bram):
    draft, browser = make_practice(published=False), client_of(bram)

    question = browser.get(f"{draft.path}/deletion")
    assert WHOLE["title"] in question.text
    assert faults_of(question.text) == []
    assert f'action="{draft.path}/deletion"' in browser.get(draft.path).text
    assert f'action="{draft.path}/deletion"' in browser.get(f"{draft.path}/edit").text

    assert browser.submit(f"{draft.path}/deletion").location == "/practices/mine"
    assert browser.get(draft.path).status_code == 404
    assert browser.submit(f"{draft.path}/deletion").status_code == 404
    assert db.session.query(Practice).count() == 0


def test_what_was_published_is_not_thrown_away(client_of, practice, bram, chen, ada):
    for member, answer in ((bram, 409), (chen, 403), (ada, 403)):
        assert client_of(member).submit(f"{practice.path}/deletion").status_code == answer
    client_of(bram).submit(f"{practice.path}/archive")
    assert client_of(bram).submit(f"{practice.path}/deletion").status_code == 409
    assert f"{practice.path}/deletion" not in client_of(bram).get(practice.path).text
    assert the_only().title == WHOLE["title"]


def test_saving_what_was_thrown_away_meanwhile_makes_nothing(client_of, make_practice, bram, theme):
    draft, browser = make_practice(published=False), client_of(bram)
    words = {**WHOLE, "theme": theme.slug, "version": draft.version}
    browser.submit(f"{draft.path}/deletion")

    assert browser.submit(draft.path, words).status_code == 404
    assert db.session.query(Practice).count() == 0


def test_the_question_goes_to_somebody_by_name(client_of, make_practice, bram, chen, visitor):
    practice = make_practice(audience="open")
    browser = client_of(chen)

    ways = browser.get(practice.path).text.count(f'href="?ask={bram.slug}#say"')
    assert ways == 2  # beside the story, and at the thumb
    assert "#say" not in client_of(bram).get(practice.path).text
    page = browser.get(f"{practice.path}?ask={bram.slug}&lang=en").text
    assert '<label for="say">Your question to Bram</label>' in page
    assert "data-write-on>@Bram </textarea>" in page
    assert "Other members read your question too" in page
    assert faults_of(page) == []
    for other in (f"{practice.path}?ask=iemand-anders", practice.path):
        assert "data-write-on" not in browser.get(other).text
    assert 'id="say"' not in visitor.get(f"{practice.path}?ask={bram.slug}").text


def test_the_themes_coordinator_can_remove_what_was_said(client_of, practice, chen, bram, ada):
    said = comment(chen, "practice", practice.id, "Hoe kozen jullie?")
    door = f'action="/comments/{said.id}/deletion"'

    assert [door in client_of(each).get(practice.path).text for each in (chen, bram, ada)] == [True, False, True]


def test_each_text_says_its_language(client_of, make_practice, make_member, chen):
    practice = make_practice(language="en")
    report_replication(practice, make_member("Els Vis", language="en"), again=True, adapted="With dough")
    report_replication(practice, chen, again=True, adapted="Met deeg")

    page = client_of(chen).get(f"{practice.path}?lang=nl").text
    assert ">Engels</span>" in page
    assert '<div lang="en"><p>With dough' in page
    assert "<div><p>Met deeg" in page
    page = client_of(chen).get(f"{practice.path}?lang=en").text
    assert ">English</span>" not in page
    assert '<div lang="nl"><p>Met deeg' in page


def test_nobody_else_touches_it(client_of, make_practice, chen, dina):
    draft, practice = make_practice(published=False), make_practice()
    for verb in ("", "/publication", "/archive", "/deletion"):
        assert client_of(chen).submit(f"{draft.path}{verb}", WHOLE).status_code == 404
        assert client_of(dina).submit(f"{draft.path}{verb}", WHOLE).status_code == 404
        assert client_of(chen).submit(f"{practice.path}{verb}", WHOLE).status_code == 403
    assert client_of(chen).get(f"{draft.path}/edit").status_code == 404
    assert client_of(chen).get(f"{practice.path}/edit").status_code == 403


def test_the_themes_coordinator_tends_what_was_published(client_of, practice, ada):
    assert client_of(ada).get(f"{practice.path}/edit").status_code == 200
    assert client_of(ada).submit(f"{practice.path}/archive").status_code == 302
    assert the_only().state == "archived"


@pytest.mark.parametrize("audience", ["theme", "network"])
def test_a_visitor_finds_nothing_of_what_is_not_open(visitor, make_practice, audience):
    practice = make_practice(audience=audience)

    assert visitor.get(practice.path).status_code == 404
    assert WHOLE["title"] not in visitor.get("/practices").text
    assert WHOLE["title"] not in visitor.get("/themes/multi-generational-workforce").text


def test_a_visitor_reads_an_open_one_and_is_invited(visitor, make_practice, bram):
    practice = make_practice(audience="open", ask_when="Na vieren")

    page = visitor.get(practice.path).text

    assert f'<meta property="og:title" content="{WHOLE["title"]}">' in page
    assert bram.name not in page.split("practice-end")[0]
    assert "Na vieren" not in page
    assert '/register"' in page


def test_what_is_not_open_says_nothing_to_link_previews(client_of, practice, chen):
    assert f'og:title" content="{WHOLE["title"]}' not in client_of(chen).get(practice.path).text


@pytest.mark.parametrize("slug", ["nergens", "%00", "x" * 300, "..%2f", "né"])
def test_an_address_that_leads_nowhere_is_404(client_of, chen, slug):
    assert client_of(chen).get(f"/practices/{slug}").status_code == 404


def test_another_firm_tells_how_it_went(client_of, practice, chen):
    browser, words = (
        client_of(chen),
        {"again": "no", "adapted": "Met deeg", "hours": "1.200", "euros": "", "weeks": "3"},
    )

    assert browser.submit(f"{practice.path}/replications", words).status_code == 302
    assert browser.submit(f"{practice.path}/replications", words).status_code == 302

    db.session.rollback()
    report = db.session.query(Replication).one()
    assert (report.again, report.hours, report.euros) == (False, 1200, None)
    assert "Met deeg" in browser.get(practice.path).text
    assert "Met deeg" in browser.get(f"{practice.path}/replications/new").text

    assert browser.submit(f"{practice.path}/replications/withdrawal").status_code == 302
    assert "Met deeg" not in browser.get(practice.path).text


@pytest.mark.parametrize(
    ("name", "value"), [("hours", "-5"), ("euros", "1000000000000"), ("adapted", "x" * 10_000), ("again", "")]
)
def test_nonsense_about_applying_it_is_told_at_its_field(client_of, practice, chen, name, value):
    words = {"again": "yes", "changed": "Blijft staan", name: value}

    answer = client_of(chen).submit(f"{practice.path}/replications", words)

    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert "Blijft staan" in answer.text


def test_the_own_firm_is_refused_in_words(client_of, practice, bram):
    for answer in (
        client_of(bram).get(f"{practice.path}/replications/new"),
        client_of(bram).submit(f"{practice.path}/replications", {"again": "yes"}),
    ):
        assert answer.status_code == 409


def test_every_page_is_well_made_in_both_languages(client_of, make_practice, bram, chen):
    practice, draft = make_practice(audience="open", language="en"), make_practice(published=False, title="")
    report_replication(practice, chen, again=True)
    paths = [
        "/practices", "/practices?sector=care", "/practices?theme=no&before=x", "/practices/new", "/practices/mine",
        practice.path, draft.path, f"{practice.path}/edit", f"{draft.path}/edit",
    ]  # fmt: skip
    for code in ("nl", "en"):
        for browser in (client_of(bram), client_of(chen), client_of(None)):
            for path in paths:
                answer = browser.get(path, headers={"Accept-Language": code})
                assert answer.status_code in (200, 302, 403, 404), path
                if answer.status_code == 200:
                    assert faults_of(answer.text) == [], path
        page = client_of(chen).get(f"{practice.path}/replications/new", headers={"Accept-Language": code})
        assert faults_of(page.text) == []


def test_an_empty_network_invites(client_of, visitor, bram):
    assert '"/register"' in visitor.get("/practices").text
    assert '"/practices/new"' in client_of(bram).get("/practices").text


def cost_of(browser, path):
    browser.get(path)  # compiles the page
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_the_list_costs_the_same_with_two_hundred(client_of, make_practice, chen):
    practice = make_practice(audience="open")
    crowd(practice, practices=9)
    few = [cost_of(client_of(reader), "/practices") for reader in (None, chen)]
    crowd(practice, practices=190, named="more")
    many = [cost_of(client_of(reader), "/practices") for reader in (None, chen)]

    assert few == many
    assert many[0] <= 4
    assert many[1] <= 7


def test_a_much_discussed_practice_costs_as_much_as_a_quiet_one(client_of, make_practice, chen, make_member):
    practice = make_practice(audience="open")
    report_replication(practice, chen, again=True)
    crowd(practice, comments=1)
    few = [cost_of(client_of(reader), practice.path) for reader in (None, chen)]
    for n in range(49):
        report_replication(practice, make_member(f"Lid{n} Janssen"), again=n % 3 != 0)
    crowd(practice, comments=500)
    many = [cost_of(client_of(reader), practice.path) for reader in (None, chen)]

    assert few == many
    assert many[0] <= 4
    assert many[1] <= 7


def test_writing_costs_little(client_of, make_practice, bram):
    draft = make_practice(published=False)

    assert cost_of(client_of(bram), f"{draft.path}/edit") <= 7
    assert cost_of(client_of(bram), "/practices/new") <= 7
    assert cost_of(client_of(bram), "/practices/mine") <= 7


def test_a_theme_shows_what_firms_did(client_of, practice, bram, theme):
    assert practice.path in client_of(bram).get(theme.path).text


def test_publishing_twice_is_harmless(client_of, make_practice, bram):
    draft = make_practice(published=False)
    browser = client_of(bram)
    first = browser.submit(f"{draft.path}/publication")
    second = browser.submit(f"{first.location}/publication")

    assert (first.status_code, second.status_code) == (302, 302)
    assert the_only().version == draft.version


@pytest.mark.parametrize(("language", "name"), [("nl", "Uit de praktijk"), ("en", "Practices")])
def test_the_place_has_one_name_in_a_language(client_of, make_practice, bram, language, name):
    practice, browser = make_practice(audience="open"), client_of(bram)

    assert f"<h1>{name}</h1>" in browser.get(f"/practices?lang={language}").text
    for path in (practice.path, f"{practice.path}/edit", "/practices/mine", "/practices/new"):
        assert f'<li><a href="/practices">{name}</a></li>' in browser.get(path).text


def test_a_page_says_what_is_new_and_takes_that_it_was_read(client_of, make_practice, bram, chen):
    practice = make_practice(audience="network")
    comment(bram, "practice", practice.id, "Vraag maar.")
    comment(chen, "practice", practice.id, "<b>Hoe</b>?")
    browser = client_of(bram)
    page = browser.get(practice.path).text

    assert "1 nieuw sinds je hier was" in page
    last = db.session.scalar(select(func.max(Comment.id)))
    read = browser.submit(f"/conversations/practice/{practice.id}/reading", {"last": str(last + 1_000_000)})
    assert read.location == f"{practice.path}#comments"
    db.session.rollback()  # ends what was being read
    assert db.session.get(Reading, (bram.id, "practice", practice.id)).seen_id == last
    assert "nieuw sinds je hier was" not in browser.get(practice.path).text
    answer = browser.submit(f"/comments/{last}/useful")
    assert answer.location.endswith(f"#comment-{last}")
    assert 'aria-pressed="true"' in browser.get(practice.path).text
