"""Reading a long conversation, a page at a time."""

import pytest

from network.conversations.queries import place_of, thread
from network.conversations.services import comment


@pytest.fixture
def talk(counts, bram, chen):
    """Seven comments; the second has three replies."""
    said = [comment(bram, "thing", 1, f"{n}") for n in range(4)]
    said += [comment(chen, "thing", 1, f"1.{n}", parent_id=said[1].id) for n in range(3)]
    return said


def texts(page):
    return [each.text for talk in page.talks for each in (talk.comment, *talk.replies) if each is not None]


def test_replies_stand_under_what_they_answer(talk, dina):
    assert texts(thread(dina, "thing", 1)) == ["0", "1", "1.0", "1.1", "1.2", "2", "3"]


def test_a_page_goes_on_in_the_middle_of_a_talk(talk, dina):
    first = thread(dina, "thing", 1, most=3)
    second = thread(dina, "thing", 1, after=first.more, most=3)
    third = thread(dina, "thing", 1, after=second.more, most=3)

    assert [texts(page) for page in (first, second, third)] == [["0", "1", "1.0"], ["1.1", "1.2", "2"], ["3"]]
    assert second.talks[0].comment is None
    assert (first.is_first, second.is_first, third.more) == (True, False, "")


@pytest.mark.parametrize("after", ["", "x", "1", "1-x", "-1-2", "9" * 30 + "-1"])
def test_a_key_that_nobody_gave_out_harms_nobody(talk, after, dina):
    assert len(texts(thread(dina, "thing", 1, after=after))) in (0, 7)


def test_a_place_is_on_the_right_page(counts, bram, dina):
    said = [comment(bram, "thing", 1, f"{n}") for n in range(52)]

    assert place_of(said[0]) == f"#comment-{said[0].id}"
    address, _, anchor = place_of(said[51]).partition("#")
    assert anchor == f"comment-{said[51].id}"
    assert texts(thread(dina, "thing", 1, after=address.removeprefix("?after="))) == ["51"]
