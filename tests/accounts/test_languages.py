"""The language that a member chose goes with them to every device, unless a browser chose its own."""

from __future__ import annotations

import pytest
from cast import PASSWORD, statements
from conftest import both_databases

from network.kernel.database import writing
from network.kernel.i18n import COOKIE

PAGES = ["/", "/about", "/privacy", "/library", "/themes", "/organisations", "/people", "/settings", "/search?q=x"]
WISHES = {"name": "Bram Jansen", "mail_news": "y"}


@pytest.fixture
def english(bram):
    with writing():
        bram.language = "en"
    return bram


def language_of(answer) -> str:
    """The language of a page, which its frame and its parts agree about."""
    code = answer.text.split('<html lang="')[1].split('"')[0]
    assert ("In het Nederlands" if code == "en" else "In English") in answer.text
    assert ("Accessibility" in answer.text) == (code == "en")
    return code


def sign_in(browser):
    return browser.submit("/sign-in", {"email": "bram@example.org", "password": PASSWORD})


@both_databases
def test_on_another_device_the_account_s_language_applies_once_somebody_signed_in(client_of, english):
    browser = client_of(None)
    assert language_of(browser.get("/sign-in")) == "nl"

    sign_in(browser)

    assert {path: language_of(browser.get(path)) for path in PAGES} == dict.fromkeys(PAGES, "en")
    browser.submit("/sign-out")
    assert language_of(browser.get("/about")) == "nl"


def test_what_a_member_chooses_here_applies_there_at_the_next_page(client_of, bram):
    here, there = client_of(bram), client_of(bram)
    assert language_of(there.get("/")) == "nl"

    here.submit("/settings", {**WISHES, "language": "en"})

    assert language_of(there.get("/")) == "en"


def test_a_browser_that_asks_for_another_language_by_itself_chose_nothing(client_of, english):
    assert language_of(client_of(english).get("/about", headers={"Accept-Language": "nl"})) == "en"


def test_what_a_browser_chose_stays(client_of, english):
    by_cookie, by_address = client_of(english), client_of(english)
    by_cookie.set_cookie(COOKIE, "nl")

    assert language_of(by_cookie.get("/about")) == "nl"
    assert language_of(by_address.get("/about?lang=nl")) == "nl"
    assert language_of(by_address.get("/about")) == "nl"


def test_saving_other_settings_leaves_what_this_browser_chose(client_of, bram):
    browser = client_of(bram)
    browser.get("/about?lang=en")

    browser.submit("/settings", {**WISHES, "job": "lasser", "language": "nl"})

    assert language_of(page := browser.get("/settings")) == "en"
    assert "Saved." in page.text


def test_a_language_chosen_in_the_settings_goes_before_what_this_browser_chose(client_of, bram):
    here, there = client_of(bram), client_of(bram)
    here.get("/about?lang=nl")

    here.submit("/settings", {**WISHES, "language": "en"})
    assert language_of(page := here.get("/settings")) == "en"
    assert "Saved." in page.text

    there.submit("/settings", {**WISHES, "language": "nl"})
    assert [language_of(each.get("/")) for each in (here, there)] == ["nl", "nl"]


@pytest.mark.parametrize("nonsense", ["de", "", "nl-BE"])
def test_a_language_that_we_do_not_speak_is_no_choice(client_of, english, nonsense):
    browser = client_of(english)
    browser.set_cookie(COOKIE, nonsense)

    assert language_of(browser.get(f"/about?lang={nonsense}")) == "en"


def test_faults_and_messages_are_told_in_it_too(client_of, english):
    browser = client_of(english)

    missing = browser.get("/organisations/never-was")
    assert missing.status_code == 404
    assert "This page is not here" in missing.text
    assert "Fill this in." in browser.submit("/settings", {**WISHES, "name": "", "language": "en"}).text
    assert "This page is not for you" in browser.get(f"{english.organisation.path}/edit").text


@both_databases
def test_visitors_pages_stay_in_the_language_of_the_visitor(client_of, english, theme):
    visitor, browser = client_of(None), client_of(english)

    for _ in range(2):  # the second time it may be the page that was kept
        assert language_of(visitor.get("/themes")) == "nl"
        assert language_of(browser.get("/themes")) == "en"
    assert language_of(visitor.get("/themes?lang=en")) == "en"
    assert language_of(client_of(None).get("/themes")) == "nl"


@both_databases
@pytest.mark.parametrize("path", ["/", "/about", "/organisations", "/settings"])
def test_it_takes_no_statement_of_its_own(client_of, english, chen, path):
    counts = []
    for member in (english, chen):
        browser = client_of(member)
        browser.get(path)
        with statements() as seen:
            browser.get(path)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_who_asks_whether_this_process_lives_asks_nothing_of_the_database(client_of, english):
    browser = client_of(english)
    with statements() as seen:
        assert browser.get("/healthz").status_code == 200

    assert seen == []
