"""What a firm did, why, at what cost and with what result; failures are welcome. Other firms report having applied it.

How far a practice has proved itself is never set by anybody: `rules.maturity` computes it from the reports of others.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.practices.views import blueprint

    app.register_blueprint(blueprint)
