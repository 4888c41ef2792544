"""Finding things: words, rights and hostile text, the same on both databases."""

import pytest
from cast import statements
from conftest import both_databases

from network.kernel.database import db, writing
from network.links.models import EVERYONE, MEMBERS, NOBODY, THEME, Node
from network.links.services import forget as take_out
from network.links.services import register
from network.search import queries
from network.search.models import SearchText
from network.search.queries import EXCHANGE, MOST_OF_A_KIND, search_for
from network.search.services import forget, index

pytestmark = both_databases


@pytest.fixture
def put(app):
    """Put a practice (or another thing) where it can be found."""
    number = iter(range(1, 10_000))

    def add(title, body="", kind="practice", audience=EVERYONE, theme_id=None) -> Node:
        n = next(number)
        titles = {"nl": title, "en": title}
        node = register(kind, n, path=f"/{kind}/{n}", titles=titles, lines={}, audience=audience, theme_id=theme_id)
        index(node, title, body)
        return node

    return add


def found(reader, text, **more) -> list[str]:
    return [str(hit.title.striptags()) for group in search_for(reader, text, **more) for hit in group.hits]


@pytest.mark.parametrize(
    "asked",
    [
        "werkt", "gewerkt", "WERKEN",  # Dutch stems
        "trained", "training",  # English stems
        "cafe", "Café",  # accents
        "generatie", "generaties", "werkvloer",  # parts of a compound
        "meergen",  # a word that is not finished
        "meergeneratie-werkvloer", "e-learning", "elearning",
        "upskilling", "bijspijkeren",  # synonyms
        "lifelong learning", "leven lang leren", "llo",
        "hoe wordt er gewerkt op de werkvloer",  # the little words of a question
        "autos", "auto's",
    ],
)  # fmt: skip
def test_a_text_is_found_by(put, asked):
    put("Iets anders", "Niets hiervan.")
    text = "Zo werken wij: we train new people by e-learning, bijscholing in het café, een leven lang ontwikkelen."
    put("Meergeneratiewerkvloer", f"{text} Auto's.")

    assert found(None, asked) == ["Meergeneratiewerkvloer"]


@pytest.mark.parametrize(
    "asked", ["", "   ", "???", "regeneratie", "werken xylofoon", "meergen werken", "leren", "delen"]
)
def test_a_text_is_not_found_by(put, asked):
    put("Meergeneratiewerkvloer", "Zo werken wij: installeren, voordelen, onderdelen, afdelingen.")

    assert found(None, asked) == []


def test_a_word_in_the_title_counts_more(put):
    put("Fouten maken mag", "Robots en cobots.")
    put("Robots", "Een ander verhaal.")
    put("Nog iets", "Robots in de fabriek, en heel veel andere woorden die er niet toe doen.")

    assert found(None, "robots")[0] == "Robots"


def test_what_is_found_is_grouped_by_kind(put):
    for kind in ("meetup", "theme", "practice", "concept"):
        put(f"Robots {kind}", kind=kind)

    assert [group.kind for group in search_for(None, "robots")] == ["theme", "practice", "meetup"]


def test_of_each_kind_a_few_are_shown_and_all_are_counted(put):
    for n in range(MOST_OF_A_KIND + 3):
        put(f"Robots {n}")

    (group,) = search_for(None, "robots")

    assert (len(group.hits), group.found, group.are_more) == (MOST_OF_A_KIND, MOST_OF_A_KIND + 3, True)
    assert len(found(None, "robots", kind="practice")) == MOST_OF_A_KIND + 3
    assert found(None, "robots", kind="meetup") == []


@pytest.fixture
def few_are_ranked(monkeypatch):
    """Let search rank three hits and no more."""
    queries._best.cache_clear()
    monkeypatch.setattr(queries, "MOST_RANKED", 3)
    yield
    queries._best.cache_clear()


def test_the_many_do_not_crowd_out_the_few(put, few_are_ranked, visitor):
    for kind in ("theme", "finding", "organisation"):
        put(f"Robots {kind}", kind=kind)
    for n in range(5):
        put(f"Robots {n}")

    groups = {group.kind: (group.found, group.at_least) for group in search_for(None, "robots")}

    assert groups == {"theme": (1, True), "practice": (3, True), "finding": (1, True), "organisation": (1, True)}
    assert "minstens 3 gevonden" in visitor.get("/search?q=robots").text


def test_a_count_is_whole_when_all_were_ranked(put, few_are_ranked):
    put("Robots", kind="theme")
    for n in range(2):
        put(f"Robots {n}")

    assert [(group.found, group.at_least) for group in search_for(None, "robots")] == [(1, False), (2, False)]


def test_everybody_finds_only_what_they_may_know_of(put, theme, bram, chen, in_theme):
    for audience in (EVERYONE, MEMBERS, THEME, NOBODY):
        put(f"Robots {audience}", audience=audience, theme_id=theme.id)
    in_theme(bram)

    assert set(found(None, "robots")) == {"Robots everyone"}
    assert set(found(chen, "robots")) == {"Robots everyone", "Robots members"}
    assert set(found(bram, "robots")) == {"Robots everyone", "Robots members", "Robots theme"}


