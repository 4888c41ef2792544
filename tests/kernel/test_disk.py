"""Waiting for the disk together: nobody is let through by a wait that began before they came, and one serves many."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from network.kernel.disk import Disk


class SlowDisk:
    """Counts how often it was asked, and holds each until it may answer."""

    def __init__(self) -> None:
        self.asked, self.began, self.may_answer = 0, threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.asked += 1
        self.began.set()
        assert self.may_answer.wait(10)


def test_who_comes_while_another_waits_is_served_by_the_next_and_all_of_them_by_one():
    disk, slow = Disk(), SlowDisk()
    with ThreadPoolExecutor(9) as clients:
        first = clients.submit(disk.wait, slow)
        assert slow.began.wait(10)
        later = [clients.submit(disk.wait, slow) for _ in range(8)]
        while repr(disk._numbers) != "count(11)":  # the first took two, each of the others one
            time.sleep(0.01)
        assert not any(each.done() for each in later)
        slow.may_answer.set()
        first.result(10)
        for each in later:
            each.result(10)
    assert slow.asked == 2


def test_one_after_the_other_each_asks():
    disk, asked = Disk(), []
    for n in range(3):
        disk.wait(lambda n=n: asked.append(n))
    assert asked == [0, 1, 2]


def test_a_disk_that_could_not_answer_is_asked_again():
    disk, answers = Disk(), []

    def fails() -> None:
        raise OSError("the connection is gone")

    with pytest.raises(OSError, match="gone"):
        disk.wait(fails)
    disk.wait(lambda: answers.append("yes"))
    assert answers == ["yes"]
