"""What every page has around its matter: its name, and for visitors the way in."""

import re

import pytest

JOIN = '<a class="button button--small top__join" href="/register">'


def name_of(page: str) -> str:
    return re.findall(r"<title>(.*?)</title>", page)[0]


@pytest.mark.parametrize(("language", "begins"), [("nl", "Fout: "), ("en", "Error: ")])
def test_a_page_with_faults_says_so_in_its_name(client_of, ada, theme, language, begins):
    browser = client_of(ada)

    assert not name_of(browser.get(f"/themes/new?lang={language}").text).startswith(begins)
    answer = browser.submit(f"/themes?lang={language}", {"title_nl": ""})

    assert answer.status_code == 422
    assert name_of(answer.text).startswith(begins)


def test_the_form_to_register_says_it_as_any_other(visitor):
    name = name_of(visitor.submit("/register", {"name": ""}).text)

    assert name.startswith("Fout: ")
    assert name.count("Fout") == 1


def test_a_visitor_finds_the_way_in_above_and_below(client_of, bram, theme):
    text = client_of(None).get("/themes").text

    assert JOIN in text
    assert 'button--on-brand" href="/register"' in text
    assert 'href="/register"' not in client_of(bram).get("/themes").text
