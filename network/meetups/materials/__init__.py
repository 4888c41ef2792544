"""Materials of a meetup: links and files to look at before it, and those that are given afterwards.

Who coordinates the meetup adds them; every member who may see the meetup sees them, a visitor sees none. What is meant for
afterwards shows when it is over. Who has a seat hears of new ones, at most once a day for a meetup.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.files.kinds import register_kind
    from network.meetups import page
    from network.meetups.materials import data, pieces, queries
    from network.meetups.materials.views import blueprint
    from network.members.own_data import add_contributor

    app.register_blueprint(blueprint)
    register_kind("material", queries.may_see_file_of, queries.standing)
    page.add_fact("materials", queries.of_a_meetup())
    page.add_piece(page.SECTION, 20, pieces.section)
    page.add_piece(page.FOR_COORDINATOR, 30, pieces.button)
    add_contributor("materials", data.added_by)
