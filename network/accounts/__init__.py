"""Registration, sign-in, confirmation, reset, and what a member settles about their own account.

Flask-Security does the careful part (hashes, tokens, sessions, answers that tell nobody who is registered); its mails
go out as notifications, its pages are ours. A request to one of its views is committed once, as a whole, or not at
all; the database's write lock is taken only after a password was hashed, so that people signing in keep nobody waiting.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.accounts import erasure, joining, organisations, people, security, suspensions, views, web
    from network.members import audit, hooks

    security.init_security(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(organisations.blueprint)
    app.register_blueprint(people.blueprint)
    for act, words in {**joining.ACTS, **suspensions.ACTS, **erasure.ACTS}.items():
        audit.call(act, words)
    hooks.when_changed(web.tell_firm)
