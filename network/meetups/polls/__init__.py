"""Date polls: options for a date that members answer with yes, if need be or no, and the meetup that comes of it.

Moving an option makes another one in its place: an answer that was on its way to the old date never counts for the new one.
A mail carries an address that is signed for one poll and one member; it opens the answers of that poll and nothing else.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.kernel.i18n import environments
    from network.meetups.polls import data, panels, tokens
    from network.meetups.polls.views import blueprint
    from network.members.own_data import add_contributor
    from network.themes.panels import add_panel

    app.register_blueprint(blueprint)
    add_panel(19, panels.on_theme)
    add_contributor("poll_answers", data.answers_of)
    add_contributor("polls", data.asked_by)
    for environment in environments(app).values():
        environment.globals["poll_answer_path"] = tokens.path_for
