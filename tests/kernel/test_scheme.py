"""Light, dark, or as the device."""

import pytest


@pytest.mark.parametrize("wish", ["light", "dark"])
def test_what_is_chosen_is_remembered(visitor, wish):
    assert f'data-scheme="{wish}"' in visitor.get(f"/themes?scheme={wish}").text
    assert f'data-scheme="{wish}"' in visitor.get("/no-such-page").text


def test_as_the_device_takes_it_back(visitor):
    visitor.get("/themes?scheme=dark")
    visitor.get("/themes?scheme=auto")

    assert "data-scheme" not in visitor.get("/themes").text


def test_an_unknown_wish_changes_nothing(visitor):
    assert "data-scheme" not in visitor.get('/themes?scheme="><script>').text


def test_a_page_that_was_kept_is_not_shown_in_the_other_scheme(visitor):
    tag = visitor.get("/themes").headers["ETag"]
    visitor.get("/themes?scheme=dark")

    assert visitor.get("/themes", headers={"If-None-Match": tag}).status_code == 200


def test_what_was_asked_of_the_page_stays(visitor):
    page = visitor.get("/search?q=a%22b&kind=theme")

    assert 'href="?q=a%22b&amp;kind=theme&amp;scheme=dark"' in page.text
