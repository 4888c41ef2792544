"""Flask-Security, set up once: our member, our forms, our pages, our mail, our words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user, user_logged_in
from flask_principal import Principal
from flask_security import Security, change_email_confirmed, user_confirmed
from flask_security.utils import set_request_attr

from network.accounts import forms, languages, notices, passage, services, sessions
from network.accounts.datastore import Datastore
from network.accounts.mail import Mail
from network.accounts.messages import MESSAGES
from network.accounts.passwords import Passwords
from network.accounts.queries import signed_in_as
from network.kernel.guards import wants_json
from network.kernel.i18n import DIRECTORY, render
from network.members.models import Member
from network.members.roles import administrators

SETUP: dict[str, Any] = {
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "REGISTER_URL": "/register",
    "RESET_URL": "/reset",
    "CONFIRM_URL": "/confirm",
    "CHANGE_URL": "/settings/password",
    "CHANGE_EMAIL_URL": "/settings/email",
    "LOGOUT_METHODS": ["POST"],
    "REGISTERABLE": True,
    "CONFIRMABLE": True,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "CHANGE_EMAIL": True,
    "AUTO_LOGIN_AFTER_CONFIRM": True,
    "POST_CONFIRM_VIEW": "/",
    "POST_REGISTER_VIEW": "/register/sent",
    "POST_CHANGE_VIEW": "/settings",
    "POST_CHANGE_EMAIL_VIEW": "/settings",
    "RESET_PASSWORD_WITHIN": timedelta(hours=1),
    "CONFIRM_EMAIL_WITHIN": timedelta(days=14),
    "FRESHNESS": timedelta(minutes=-1),  # changing address or password asks for the password instead
    "RETURN_GENERIC_RESPONSES": True,
    "PASSWORD_CONFIRM_REQUIRED": False,
    "API_ENABLED_METHODS": ["session"],
    "STATIC_FOLDER": None,
    "CACHE_CONTROL": None,  # every answer has ours
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "JOIN_USER_ROLES": False,
    "EMAIL_PLAINTEXT": False,  # the delivery job writes the mails
    "EMAIL_HTML": False,
    "I18N_DOMAIN": "messages",
    "I18N_DIRNAME": [str(DIRECTORY)],
    "HASHING_SCHEMES": ["hex_sha256"],  # of what is in tokens, which are signed; passwords are hashed by argon2id
    "DEPRECATED_HASHING_SCHEMES": [],
    "REGISTER_EMAIL_TEMPLATE": notices.REGISTERED,
    "REGISTER_EMAIL_EXISTING_TEMPLATE": notices.ALREADY_REGISTERED,
    "EMAIL_TEMPLATE_CONFIRM": notices.CONFIRM,
    "EMAIL_TEMPLATE_PASSWORD_RESET": notices.RESET,
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": notices.RESET_DONE,
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": notices.PASSWORD_CHANGED,
    "CHANGE_EMAIL_EMAIL_TEMPLATE": notices.CHANGE_EMAIL,
    "LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "REGISTER_USER_TEMPLATE": "accounts/register.html",
    "FORGOT_PASSWORD_TEMPLATE": "accounts/ask_reset.html",
    "RESET_PASSWORD_TEMPLATE": "accounts/reset.html",
    "SEND_CONFIRMATION_TEMPLATE": "accounts/ask_confirmation.html",
    "CHANGE_PASSWORD_TEMPLATE": "accounts/change_password.html",
    "CHANGE_EMAIL_TEMPLATE": "accounts/change_email.html",
}

FORMS: dict[str, Any] = {
    "login_form": forms.SignInForm,
    "register_form": forms.RegistrationForm,
    "send_confirmation_form": forms.AskConfirmationForm,
    "forgot_password_form": forms.AskResetForm,
    "reset_password_form": forms.NewPasswordForm,
    "change_password_form": forms.PasswordForm,
    "change_email_form": forms.AddressForm,
}


SENT = {"accounts/ask_reset.html": "/reset/sent"}  # where a page leads that was filled in right


def init_security(app: Flask) -> None:
    """Set Flask-Security up on this application."""
    for name, value in SETUP.items():
        app.config.setdefault(f"SECURITY_{name}", value)
    for name, message in MESSAGES.items():
        app.config[f"SECURITY_MSG_{name}"] = message
    app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"]
    ours: dict[str, Any] = {"mail_util_cls": Mail, "password_util_cls": Passwords, "render_template": page}
    security = Security(app, Datastore(), **ours, **FORMS)
    _ask_only_who_wants_to_know(app)
    security.render_json(_as_json)
    security.want_json(lambda _request: wants_json() or request.is_json)
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]
    sessions.init_app(app)
    languages.init_app(app)
    passage.guard(app)
    app.after_request(_on_from_confirming)
    user_logged_in.connect(sessions.begin, app)
    user_confirmed.connect(_confirmed, app)
    change_email_confirmed.connect(_address_changed, app)


def _ask_only_who_wants_to_know(app: Flask) -> None:
    """Flask-Principal loads the member of every request, also of one that asks whether this process lives.

    Nothing of ours asks it: policies ask the member that a view has at hand.
    """
    everywhere = app.before_request_funcs[None]
    everywhere[:] = [each for each in everywhere if not isinstance(getattr(each, "__self__", None), Principal)]


def page(template: str, **context: Any) -> ResponseReturnValue:
    """One of Flask-Security's pages: 422 when a form was wrong, and a redirect after a post that was right."""
    form: Any = next((value for name, value in context.items() if name.endswith("_form")), None)
    wrong = bool(form and form.errors)
    if request.method == "POST" and not wrong:
        return redirect(SENT.get(template, request.path))
    if wrong and isinstance(form, forms.SignInForm):
        form.tell_what_is_missing()
        context["administrators"] = administrators() if form.shut_out else []
    html = render(template, form=form, **context)
    return (html, 422) if wrong else html


def _as_json(payload: dict[str, Any], code: int, headers: dict[str, str] | None, _user: Any) -> Response:
    payload.pop("user", None)  # it is there for a new account and not for a known one
    return make_response(jsonify(meta={"code": code}, response=payload), code, headers or {})


def _on_from_confirming(response: Response) -> Response:
    """Who follows the link a second time is told so where they can go on, not at the form that sends another link."""
    if request.endpoint == "security.confirm_email" and response.location:
        already = str(MESSAGES["ALREADY_CONFIRMED"][0])
        if any(text == already for _category, text in session.get("_flashes", ())):
            response.location = "/" if current_user.is_authenticated else "/sign-in"
    return response


def _load(key: str) -> Member | None:
    member = signed_in_as(key) if key else None
    if member is not None:
        set_request_attr("fs_authn_via", "session")
        set_request_attr("fs_paa", session.get("fs_paa", 0))
        sessions.stay()
        languages.answer_in_language_of(member)
    return member


def _nobody(_request: Any) -> None:
    """Who has no session has no other way in: no tokens in addresses or headers."""


def _confirmed(_app: Flask, *, user: Member, **_more: Any) -> None:
    services.settle(user)


def _address_changed(_app: Flask, *, user: Member, old_email: str, **_more: Any) -> None:
    services.tell_old_address(user, old_email)
