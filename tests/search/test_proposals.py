"""What may belong with a text: by its telling words, in the writer's rights, the same on both databases."""

import pytest
from cast import statements
from conftest import both_databases

from network.links.models import EVERYONE, MEMBERS, NOBODY, THEME
from network.links.services import register
from network.search.likeness import Candidate, nearest, telling
from network.search.proposals import MOST, MOST_OF_A_KIND, proposals_for
from network.search.services import index
from network.search.words import stems

KINDS = ("finding", "practice", "meetup", "question")
TITLE = "Donderdagkoppels aan de kantbank"
TEXT = "Een ervaren vakman van over de vijftig leert een starter het vak aan de kantbank, elke donderdag."
NEW = ("practice", 0)


@pytest.fixture
def put(app):
    number = iter(range(1, 10_000))

    def add(title, body="", kind="practice", audience=EVERYONE, theme_id=None):
        n = next(number)
        node = register(
            kind, n, path=f"/{kind}/{n}", titles={"nl": title}, lines={}, audience=audience, theme_id=theme_id
        )
        index(node, title, body)
        return node

    return add


def proposed(reader, of=NEW, besides=(), title=TITLE, text=TEXT):
    return [node.title for node in proposals_for(reader, title, text, KINDS, of, besides)]


@both_databases
def test_what_shares_telling_words_is_proposed_and_what_shares_only_little_ones_is_not(put, bram):
    put("Kijken bij de kantbank", "Een vakman laat zien hoe hij starters het vak leert.", kind="meetup")
    put("Hoe een starter het van een vakman leert", "Over kantbanken en donderdagen.", kind="question")
    put("Wij kochten een auto", "Het was op een donderdag, en het ging over van alles en nog wat voor de zaak.")

    assert set(proposed(bram)) == {"Hoe een starter het van een vakman leert", "Kijken bij de kantbank"}


@both_databases
def test_nothing_is_proposed_that_the_writer_may_not_know_of(put, theme, ada, bram, in_theme):
    in_theme(ada)
    words = "Een vakman leert een starter het vak aan de kantbank."
    put("Kantbank besloten", words, audience=THEME, theme_id=theme.id)
    put("Kantbank concept", words, audience=NOBODY)
    put("Kantbank voor leden", words, audience=MEMBERS)
    put("Kantbankfirma", words, kind="organisation")

    assert proposed(bram) == ["Kantbank voor leden"]
    assert set(proposed(ada)) == {"Kantbank besloten", "Kantbank voor leden"}


@both_databases
def test_a_thing_is_no_proposal_for_itself_nor_is_what_stands_there_already(put, bram):
    own, other = (put(f"Kantbank {n}", TEXT) for n in range(2))

    assert proposed(bram, of=("practice", own.subject_id)) == [other.title]
    assert proposed(bram, besides=[own.id]) == [other.title]
    assert proposed(bram, of=("meetup", own.subject_id), besides=[other.id]) == [own.title]


@both_databases
def test_no_kind_crowds_out_another_and_dates_of_one_series_stand_once(put, bram):
    for n in range(60):
        put(f"Kantbank {n}", TEXT)
    for _date in range(3):
        put("Kring van de kantbank", TEXT, kind="meetup")
    put("Vaklui leren starters aan de kantbank", kind="finding")

    names = proposed(bram)

    assert len([name for name in names if name.startswith("Kantbank")]) == MOST_OF_A_KIND
    assert names.count("Kring van de kantbank") == 1
    assert "Vaklui leren starters aan de kantbank" in names
    assert len(names) <= MOST


@both_databases
def test_a_text_of_any_kind_costs_one_statement_and_no_fault(put, bram):
    put("Kantbank", TEXT)
    operators = "& | ! ( ) : * <-> NEAR AND NOT kantbank vakman"
    hostile = ["' OR 1=1 --", '"); DROP TABLE node;', "a" * 200_000, "\x00\ufffe", operators]
    for text in hostile:
        with statements() as seen:
            proposed(bram, title="Kantbank vakman", text=text)
        assert len(seen) == 1
    with statements() as seen:
        assert proposed(bram, title="", text="het de een en of") == []
    assert len(seen) == 0


def of(number, heading, body="", kind="practice"):
    return Candidate(number, kind, set(stems(heading).split()), set(stems(body).split()))


def test_one_shared_word_is_chance_and_two_are_not():
    words = telling(TITLE, TEXT)

    assert nearest(words, [of(1, "Een kantbank te koop")]) == []
    assert nearest(words, [of(1, "Een vakman aan de kantbank")]) == [1]
    assert nearest(words, []) == []


def test_a_word_in_the_heading_and_a_rare_one_weigh_more():
    words = telling("", "kantbank vakman starter gesprek")
    crowd = [of(n, "Iets", "vakman starter gesprek") for n in range(10, 20)]

    assert nearest(words, [of(2, "Iets", "kantbank vakman"), of(1, "Kantbank vakman"), *crowd])[0] == 1
    assert nearest(words, [of(2, "Vakman starter"), of(1, "Kantbank vakman"), *crowd])[0] == 1


def test_parts_of_a_compound_count_as_the_word_itself():
    assert nearest(
        telling("", "meergeneratiewerkvloer machines"), [of(1, "Generaties op de werkvloer bij machines")]
    ) == [1]


def test_only_words_that_tell_something_are_looked_for():
    assert set(telling("De kantbank", "het was in 2023 op een machine van de 35 bedrijven")) == {
        "kantbank",
        "machine",
        "bedrijven",
    }
    assert next(iter(telling("kantbank", "machine machine machine lassen"))) == "kantbank"
    assert len(telling("", " ".join(f"woord{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)))) == 24
