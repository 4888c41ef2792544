"""Calendars that follow the network: one's own meetups, a theme's or all, at a secret address that its owner can end.

An address holds a signed key, so that neither the database alone nor a guess opens one; what it gives hangs on what its
owner may see at that moment. Names of people never stand in a feed: nobody could take their consent back from a calendar.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups.feeds import data
    from network.meetups.feeds.views import blueprint
    from network.members.own_data import add_contributor

    app.register_blueprint(blueprint)
    add_contributor("calendar_feeds", data.feeds_of)
