"""Saying what belongs with a thing: on its own page, and on the form in which it is written."""

import re
from datetime import timedelta

import pytest
from cast import soon
from conftest import both_databases
from pages import fields_of

from network.kernel.database import db
from network.links.models import EVERYONE, THEME
from network.links.queries import linked_to, node_of, nodes_linked_to
from network.links.relations import Way
from network.links.services import link, register
from network.meetups.services import plan
from network.practices.services import publish, write
from network.search.services import index
from network.themes.models import CLOSED
from network.themes.services import open_theme

ABOUT = "Vaklui leren starters aan de kantbank, elke donderdag een koppel."


@pytest.fixture
def put(app):
    number = iter(range(100, 10_000))

    def add(title, kind="finding", audience=EVERYONE, theme_id=None):
        n = next(number)
        node = register(
            kind, n, path=f"/x/{kind}/{n}", titles={"nl": title}, lines={}, audience=audience, theme_id=theme_id
        )
        index(node, title, ABOUT)
        return node

    return add


@pytest.fixture
def closed(dina):
    """A theme that only Dina is in."""
    return open_theme(dina, title_nl="Besloten", title_en="Closed", tagline_nl="x", purpose_nl="x", access=CLOSED)


@pytest.fixture
def practice(theme, bram, in_theme):
    in_theme(bram)
    parts = dict.fromkeys(("problem", "action", "result"), ABOUT)
    draft = write(bram, theme, title="Donderdagkoppels", summary="Vaklui en starters samen.", audience="open", **parts)
    publish(draft)
    return draft


def joined(practice, reader=None):
    db.session.rollback()  # what a browser wrote since
    return {each.title: str(each.how) for each in linked_to("practice", practice.id, reader)}


@both_databases
def test_who_tends_a_thing_ticks_what_was_proposed_and_says_how(client_of, put, practice, bram, visitor):
    finding, other = put("Leren aan de kantbank"), put("Starters leren van vaklui")
    browser, address = client_of(bram), f"/links/practice/{practice.id}"

    form = fields_of(browser.get(address).text, address)
    assert set(form["shown"]) == {str(finding.id), str(other.id)}
    assert "others" not in form  # nothing is joined that nobody ticked
    form |= {"others": [finding.id], f"way-{finding.id}": "contradicts"}
    answer = browser.submit(address, form)

    assert (answer.status_code, answer.location) == (302, address)
    assert joined(practice) == {"Leren aan de kantbank": "liep hier anders"}
    assert "liep hier anders" in visitor.get(practice.path).text


@both_databases
def test_a_tick_that_is_taken_away_undoes_one_link_and_no_other(client_of, put, practice, bram, closed):
    finding, meetup, hidden = put("Kantbank"), put("Kijken", "meetup"), put("Besloten", "meetup", THEME, closed.id)
    node = node_of("practice", practice.id)
    for each in (finding, meetup, hidden):
        link(node, each, Way("came_from", True) if each.kind == "meetup" else None)
    browser, address = client_of(bram), f"/links/practice/{practice.id}"

    form = fields_of(browser.get(address).text, address)
    assert set(form["others"]) == {str(finding.id), str(meetup.id)}
    form["others"] = [meetup.id]
    browser.submit(address, form)

    assert joined(practice) == {"Kijken": "is waar dit uit voortkwam"}
    assert hidden.id in {each.id for each in nodes_linked_to("practice", practice.id, "meetup")}


def test_one_looks_for_something_and_joins_what_was_found(client_of, put, practice, bram):
    far = put("Automatisering", "practice")
    browser, address = client_of(bram), f"/links/practice/{practice.id}"

    page = browser.get(f"{address}?q=automatisering").text
    form = fields_of(page, address)
    assert str(far.id) in form["shown"]
    browser.submit(address, form | {"others": [far.id], f"way-{far.id}": "builds_on"})

    assert joined(practice) == {"Automatisering": "is waar dit op voortbouwt"}
    assert "Niets dat niet al verbonden is" in browser.get(f"{address}?q=automatisering").text


def test_saying_how_is_enough_to_join_and_not_enough_to_stay_joined(client_of, put, practice, bram):
    finding = put("Leren aan de kantbank")
    browser, address = client_of(bram), f"/links/practice/{practice.id}"

    browser.submit(address, fields_of(browser.get(address).text, address) | {f"way-{finding.id}": "supports"})
    assert joined(practice) == {"Leren aan de kantbank": "werd hier ook gezien"}

    form = fields_of(browser.get(address).text, address)
    assert form.pop("others") == [str(finding.id)]
    browser.submit(address, form)
    assert joined(practice) == {}


def test_what_no_form_showed_cannot_be_slipped_in(client_of, put, practice, bram, chen, closed):
    hidden, person = put("Besloten", "meetup", THEME, closed.id), node_of("member", chen.id)
    address = f"/links/practice/{practice.id}"
    own = node_of("practice", practice.id)

    slipped_in = [hidden.id, own.id, 999_999_999_999, "x", -1, *([person.id] if person else [])]
    assert client_of(bram).submit(address, {"others": slipped_in, "shown": slipped_in}).status_code == 302

    assert joined(practice, bram) == {}


