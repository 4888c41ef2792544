"""The front page: what a visitor may join, what needs a member. Queries and views only, it owns no tables."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.home import style_page, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(style_page.blueprint)
