"""A file as it goes out."""

from __future__ import annotations

import pytest
from cast import statements
from files.conftest import PDF, picture
from sqlalchemy import select

from network.files import kinds, services, storage
from network.members.models import Member


@pytest.fixture
def client_of(client_of, app):
    """Browsers that read every answer to its end, so that no file stays open."""
    open_for = client_of

    def reading(member):
        browser = open_for(member)
        get = browser.get
        browser.get = lambda *args, **more: get(*args, buffered=True, **more)
        return browser

    return reading


@pytest.fixture
def kept(bram, monkeypatch):
    """A file that only Bram may see: `kept("plan.pdf", PDF)`."""
    monkeypatch.setitem(
        kinds._kinds,
        "board",
        kinds.Kind(lambda of, reader: reader is not None and reader.id == of, lambda: select(Member.id)),
    )
    return lambda name, data: services.keep(bram, "board", bram.id, *services.prepared(data, name))


def test_a_file_goes_out_as_what_it_is_and_runs_nowhere(client_of, bram, kept):
    stored = kept("Plan é.pdf", PDF)
    answer = client_of(bram).get(stored.path)

    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "Plan%20%C3%A9.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(("name", "data", "media_type", "shown"), [
    ("a.png", picture("PNG"), "image/png", "inline"),
    ("a.txt", b"<b>vet</b>", "text/plain; charset=utf-8", "attachment"),
    ("a.csv", b"a;b", "text/csv; charset=utf-8", "attachment"),
])  # fmt: skip
def test_only_pictures_are_shown_in_the_browser(client_of, bram, kept, name, data, media_type, shown):
    answer = client_of(bram).get(kept(name, data).path)

    assert answer.content_type == media_type
    assert answer.headers["Content-Disposition"].startswith(shown)


def test_it_is_there_for_who_may_see_what_it_stands_beside_and_for_nobody_else(client_of, bram, chen, ada, dina, kept):
    path = kept("plan.pdf", PDF).path

    for reader in (chen, ada, dina, None):
        assert client_of(reader).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/files/{key}/ander.pdf", "/files/{other}/plan.pdf", "/files/{key}/plan.pdf%00"])
def test_only_its_own_address_leads_to_it(client_of, bram, kept, path):
    key = kept("plan.pdf", PDF).key

    assert client_of(bram).get(path.format(key=key, other="0" * 32)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/files/../secret_key/plan.pdf", "/files/..%2f..%2fsecret_key/plan.pdf", "/files/x/.."]
)
def test_no_address_leads_out_of_the_folder(client_of, bram, kept, path):
    kept("plan.pdf", PDF)

    assert client_of(bram).get(path).status_code == 404


def test_a_browser_that_has_it_is_asked_about_rights_and_sent_nothing(client_of, bram, chen, kept):
    path, browser = kept("plan.pdf", PDF).path, client_of(bram)
    tag = browser.get(path).headers["ETag"]
    again = browser.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert client_of(chen).get(path, headers={"If-None-Match": tag}).status_code == 404


def test_a_file_whose_content_was_lost_is_not_there(client_of, bram, kept):
    stored = kept("plan.pdf", PDF)
    storage.place_of(stored.key).unlink()

    assert client_of(bram).get(stored.path).status_code == 404


def test_it_costs_few_statements(client_of, bram, kept):
    path, browser = kept("plan.pdf", PDF).path, client_of(bram)
    with statements() as seen:
        browser.get(path)

    assert len(seen) <= 4


def test_whoever_put_it_up_finds_it_among_their_own_data(client_of, bram, kept):
    kept("plan.pdf", PDF)

    assert client_of(bram).get("/settings/data").json["files"][0]["name"] == "plan.pdf"
