"""What else happens when a meetup is planned: another meetup, a public holiday, a school holiday. It warns, never forbids.

Public holidays follow from rules and school holidays from a file in this package; both are put into a table once, where
the network's coordinators change, add and delete them. What they deleted stays away.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups import page
    from network.meetups.clashes import pieces, queries
    from network.meetups.clashes.views import blueprint

    app.register_blueprint(blueprint)
    page.add_fact("overlapping", queries.overlapping())
    page.add_fact("free_days", queries.free_days())
    page.add_piece(page.UNDER_TITLE, 90, pieces.warning)
