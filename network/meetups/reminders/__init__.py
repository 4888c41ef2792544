"""Reminders of a meetup, at moments before its start or after its end that whoever coordinates it sets.

A moment is kept as a distance, so a meetup that moves takes its reminders along. Who has a seat is told each once; any one
person can switch them off for one meetup, on its page or from the mail.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups import page
    from network.meetups.models import Signup
    from network.meetups.reminders import pieces
    from network.meetups.reminders.views import blueprint

    app.register_blueprint(blueprint)
    page.add_fact("muted", Signup.__table__.c.muted)
    page.add_piece(page.ON_TICKET, 10, pieces.on_ticket)
    page.add_piece(page.SECTION, 10, pieces.before_you_come)
    page.add_piece(page.FOR_COORDINATOR, 20, pieces.button)
