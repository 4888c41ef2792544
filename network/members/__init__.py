"""Organisations and their people: who is in the network, and what each may see of the other.

An Organisation becomes visible when its first Member has confirmed an address. A Member belongs to one Organisation
at a time; what they wrote stays with the Organisation they wrote it for.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.members import audit, roles
    from network.members.own_data import add_contributor
    from network.members.views import blueprint

    for act, words in roles.ACTS.items():
        audit.call(act, words)
    add_contributor("log", audit.about)
    app.register_blueprint(blueprint)
