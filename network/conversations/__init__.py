"""Comments under practices, meetups and findings, with replies one level deep. Features lend their things by a kind."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.conversations.views import blueprint

    app.register_blueprint(blueprint)