@both_databases
def test_a_form_joins_what_was_ticked_beside_its_own_lists(client_of, put, practice, bram):
    finding, question = put("Leren aan de kantbank"), put("Wie leert starters aan de kantbank?", "question")
    browser = client_of(bram)

    form = fields_of(browser.get(f"{practice.path}/edit").text, practice.path)
    assert {str(finding.id), str(question.id)} <= set(form["shown"])
    browser.submit(practice.path, form | {"others": [question.id], "findings": [finding.id]})
    assert set(joined(practice, bram)) == {"Leren aan de kantbank", "Wie leert starters aan de kantbank?"}

    form = fields_of(browser.get(f"{practice.path}/edit").text, practice.path)
    assert form["others"] == [str(question.id)]
    link(node_of("practice", practice.id), put("Meanwhile", "meetup"))  # by whoever tends the other end
    browser.submit(practice.path, form | {"others": [], "findings": [finding.id]})
    assert set(joined(practice, bram)) == {"Leren aan de kantbank", "Meanwhile"}


def test_a_form_that_comes_back_keeps_what_was_ticked(client_of, put, practice, bram):
    question = put("Wie leert starters aan de kantbank?", "question")
    browser = client_of(bram)
    form = fields_of(browser.get(f"{practice.path}/edit").text, practice.path)

    wrong = browser.submit(practice.path, form | {"others": [question.id], "hours": "veel"})

    assert wrong.status_code == 422
    back = fields_of(wrong.text, practice.path)
    assert back["others"] == [str(question.id)]
    assert joined(practice, bram) == {}


@pytest.mark.parametrize("kind", ["question", "meetup"])
def test_questions_and_meetups_are_joined_from_their_forms_as_well(client_of, put, theme, ada, in_theme, kind):
    in_theme(ada)
    browser = client_of(ada)
    other = put("Vaklui leren starters aan de kantbank", "question" if kind == "meetup" else "practice")
    if kind == "meetup":
        begin = soon()
        facts = {"kind": "workshop", "mode": "in_person", "place": "Helmond", "capacity": 9, "description": ABOUT}
        path = plan(
            ada, theme, title="Vaklui aan de kantbank", starts_at=begin, ends_at=begin + timedelta(hours=2), **facts
        ).path
    else:
        words = {
            "theme": theme.slug,
            "kind": "asked",
            "title": "Vaklui en starters?",
            "text": ABOUT,
            "language": "nl",
            "sure": "1",
        }
        path = browser.submit("/questions", words).location

    form = fields_of(browser.get(f"{path}/edit").text, path)
    assert str(other.id) in form["shown"]
    assert browser.submit(path, form | {"others": [other.id]}).status_code == 302

    assert other.title in browser.get(path).text


def test_proposals_come_while_somebody_writes_and_never_with_what_they_may_not_know(
    client_of, put, practice, chen, closed
):
    put("Leren aan de kantbank")
    put("Besloten kantbank", "practice", THEME, closed.id)
    typed = {"title": "Kantbank", "problem": f"<p>{ABOUT}</p><script>alert(1)</script>", "version": "1"}

    piece = client_of(chen).submit("/links/proposals?kind=practice&id=0", typed).text

    assert set(re.findall(r"<b[^>]*>([^<]+)</b>", piece)) == {"Donderdagkoppels", "Leren aan de kantbank"}
    assert 'name="shown"' in piece
    assert "checked" not in piece
    own = client_of(chen).submit(f"/links/proposals?kind=practice&id={practice.id}", typed).text
    assert "Donderdagkoppels" not in own


def test_a_theme_says_on_which_findings_it_builds(client_of, put, theme, ada, visitor):
    finding, practice = put("Een bevinding over de kantbank"), put("Iets over de kantbank", "practice")
    browser, address = client_of(ada), f"/links/theme/{theme.id}"

    form = fields_of(browser.get(f"{address}?q=kantbank").text, address)
    assert form["shown"] == [str(finding.id)]
    browser.submit(address, form | {"others": [finding.id, practice.id]})

    assert "Een bevinding over de kantbank" in visitor.get(theme.path).text
    assert [each.title for each in linked_to("theme", theme.id, None)] == ["Een bevinding over de kantbank"]


def test_the_page_of_a_theme_s_web_has_everything_as_a_picture_and_as_a_list(
    put, practice, theme, visitor, client_of, bram
):
    finding = put("Leren aan de kantbank")
    link(node_of("practice", practice.id), finding, Way("supports", True))
    loose = write(bram, theme, title="Los", summary="x", problem="x", action="x", result="x")
    publish(loose)

    inside = client_of(bram).get(f"{theme.path}/web").text.split('id="list"')[1]
    assert loose.path in inside.split("Nog nergens mee verbonden")[1]
    page = visitor.get(f"{theme.path}/web").text

    drawn, listed = page.split('class="web ')[1].split("</svg>")[0], page.split('id="list"')[1]
    for title in ("Donderdagkoppels", "Leren aan de kantbank"):
        assert title in drawn
        assert title in listed
    assert "werd hier ook gezien" in listed
    assert "zag hetzelfde" in listed
    assert loose.path not in page  # visitors may not read it


def test_a_web_of_nothing_says_what_to_do(theme, visitor):
    assert "nog niets verbonden" in visitor.get(f"{theme.path}/web").text
