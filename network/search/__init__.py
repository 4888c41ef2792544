"""One box over everything that the reader may see: words are stemmed in Python, so both databases find the same."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.search.views import blueprint

    app.register_blueprint(blueprint)