def test_a_firm_is_found_once_by_what_everybody_and_by_what_members_may_know(put, bram):
    for kind, audience, words in (("organisation", EVERYONE, "Zagen."), (EXCHANGE, MEMBERS, "Wie kan zagen en boren?")):
        node = register(kind, 7, path="/organisations/zaag", titles={"nl": "Zaag"}, lines={}, audience=audience)
        index(node, "Zaag", words)

    for asked in ("zagen", "zaag", "zaag zagen"):
        for reader in (None, bram):
            [hits] = search_for(reader, asked)
            assert (hits.kind, hits.found, [hit.kind for hit in hits.hits]) == ("organisation", 1, ["organisation"])
    assert found(None, "boren") == []
    assert found(bram, "boren") == found(bram, "boren", kind="organisation") == ["Zaag"]
    assert found(bram, "boren", kind=EXCHANGE) == []


def test_indexing_again_replaces_what_was_known(put):
    node = put("Robots", "Lassen")
    index(node, "Robots", "Frezen")

    assert found(None, "lassen") == []
    assert found(None, "frezen") == ["Robots"]


def test_what_is_forgotten_is_not_found(put):
    first, second = put("Robots"), put("Robots")
    forget(first.id)
    forget(first.id)
    take_out("practice", second.subject_id)

    assert found(None, "robots") == []
    assert db.session.get(SearchText, second.id, populate_existing=True) is None


def test_the_found_words_are_marked_and_the_rest_is_escaped(put):
    put(
        "<b>Werkplek</b>",
        "Er was eens. " * 20 + "<script>alert(1)</script> op de werkplekken & elders. " + "En verder. " * 40,
    )

    ((hit,),) = [group.hits for group in search_for(None, "werkplek")]

    assert hit.title == "&lt;b&gt;<mark>Werkplek</mark>&lt;/b&gt;"
    assert hit.excerpt.startswith("…")
    assert "<mark>werkplekken</mark> &amp; elders" in hit.excerpt
    assert "&lt;script&gt;" in hit.excerpt
    assert len(hit.excerpt.striptags()) <= 210


HOSTILE = [
    '"', "'", "\\", "''; DROP TABLE node; --", "robots OR 1", "robots AND", "NOT robots", "NEAR(robots, 3)",
    "heading_stems:robots", "robots*", "*", "(robots", "robots)", "^robots", "robots - x", "{robots}", "robots:*",
    "!robots", "robots & | !", "robots <-> x", "\x00robots\x00", "robots\ud800", "%", "_", "😀 robots", "ροβοτ",
    "робот", "機器人", "a" * 10_000, "a " * 5_000, "-" * 500, "&&&&", "robots " + "x" * 10_000, "\n\t", "a-" * 400,
    "1e5 007 0x1f 3.14", "<script>", "http://x.example/?a=b", "o'clock", "’s",
]  # fmt: skip


@pytest.mark.parametrize("asked", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_an_error(put, client_of, asked):
    put("Robots", "3d")

    found(None, asked)

    answer = client_of(None).get("/search", query_string={"q": asked.encode("utf-8", "surrogatepass")})
    assert answer.status_code == (404 if "\0" in asked else 200)  # no address holds what no database can look for


@pytest.mark.parametrize(
    "word", ["3d", "1e5", "0x1f", "007", "iso9001", "робот", "ροβότ", "機器人", "a" * 60, "日本語-テスト"]
)
def test_odd_words_are_found_as_they_are(put, word):
    put("Ding", f"Een {word} hier.")
    put("Ander ding", "Niets.")

    assert found(None, word) == ["Ding"]


def test_the_page_costs_a_visitor_one_statement_for_any_number_of_hits(put, visitor):
    for n in range(30):
        put(f"Robots {n}", "Lassen met robots. " * 30)
    visitor.get("/search?q=robots")

    with statements() as seen:
        page = visitor.get("/search?q=robots+lassen")

    assert page.status_code == 200
    assert len([each for each in seen if each.startswith("SELECT")]) <= 2
    assert page.text.count("<mark>") >= MOST_OF_A_KIND


def test_the_page_says_what_to_do_when_nothing_is_found(visitor):
    page = visitor.get("/search?q=%3Cxylofoon%3E&lang=en")

    assert "Nothing found for “&lt;xylofoon&gt;”" in page.text
    assert 'href="/sign-in"' in page.text


def test_the_page_keeps_what_was_asked_when_one_kind_is_chosen(put, visitor):
    for n in range(MOST_OF_A_KIND + 1):
        put(f"Zoek & vind {n}")

    page = visitor.get("/search?q=zoek+%26+vind&lang=en")

    assert "/search?q=zoek%20%26%20vind&amp;kind=practice" in page.text
    assert visitor.get("/search?q=zoek+%26+vind&kind=practice").text.count("<h3>") == MOST_OF_A_KIND + 1


def test_writing_is_left_to_verbs(put):
    node = put("Robots")
    with writing():
        index(node, "Cobots", "")

    assert found(None, "cobots") == ["Robots"]
