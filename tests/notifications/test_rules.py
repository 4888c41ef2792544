"""When a mail is tried again, and who still wants it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network.notifications.rules import CONVERSATIONS, NEWS, REMINDERS, group_of, is_wanted, pause_after


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=15)),
        (4, timedelta(hours=1)),
        (5, timedelta(hours=4)),
        (6, timedelta(hours=12)),
        (7, timedelta(hours=24)),
        (8, None),
    ],
)
def test_pauses_grow_and_end(attempts, pause):
    assert pause_after(attempts) == pause


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("accounts.confirm", None),
        ("meetups.reminder", REMINDERS),
        ("meetups.seated", NEWS),
        ("conversations.answer", CONVERSATIONS),
        ("themes.join_granted", NEWS),
    ],
)
def test_every_kind_hangs_on_one_switch_and_account_mail_on_none(kind, group):
    assert group_of(kind) == group


@pytest.mark.parametrize(
    ("kind", "reachable", "switched_off", "wanted"),
    [
        ("accounts.confirm", False, {NEWS}, True),
        ("themes.join_granted", False, set(), False),
        ("themes.join_granted", True, set(), True),
        ("themes.join_granted", True, {NEWS}, False),
        ("meetups.seat_offered", True, {NEWS}, True),
        ("meetups.cancelled", True, {NEWS}, True),
        ("meetups.cancelled", False, {NEWS}, False),
    ],
)
def test_who_still_wants_a_mail(kind, reachable, switched_off, wanted):
    assert is_wanted(kind, reachable=reachable, switched_off=frozenset(switched_off)) is wanted
