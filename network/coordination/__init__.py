"""The coordinator's desk: what waits for them, in order; and what administrators do, of which moving in keeps a table."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.coordination.moving_in import services as moving_in
    from network.coordination.moving_in import views as moving_in_views
    from network.coordination.views import blueprint
    from network.members import audit

    app.register_blueprint(blueprint)
    app.register_blueprint(moving_in_views.blueprint)
    for act, words in moving_in.ACTS.items():
        audit.call(act, words)
