"""The coordinator's desk: what waits for them, in order. Queries and views only, it owns no tables."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.coordination.views import blueprint

    app.register_blueprint(blueprint)
