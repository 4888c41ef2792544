"""After a meetup: its coordinator closes it with a report, and those who were there say what it was worth to them.

What one person answers nobody reads as theirs: figures are drawn of at least five people, and only ever renewed by five
more (`rules.draws_anew`). One intention a person is asked about once, after six weeks, by an address that needs no
sign-in.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups import page
    from network.meetups.afterwards import data, pieces, queries
    from network.meetups.afterwards.views import blueprint
    from network.members.own_data import add_contributor

    app.register_blueprint(blueprint)
    page.add_fact("was_there", queries.was_there(page.READER))
    page.add_fact("gave_feedback", queries.gave_feedback(page.READER))
    page.add_piece(page.ON_TICKET, 30, pieces.feedback)
    page.add_piece(page.FOR_COORDINATOR, 30, pieces.results)
    add_contributor("feedback", data.feedback_of)
    add_contributor("intentions", data.intentions_of)
