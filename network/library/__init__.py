"""The study as a reference library: publications and their findings, each figure with how sure it is.

A publication is one documented file in `publications/`; `network library` imports it, as often as one likes.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.conversations.kinds import register_kind
    from network.library.queries import discussed
    from network.library.views import blueprint

    register_kind("finding", discussed)
    app.register_blueprint(blueprint)
