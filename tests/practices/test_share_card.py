"""The picture beside a shared address: for what everybody may read, in letters that stand, and nothing of the rest."""

import io

import pytest
from PIL import Image

from network.practices.services import archive
from network.practices.share_card import HEIGHT, PAPER, SIZES, WIDTH, _fitting, picture_of


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_an_open_practice_has_a_picture_and_its_page_names_it(client_of, visitor, make_practice, chen):
    practice = make_practice(audience="open")
    card = visitor.get(f"{practice.path}.png")

    assert (card.status_code, card.mimetype) == (200, "image/png")
    assert opened(card.data).size == (WIDTH, HEIGHT)
    assert f'content="http://localhost{practice.path}.png"' in visitor.get(practice.path).text
    assert "og:image" in client_of(chen).get(practice.path).text


def test_nobody_gets_a_picture_of_what_is_not_open(client_of, visitor, make_practice, bram, chen):
    for practice in (make_practice(), make_practice(audience="theme"), make_practice(published=False, audience="open")):
        for browser in (visitor, client_of(chen), client_of(bram)):
            assert browser.get(f"{practice.path}.png").status_code == 404
        assert "og:image" not in client_of(bram).get(practice.path).text
    gone = make_practice(audience="open", title="Gaat weg")
    archive(gone)
    assert visitor.get(f"{gone.path}.png").status_code == 404


@pytest.mark.parametrize(
    "title",
    ["Kort", "x" * 120, "Heel lang " * 12, "Koppels & <kaarten> “ëén”", "😀 \u05d0\u05d1 漢字 →", "\u202eomgekeerd"],
)
def test_whatever_the_title_the_picture_holds_it(make_practice, title):
    image = opened(picture_of(make_practice(audience="open", title=title)))
    edge = image.crop((WIDTH - 30, 60, WIDTH, HEIGHT - 40))

    assert edge.getcolors() == [(edge.width * edge.height, PAPER)]  # nothing runs off the page
    size, lines = _fitting(title)
    assert size in SIZES
    assert len(lines) <= 4


def test_the_same_words_are_the_same_picture(make_practice):
    practice = make_practice(audience="open")

    assert picture_of(practice) == picture_of(practice)
