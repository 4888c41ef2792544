"""At the door of a meetup: who is here, by a code that any phone reads or by name, and also where reception is poor.

Presence is noted by who coordinates the meetup and by those whom they let help. Whatever is sent from a door carries a
key of its own, which is kept: a phone may send it as often as it likes, in whatever order answers get lost, and it is
done once. What stands in no signup (walk-ins, guests) is presence all the same.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups import page
    from network.meetups.door import data, pieces
    from network.meetups.door.views import blueprint
    from network.members.own_data import add_contributor
    from network.notifications.enclosures import enclosed_by

    app.register_blueprint(blueprint)
    for name, column in pieces.FACTS.items():
        page.add_fact(name, column)
    page.add_piece(page.ON_TICKET, 10, pieces.ticket)
    page.add_piece(page.ON_TICKET, 20, pieces.for_helper)
    page.add_piece(page.FOR_COORDINATOR, 10, pieces.for_coordinator)
    enclosed_by("meetups", pieces.enclosure)
    add_contributor("attendance", data.attendance_of)
    add_contributor("door_helping", data.helping_of)
