"""Meetups that coordinators schedule, and the seats that members take, wait for, are offered, and give back.

A seat is taken by one atomic update of the meetup's own row, which also hands out a place number that only rises: the
order of the line is the order of commit, and nothing is ever oversold, whatever the load.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups.calendar import invitation
    from network.meetups.views import blueprint
    from network.notifications.calendars import made_by

    app.register_blueprint(blueprint)
    made_by("meetups", invitation)
