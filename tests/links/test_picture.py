"""The picture of a web: everything has its place, nothing covers another thing, and nothing is lost without a word."""

from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from network.links.picture import BOX, LANES, MOST_IN_A_LANE, TALL, WIDTH, picture_of


@dataclass(frozen=True)
class Thing:
    kind: str
    title: str


def things(count, kind="practice"):
    return {n: Thing(kind, f"Praktijk {n}") for n in range(count)}


@st.composite
def webs(draw):
    named = st.builds(Thing, st.sampled_from(sorted(LANES)), st.text(max_size=120))
    known = dict(enumerate(draw(st.lists(named, max_size=60))))
    pair = (
        st.tuples(st.sampled_from(sorted(known)), st.sampled_from(sorted(known)), st.booleans())
        if known
        else st.nothing()
    )
    joins = (
        [(one, other, says) for one, other, says in draw(st.lists(pair, max_size=80)) if one != other] if known else []
    )
    return known, joins


@given(webs())
def test_no_web_makes_boxes_that_overlap_or_stick_out(web):
    known, joins = web
    picture = picture_of(known, joins)

    for box in picture.boxes:
        assert 0 <= box.x <= WIDTH - BOX
        assert 0 <= box.y <= picture.height - TALL
        assert 1 <= len(box.lines) <= 2
    for one, other in combinations(picture.boxes, 2):
        assert one.x != other.x or abs(one.y - other.y) >= TALL
    joined = {end for one, other, _says in joins for end in (one, other)}
    assert len(picture.boxes) + picture.left_out == len(joined)
    assert picture.left_out == 0 or len(picture.boxes) >= MOST_IN_A_LANE


def test_what_is_joined_most_has_its_place_before_others():
    known = things(30) | {99: Thing("finding", "De bevinding")}
    joins = [(99, n, False) for n in range(30)] + [(29, n, False) for n in range(3)]

    picture = picture_of(known, joins)

    shown = {box.thing.title for box in picture.boxes}
    assert {"De bevinding", "Praktijk 29", "Praktijk 0", "Praktijk 1", "Praktijk 2"} <= shown
    assert (len(shown), picture.left_out) == (MOST_IN_A_LANE + 1, 30 - MOST_IN_A_LANE)


def test_things_stand_beside_what_they_are_joined_to():
    known = {n: Thing("finding", f"F{n}") for n in range(4)} | {n + 10: Thing("practice", f"P{n}") for n in range(4)}
    crossed = picture_of(known, [(n, 13 - n, False) for n in range(4)])

    rows = {box.thing.title: box.y for box in crossed.boxes}
    assert all(rows[f"F{n}"] == rows[f"P{3 - n}"] for n in range(4))


def test_what_is_joined_to_nothing_is_for_the_list_and_a_thick_line_says_how():
    picture = picture_of(things(3), [(0, 1, True)])

    assert {box.thing.title for box in picture.boxes} == {"Praktijk 0", "Praktijk 1"}
    assert [line.says_how for line in picture.lines] == [True]
    assert picture_of({}, []).boxes == []
