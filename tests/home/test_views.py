"""The start page of a member."""

from __future__ import annotations

import re
from datetime import timedelta

from cast import soon

from network.meetups.seats import sign_up
from network.meetups.services import plan


def test_what_is_coming_stands_in_order_of_date_whoever_signed_up(client_of, ada, bram, theme):
    for days in (9, 3, 6, 12):
        start = soon(days)
        meetup = plan(
            ada, theme, title=f"Over {days} dagen", kind="workshop", mode="online", starts_at=start,
            ends_at=start + timedelta(hours=1), capacity=4, link="https://a.example", description="x", quietly=True,
        )  # fmt: skip
        if days in (6, 12):
            sign_up(meetup, bram)

    page = client_of(bram).get("/?lang=en").text
    agenda = page.split('<ul class="agenda')[1].split("</ul>")[0]
    assert re.findall(r"Over (\d+) dagen", agenda) == ["3", "6", "9", "12"]
    assert [("You have a seat" in each) for each in agenda.split("<li")[1:]] == [False, True, False, True]


def test_no_page_promises_a_call_that_nobody_can_make(client_of, visitor, bram):
    assert re.findall(r"\bcall(?:ing)?\b", visitor.get("/?lang=en").text.split("<main")[1]) == []
