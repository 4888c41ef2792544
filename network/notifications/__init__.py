"""One row tells one Member one thing: it is their inbox and our outbox at once.

A verb writes the row in its own transaction by `notify`; the worker's `deliver` renders it in the member's language and
mails it. The row's key makes the Message-ID, so that a mail that had to be sent again is known for the same one.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.members.own_data import add_contributor
    from network.notifications.data import told_to
    from network.notifications.views import blueprint, mute

    app.register_blueprint(blueprint)
    add_contributor("notifications", told_to)
    app.extensions["csrf"].exempt(mute)
