"""Who may do what: every row of docs/rights.md tried by everybody, and no trace of what somebody may not know of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from architecture.rights import (
    CHANGES_WHO_IS_WHO,
    HOME,
    JSON,
    NOTHING,
    PARTS_SHOWN,
    REFUSED,
    SIGN_IN,
    YES,
    Network,
    Row,
    make_network,
    parts,
    rows,
)
from architecture.rights_things import (
    ADMINISTERS,
    AUTHOR,
    EVERYWHERE,
    FINDING,
    MARKS,
    MEMBER,
    PARTS,
    ROLES,
    STUDY,
    VISITOR,
)
from werkzeug.test import TestResponse

DONE = {"GET": 200, "POST": 302}
KINDS = ("theme", "practice", "meetup", "question", "finding", "organisation", "member")
SEARCHES = [f"/search?q={EVERYWHERE}&kind={kind}" for kind in KINDS]
OUTSIDE = (VISITOR, MEMBER, AUTHOR, ADMINISTERS)  # from each of whom something else is hidden
UNSEARCHED = {"comments", "polls"}  # search knows nothing of these
FINDS_EVERYBODY = "/admin/people"  # where administrators look for who is hidden from them elsewhere
WRITING_GETS = {"/confirm/<token>", "/settings/email/<token>"}  # a link from a mail does what it says


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Network]:
    made = make_network(tmp_path_factory.mktemp("rights"), migrated)
    yield made
    made.database.close()


@pytest.fixture(autouse=True)
def _undone(network: Network) -> Iterator[None]:
    yield
    network.undo()


@pytest.mark.whole
def test_everybody_gets_what_the_table_says_and_nothing_else(network: Network) -> None:
    """What is refused changes nothing, pages change nothing, and no form changes who somebody is by the way."""
    wrong, standing = {}, network.standing()
    for row, thing, role in _each_cell():
        cell, before = row.cells[role], network.version
        answer = network.knock(row, thing, role, **(JSON if cell in REFUSED else {}))
        faults = [] if _word(row, answer) == cell else [_word(row, answer)]
        hidden = set() if cell == YES and row.route.startswith(FINDS_EVERYBODY) else _unknown_to(role)
        faults += [f"tells of {mark}" for mark in _told(answer) & hidden]
        if network.version != before:
            may_write = cell not in {SIGN_IN, *REFUSED} and (row.method == "POST" or row.route in WRITING_GETS)
            faults += [] if may_write else ["writes"]
            if row.route not in CHANGES_WHO_IS_WHO and not standing <= network.standing():
                faults.append("changes who is who")
            network.undo()
        if faults:
            wrong[f"{row.method} {row.route}", thing, role] = (cell, *faults)

    assert wrong == {}


def test_a_refusal_is_the_same_as_a_page_and_as_json(network: Network) -> None:
    """The table is tried in JSON where it says no; here the first no of every row is asked for as a browser does."""
    wrong = {}
    for row in rows():
        role = next((role for role in ROLES if row.cells[role] in REFUSED), None)
        if role is not None:
            answer = network.knock(row, row.things[0], role)
            if _word(row, answer) != row.cells[role] or _told(answer) & _unknown_to(role):
                wrong[row.method, row.route, role] = answer.status_code
        if row.cells[VISITOR] == SIGN_IN:
            assert network.knock(row, row.things[0], VISITOR, **JSON).status_code == 401, row

    assert wrong == {}


def test_what_one_may_not_know_of_answers_as_what_is_nowhere(network: Network) -> None:
    wrong = []
    for row in rows():
        if row.cells[MEMBER] != NOTHING or "<token>" in row.route or "<" not in row.route:
            continue
        if len({network.knock(row, thing, MEMBER, **JSON).data for thing in (*row.things, "nowhere")}) > 1:
            wrong.append(f"{row.method} {row.route}")

    assert wrong == []


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_list_search_feed_or_export_tells_of_what_one_may_not_know_of(network: Network, role: str) -> None:
    told = {address: _marks(page) & _unknown_to(role) for address, page in _pages(network, role).items()}

    assert {address: marks for address, marks in told.items() if marks} == {}


@pytest.mark.parametrize("role", ROLES)
def test_search_finds_just_what_one_may_know_of(network: Network, role: str) -> None:
    """So the marks can be found, and that they are not found above means something."""
    pages = _pages(network, role) if role in OUTSIDE else _asked(network, role, SEARCHES)
    found = set().union(*(_marks(pages[address]) for address in SEARCHES))
    listed = {mark for (place, name), mark in MARKS.items() if place not in UNSEARCHED and not _is_unlisted(name, role)}

    assert found == listed - _unknown_to(role)


@pytest.mark.parametrize("role", [VISITOR, MEMBER, ADMINISTERS])
def test_the_network_looks_the_same_without_what_one_may_not_know_of(network: Network, role: str) -> None:
    """Not only names: no count, no order, no next page and no choice in a form hangs on what is hidden."""
    own = {"/settings/data", "/notifications"} if role == MEMBER else set()  # they were there, and left
    with_it = _pages(network, role)
    _take_away_what_is_hidden(network)
    without = _asked(network, role)

    assert [address for address in with_it if with_it[address] != without[address] and address not in own] == []


def test_parts_of_pages_are_for_whom_the_table_says(network: Network) -> None:
    wrong, pages = {}, {}
    for part, role in product(parts(), ROLES):
        thing, words = PARTS[part.what]
        page = part.route, thing, role
        if page not in pages:
            pages[page] = network.knock(Row("GET", part.route, (thing,), {}), thing, role)
        shown = words in _text(pages[page])
        if pages[page].status_code != 200 or PARTS_SHOWN[shown] != part.cells[role]:
            wrong[part.what, role] = (part.cells[role], pages[page].status_code, shown)

    assert {part.what for part in parts()} == set(PARTS)
    assert wrong == {}


def _each_cell() -> Iterator[tuple[Row, str, str]]:
    return ((row, thing, role) for row in rows() for thing in row.things for role in ROLES)


def _word(row: Row, answer: TestResponse) -> str:
    """What the table calls an answer."""
    where, leads_on = answer.location or "", answer.status_code == 302
    if leads_on and where.startswith("/sign-in?next="):
        return SIGN_IN
    if leads_on and where == "/":
        return HOME
    return YES if answer.status_code == DONE[row.method] else str(answer.status_code)


def _text(answer: TestResponse) -> str:
    """An answer without what breaks its words: hyphens that may be, and lines that a calendar folds."""
    whole = f"{answer.location or ''} {answer.get_data().decode(errors='replace')}"  # some answers are no text
    return whole.replace("\u00ad", "").replace("&shy;", "").replace("\r\n ", "")


def _told(answer: TestResponse) -> set[str]:
    return _marks(_text(answer))


def _marks(text: str) -> set[str]:
    return {mark.capitalize() for mark in ANY_MARK.findall(text.lower())}


ANY_MARK = re.compile("|".join(mark.lower() for mark in MARKS.values()))


@cache
def _pages(network: Network, role: str) -> dict[str, str]:
    """What somebody reads at each of the addresses below."""
    return _asked(network, role)


def _asked(network: Network, role: str, addresses: Iterable[str] = ()) -> dict[str, str]:
    wanted = addresses or _addresses(network)
    return {address: _plain(network.ask(role, "GET", address)) for address in wanted}


def _plain(answer: TestResponse) -> str:
    """A page without what differs every time that it is made."""
    return re.sub(r'(?:nonce|value|data-then-post)="[\w.:-]{16,}"|DTSTAMP:\w+', "", _text(answer))


@cache
def _unknown_to(role: str) -> set[str]:
    """The marks of what the table says is not there for somebody."""
    return {mark for thing, mark in MARKS.items() if _page_row(*thing).cells[role] in {NOTHING, SIGN_IN}}


def _page_row(place: str, name: str) -> Row:
    """The row that tells who may know of a thing: that of its page, or of the words of a comment."""
    route = "/comments/<comment_id>/edit" if place == "comments" else f"/{place}/<slug>"
    return next(row for row in rows() if (row.method, row.route) == ("GET", route) and name in row.things)


def _is_unlisted(name: str, role: str) -> bool:
    left = (
        role == AUTHOR and name == "in a closed theme that its author left"
    )  # kept, by its address and among one’s own
    return left or "draft" in name or name == "archived"


def _addresses(network: Network) -> list[str]:
    """Every page that shows several things, narrowed in every way, also by what the reader may not know of."""
    closed, coming = network.things["themes", "closed"]["slug"], network.things["meetups", "in a closed theme"]["date"]
    return [
        "/", "/?lang=en", "/themes", "/themes/open", "/themes/new", "/practices", f"/practices?theme={closed}",
        "/questions", "/practices/saved", f"/questions?theme={closed}", "/questions?kind=asked&state=open",
        "/practices?theme=open", "/practices?sector=high_tech&size_class=20-49", "/practices?maturity=idea",
        "/practices?before=20990101000000000000-99", "/practices/mine", "/practices/new", f"/practices/new?theme={closed}",
        "/meetups", f"/meetups?theme={closed}", "/meetups?mode=hybrid",
        "/meetups?kind=webinar&language=nl&room=yes", "/meetups?when=past", "/meetups/mine", "/meetups/new",
        f"/meetups?view=month&month={coming[:7]}", "/coordination/calendar", "/polls/new",
        "/library", f"/library/{STUDY}/{FINDING}", "/organisations",
        f"/organisations?theme={closed}", "/organisations?theme=open", "/organisations/firm", "/people",
        "/people?q=g", "/people?organisation=firm", "/people?organisation=unknown", "/people/eva",
        f"/search?q={EVERYWHERE}", *SEARCHES, "/notifications", "/learning",
        "/settings/data", "/settings/organisation", "/settings/calendars",
        f"/settings/calendars?theme={closed}", "/coordination", "/admin", "/robots.txt", "/sitemap.xml",
    ]  # fmt: skip


def _take_away_what_is_hidden(network: Network) -> None:
    """Closed themes with all in them, drafts, what is for a theme alone, and whom nobody may find. Counts stay."""
    gone: Any = (
        "DELETE FROM theme WHERE access = 'closed'",
        "DELETE FROM practice WHERE state = 'draft' OR audience = 'theme'",
        "DELETE FROM node WHERE kind = 'practice' AND subject_id NOT IN (SELECT id FROM practice)",
        "DELETE FROM comment WHERE subject_kind = 'practice' AND subject_id NOT IN (SELECT id FROM practice)",
        "DELETE FROM comment WHERE subject_kind = 'meetup' AND subject_id NOT IN (SELECT id FROM meetup)",
        "DELETE FROM member WHERE slug IN ('hilde', 'ivo', 'joke')",
        "DELETE FROM organisation WHERE slug = 'unknown'",
        "UPDATE change_counter SET number = number + 1",
    )
    for statement in gone:
        network.database.execute(statement)
