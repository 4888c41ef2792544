"""Where lines may end: not within a figure, and within a long compound at its border first."""

import pytest

from network.kernel.clock import today
from network.kernel.text import day, prose, short_day
from network.kernel.typesetting import LONG_PART, LONG_WORD, shy, unbroken


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("95 % marge, 81–98 %", "95_% marge, 81–\u206098_%"),
        ("€ 1.500 per jaar", "€_1.500 per jaar"),
        ("3,66 mln mensen", "3,66_mln mensen"),
        ("4 millionaires", "4 millionaires"),
        ("20–49 mensen · Zorg", "20–\u206049 mensen_· Zorg"),
        (" · Utrecht", "_· Utrecht"),
        ("maandag – vrijdag", "maandag – vrijdag"),
        ("zo veel % als kan", "zo veel % als kan"),
    ],
)
def test_a_number_keeps_its_unit_and_a_fact_its_point(typed, kept):
    assert unbroken(typed) == kept.replace("_", "\u00a0")
    assert unbroken(unbroken(typed)) == unbroken(typed)


def test_typed_text_keeps_its_numbers_together():
    assert prose("Nog **20 %** over") == "<p>Nog <b>20\u00a0%</b> over</p>"


def test_a_date_is_never_torn():
    assert " " not in day(today()) + short_day(today())


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Meergeneratiewerkvloer", "Meer-generatie-werkvloer"),
        ("Praktijkvoorbeelden", "Praktijk-voorbeelden"),
        ("arbeidsmarktontwikkelingen", "arbeids-markt-ontwikkelingen"),
        ("duurzaamheidstransitievaardigheden", "duurzaamheids-transitie-vaardigheden"),
        ("bijeenkomsten", "bijeenkomsten"),  # fits as it is
        ("https://example.org/abc", "https://example.org/abc"),
        ("Werk aan de meergeneratiewerkvloer", "Werk aan de meer-generatie-werkvloer"),
    ],
)
def test_a_long_word_breaks_at_its_borders(word, broken):
    assert shy(word).replace("\u00ad", "-") == broken


@pytest.mark.parametrize("word", ["persoonlijkheidskenmerken", "leidinggevendentraject", "x" * 80])
def test_no_part_is_longer_than_the_narrowest_tile_where_a_syllable_allows(word):
    parts = shy(word).split("\u00ad")

    assert "".join(parts) == word
    assert len(word) >= LONG_WORD
    assert max(map(len, parts)) <= LONG_PART or word.startswith("x")
