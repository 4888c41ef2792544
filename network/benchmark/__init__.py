"""The benchmark: one's own firm beside the study and the network. Computed for who looks, never stored; it owns no tables.

The study's figures come from the library, the network's are those that the scan shows: what may be seen of them was decided
when they were drawn, and nothing here looks behind them.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.benchmark.views import answer_it, blueprint
    from network.library.beyond import offer

    app.register_blueprint(blueprint)
    offer(answer_it)
