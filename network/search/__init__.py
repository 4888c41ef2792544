"""One box over everything that the reader may see.

Words are stemmed in Python, in Dutch and English at once, so that both databases find the same. Features tell
search of their things by `services.index`; whoever may know of a thing in the web finds it.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.search.views import blueprint

    app.register_blueprint(blueprint)
