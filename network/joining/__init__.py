"""Joining things in the knowledge web: what belongs with what, and how, as those who tend a thing choose it.

A feature lends its things by `kinds.register_kind`. What may belong with a thing is proposed from its words by the search
index, in the rights of whoever writes; nothing is joined that nobody ticked.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.joining.views import blueprint

    app.register_blueprint(blueprint)
