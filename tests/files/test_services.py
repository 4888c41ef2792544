"""Keeping and forgetting files: whole or not at all, on disk as in the database."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from conftest import both_databases
from files.conftest import PDF, picture
from sqlalchemy import select

from network.files import kinds, services, storage
from network.files.jobs import sweep_files
from network.files.models import StoredFile
from network.files.refusals import WORDS, NotKept
from network.files.rules import EMPTY
from network.kernel import clock
from network.kernel.database import db, transactional, writing
from network.members.models import Member


@pytest.fixture
def board(monkeypatch):
    """A kind of thing to put files beside: a member's own board, which only they see."""
    monkeypatch.setitem(
        kinds._kinds, "board", kinds.Kind(lambda of, reader: reader.id == of, lambda: select(Member.id))
    )


def keep(member, name="plan.pdf", data=PDF):
    return services.keep(member, "board", member.id, *services.prepared(data, name))


@both_databases
def test_a_kept_file_stands_on_disk_as_it_was_prepared(bram, board, on_disk):
    stored = keep(bram)

    assert (stored.name, stored.media_type, stored.size) == ("plan.pdf", "application/pdf", len(PDF))
    assert [path.read_bytes() for path in on_disk()] == [PDF]
    assert len(stored.key) == 32
    assert oct(storage.place_of(stored.key).parent.stat().st_mode & 0o777) in {"0o755", "0o750", "0o700"}


@both_databases
def test_what_is_undone_in_the_database_is_undone_on_disk(bram, board, on_disk):
    @transactional
    def keep_and_fail() -> None:
        keep(bram)
        assert len(on_disk()) == 1
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        keep_and_fail()

    assert on_disk() == []
    assert db.session.scalars(select(StoredFile)).all() == []
    keep(bram)  # and what was undone once does not undo the next
    assert len(on_disk()) == 1


def test_a_disk_that_is_full_leaves_nothing(bram, board, on_disk, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(bram)

    assert on_disk() == []
    assert db.session.scalars(select(StoredFile)).all() == []


@both_databases
def test_a_forgotten_file_leaves_the_disk_only_when_that_is_committed(bram, chen, board, on_disk):
    keep(bram)
    others = storage.place_of(keep(chen).key)

    @transactional
    def forget_and_fail() -> None:
        services.forget("board", bram.id)
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        forget_and_fail()
    assert len(on_disk()) == 2

    services.forget("board", bram.id)
    assert on_disk() == [others]


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00\0\0", b"<html>", picture("PNG")[:60]])
def test_what_is_refused_never_touches_the_disk(bram, board, on_disk, data):
    with pytest.raises(NotKept):
        keep(bram, data=data)

    assert on_disk() == []


def test_every_refusal_has_words(app):
    for why in WORDS:
        assert str(NotKept(why).words)
    assert NotKept(EMPTY).words is WORDS[EMPTY]


def test_texts_are_kept_in_the_encoding_in_which_they_are_served(bram, board, on_disk):
    keep(bram, "namen.csv", b"caf\xe9;9")

    assert on_disk()[0].read_text(encoding="utf-8") == "café;9"


@both_databases
def test_the_nightly_sweep_takes_what_hangs_on_nothing_and_leaves_the_rest(bram, chen, board, on_disk):
    kept, lost = keep(bram), keep(chen)
    young, old = storage.place_of("f" * 32), storage.place_of("e" * 32)
    for path in (young, old):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left by a crash")
    long_ago = (clock.now() - timedelta(hours=2)).timestamp()
    for path in (old, storage.place_of(kept.key)):
        os.utime(path, (long_ago, long_ago))
    with writing():
        lost.subject_id = 9_999_999  # as when its thing was deleted

    assert sweep_files(clock.now()) == 2
    assert set(on_disk()) == {young, storage.place_of(kept.key)}
    assert sweep_files(clock.now()) == 0


def test_the_sweep_of_a_network_without_files_takes_no_lock(app, monkeypatch):
    monkeypatch.setattr(services, "forget_what_hangs_on_nothing", lambda: pytest.fail("asked to write"))

    assert sweep_files(clock.now()) == 0
