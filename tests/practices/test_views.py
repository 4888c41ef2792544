"""Pages of practices."""

import pytest


def test_smoke(client_of, bram, chen, practice, make_practice):
    b = client_of(bram)
    for path in (
        "/practices",
        "/practices/new",
        "/practices/mine",
        practice.path,
        practice.path + "/edit",
        "/practices?lang=en",
        practice.path + "?lang=en",
    ):
        page = b.get(path)
        assert page.status_code == 200, path
    c = client_of(chen)
    assert c.get(practice.path + "/replications/new").status_code == 200
    assert c.get(practice.path).status_code == 200
