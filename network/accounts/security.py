"""Flask-Security, set up once: our member, our pages, our mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.utils import set_request_attr

from network.accounts.queries import signed_in_as
from network.kernel import limits
from network.kernel.database import db
from network.kernel.i18n import render
from network.members.models import Member


assert limits


class Datastore(SQLAlchemyUserDatastore):  # type: ignore[misc]
    """Members without Flask-Security's role tables: a member's role is one word."""

    def _prepare_role_modify_args(self, role: Any) -> Any:
        return role


def init_security(app: Flask) -> None:
    """Set Flask-Security up on this application."""
    app.config.from_mapping(
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_REGISTERABLE=False,
        SECURITY_CONFIRMABLE=True,
        SECURITY_RECOVERABLE=True,
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=1),
        SECURITY_FLASH_MESSAGES=True,
        REMEMBER_COOKIE_DURATION=timedelta(days=30),
    )
    security = Security(app, Datastore(db, Member, Member), render_template=render, register_blueprint=True)
    assert security
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]


def _load(key: str) -> Member | None:
    member = signed_in_as(key) if key else None
    if member is not None:
        set_request_attr("fs_authn_via", "session")
    return member
