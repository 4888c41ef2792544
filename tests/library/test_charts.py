"""How a chart is drawn: labels leave room for figures, what is uncertain looks uncertain, texts are escaped."""

from xml.etree import ElementTree

import pytest

from network.kernel.charts import PER_CENTS, WIDEST, Bar, bar_chart, share_bar, standalone, wrapped


def draw(*bars, blocks=35):
    return str(bar_chart("t", bars, PER_CENTS, "Title", "Told", blocks))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Energietransitie", ["Energietransitie"]),
        ("Landbouw- en voedseltransitie", ["Landbouw-", "en voedseltransitie"]),
        ("Loopbaangericht ontwikkelen (4, proactief)", ["Loopbaangericht ontwikkelen", "(4, proactief)"]),
        ("Arbeidsongeschiktheidsverzekering", ["Arbeidsongeschiktheidsverzekering", ""]),  # the figure goes below it
    ],
)
def test_the_last_line_of_a_label_leaves_room_for_the_figure(text, lines):
    assert wrapped(text, WIDEST, 23) == lines


def test_a_bar_is_cut_into_firms_only_where_they_stay_visible():
    bar = Bar("Yes", "60 %", "21 of 35", until=60)

    assert "t-cut" in draw(bar)
    assert "t-cut" not in draw(bar, blocks=0)
    assert "t-cut" not in draw(bar, blocks=400)


def test_a_conflict_is_hatched_between_its_two_figures():
    drawn = draw(Bar("Retention", "67 %", "chart: 66 %", until=66, disputed=(66, 67), candidates=(66,)))

    assert 'x="66%"' in drawn
    assert 'fill="url(#t-hatch)"' in drawn
    assert drawn.count("c-ring") == 1


def test_an_unknown_row_is_dashed_and_has_no_bar():
    drawn = draw(Bar("Long term", "?", "87 or 94 %", candidates=(87, 94)))

    assert "c-open" in drawn
    assert "c-bar" not in drawn
    assert drawn.count("c-ring") == 2


def test_the_margin_is_light_inside_the_dark_bar_and_dark_outside():
    drawn = draw(Bar("Energy", "63 %", until=62.857, interval=(46, 77), first=True))

    assert '<line class="c-line c-line--in" x1="46%" x2="62.86%"' in drawn
    assert '<line class="c-line" x1="62.86%" x2="77%"' in drawn


def test_words_are_escaped_and_a_chart_is_sound_xml():
    drawn = draw(Bar("<b> & co", "1 %", until=1, letters="a"))

    assert "&lt;b&gt; &amp; co" in drawn
    ElementTree.fromstring(drawn)


def test_a_chart_on_its_own_carries_its_colours_title_and_source():
    alone = standalone(
        draw(Bar("Yes", "60 %", until=60)), "t", "Six in ten <firms>", "Report 2023", ("#fff000", "#000fff")
    )

    ElementTree.fromstring(alone)
    assert "class=" not in alone
    assert 'fill="#fff000"' in alone
    assert "Six in ten &lt;firms&gt;" in alone
    assert "Report 2023" in alone


def test_a_teaser_s_bar_is_one_bar():
    assert str(share_bar("t", 60, 35)).count("c-bar") == 2  # its class and the darker one
