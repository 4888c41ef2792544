"""Theme groups and who belongs to them.

An open theme takes anybody in; one on request asks a question first; a closed one is not even seen by others, not by the
administrator either. Numbers on a theme's tile are stored counters, kept by the verbs, so that a list costs one statement.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.joining.kinds import register_kind
    from network.members.hooks import when_back, when_gone
    from network.members.narrowing import narrow_by
    from network.members.own_data import add_contributor
    from network.members.rights import gives_rights
    from network.themes.absence import follow_gone, follow_return
    from network.themes.data import memberships_of
    from network.themes.firms import by_theme
    from network.themes.queries import give_rights
    from network.themes.views import blueprint
    from network.themes.web import tended

    gives_rights(give_rights)
    when_gone(follow_gone)
    when_back(follow_return)
    narrow_by("theme", by_theme)
    add_contributor("memberships", memberships_of)
    register_kind("theme", tended)
    app.register_blueprint(blueprint)
