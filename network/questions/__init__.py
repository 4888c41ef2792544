"""What members ask a theme, and what they offer it.

Answers are comments under a question; its asker says which one answered it. A question that nobody answered for seven days
goes to the theme's coordinators and to firms that fit. Questions are among members, as conversations are.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    from network.conversations.kinds import register_kind
    from network.joining import kinds as of_links
    from network.members.own_data import add_contributor
    from network.notifications.digests import add_source
    from network.questions import data, digests, discussion, panels, web
    from network.questions.views import blueprint
    from network.themes import hooks
    from network.themes import panels as of_themes

    app.register_blueprint(blueprint)
    register_kind("question", discussion.find, discussion.count)
    of_links.register_kind("question", web.tended)
    of_themes.add_panel(15, panels.in_theme)
    hooks.when_changed(web.tell_theme)
    add_contributor("questions", data.asked_by)
    add_source(30, _l("Questions that you may know an answer to"), digests.open_questions)
