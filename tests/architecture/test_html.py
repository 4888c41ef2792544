"""Every page is valid HTML, with each id once."""

import pytest
from pages import faults_of

SIMPLE = [
    "/themes",
    "/search",
    "/search?q=robots",
    "/search?q=%3Cb%3E&kind=theme",
    "/sign-in",
    "/register",
    "/no-such-page",
]


@pytest.mark.parametrize("path", SIMPLE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_visitors_page_is_valid(visitor, theme, path, lang):
    page = visitor.get(path, headers={"Accept-Language": lang})

    assert faults_of(page.text) == []


@pytest.mark.parametrize("path", ["/themes", "/themes/new", "/search?q=x"])
def test_a_members_page_is_valid(client_of, ada, theme, path):
    assert faults_of(client_of(ada).get(path).text) == []


@pytest.mark.parametrize(
    "page",
    ['<p id="a">x</p><p id="a">', "<h1>a</h1><h1>b</h1>", '<label for="x">x</label>', "<p><div></p>", '<b style="">'],
)
def test_a_badly_made_page_is_found_out(page):
    assert faults_of(f"<!doctype html><html lang=nl><title>x</title><h1>x</h1>{page}") != []
