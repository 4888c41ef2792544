"""What an operator's commands bring search up to date with: whoever was there before it knew of people, or came in bulk."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from conftest import both_databases
from flask import Flask
from sqlalchemy import select

from network import cli
from network.kernel.database import db
from network.links.models import Node
from network.search.queries import search_for


@pytest.fixture
def network(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Run a command of the operator's on the test's own database."""
    monkeypatch.setattr(cli, "_app", lambda: app)

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli.main, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        db.session.rollback()
        return result.output

    return run


def found(reader, words: str) -> list[str]:
    return [hit.path for hits in search_for(reader, words) for hit in hits.hits]


@both_databases
@pytest.mark.parametrize("command", ["migrate", "setup"])
def test_whoever_was_there_before_is_found_after_the_command_that_a_new_version_asks_for(
    network, bram, chen, ketelbrug, command
):
    assert found(chen, "bram") == found(chen, "ketelbrug") == []

    told = network(command)

    assert "Search: 4 firms and people brought up to date." in told
    assert found(chen, "bram") == [bram.path]
    assert found(chen, "ketelbrug") == [ketelbrug.path, bram.path]
    assert found(None, "ketelbrug") == [ketelbrug.path]
    assert "Search" not in network(command)


@pytest.mark.whole
def test_the_people_of_the_demo_are_found_and_go_with_it(network, make_member, make_organisation):
    network("demo")
    firm = make_organisation("Van een lezer")
    reader = make_member("Lezer", firm)
    assert any(path.startswith("/people/") for path in found(reader, "directeur"))

    network("demo", "--remove")

    assert found(reader, "directeur") == []
    assert {node.path for node in db.session.scalars(select(Node))} == {reader.path, firm.path}


def test_the_people_of_a_seed_are_found(network, chen):
    network("seed", "--members", "3", "--password", "een lange zin om mee te meten")

    assert found(chen, "lid") == ["/people/u2", "/people/u1", "/people/u0"]
