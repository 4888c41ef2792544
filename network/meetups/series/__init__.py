"""Series: meetups that repeat by a rule in Amsterdam wall-clock time, made ahead as real meetups with seats of their own.

- Dates are made half a year ahead, at the start and every night, so that a series needs no end. A date is made once: who
  makes dates holds the series' row, and (series, the rule's own date) is unique. A date that was changed by itself or
  called off keeps its row, and so is neither made again nor touched by a change of the series.
- Which meetup belongs to which date stands in a table of its own: the meetup's row is what the seats are dealt on, and
  knows nothing of series.
- A rhythm is never changed. Meetups that stand planned for one day have people who keep that day free; moving all of them
  would move some to a day on which they cannot come, and nobody could say which of the old dates each new one is. So one
  ends the series, keeps or calls off what is still to come, and lets another meetup repeat.
- Who signs up for all takes a place at each date by the same verb as anybody, and at each date made later in the order of
  signing up for all. Each seat is mailed by itself: calendars keep one entry for a mail, and the next change of that date
  must find it. The inbox gets one line instead of twenty.
- Locks are taken in one order: the series, then signups for all, then meetups by their number.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups import page
    from network.meetups.changes import when_changed
    from network.meetups.series import data, pieces
    from network.meetups.series.services import follow_change, follow_leaving, follow_theme
    from network.meetups.series.views import blueprint
    from network.members.own_data import add_contributor
    from network.themes import hooks

    app.register_blueprint(blueprint)
    when_changed(follow_change)
    hooks.when_changed(follow_theme)
    hooks.when_left(follow_leaving)
    for name, column in pieces.FACTS.items():
        page.add_fact(name, column)
    page.add_piece(page.UNDER_TITLE, 40, pieces.part_of)
    page.add_piece(page.FOR_COORDINATOR, 40, pieces.for_coordinator)
    add_contributor("series", data.joined_by)
    add_contributor("planned_series", data.planned_by)
