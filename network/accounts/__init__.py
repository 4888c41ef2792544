"""Registration, sign-in, confirmation, reset, and what a member settles about their own account.

Flask-Security does the careful part (hashes, tokens, sessions, answers that tell nobody who is registered); its mails go
out as notifications, its pages are ours. A request to one of its views is one writing transaction as a whole.
"""

from __future__ import annotations

from flask import Flask

WRITING_GETS = frozenset({"security.confirm_email", "security.change_email_confirm"})


def init_app(app: Flask) -> None:
    from network.accounts.security import init_security

    init_security(app)
