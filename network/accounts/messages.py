"""What Flask-Security says to people, in our words and both languages: its keys, our texts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

WRONG, DONE = "error", "success"

_dead_link = _l("This link does not work any more. Ask for a new one below.")
_who_are_you = _l("This address and this password do not belong together. Look at both once more.")

MESSAGES: dict[str, tuple[Any, str]] = {
    "API_ERROR": (_dead_link, WRONG),
    "GENERIC_AUTHN_FAILED": (_who_are_you, WRONG),
    "USER_DOES_NOT_EXIST": (_who_are_you, WRONG),
    "INVALID_PASSWORD": (_l("This is not your password."), WRONG),
    "DISABLED_ACCOUNT": (_who_are_you, WRONG),
    "CONFIRMATION_REQUIRED": (_who_are_you, WRONG),
    "EMAIL_NOT_PROVIDED": (_l("Fill in your e-mail address."), WRONG),
    "INVALID_EMAIL_ADDRESS": (_l("We cannot write to this address. Read it once more, letter by letter."), WRONG),
    "PASSWORD_NOT_PROVIDED": (_l("Fill in a password."), WRONG),
    "PASSWORD_IS_THE_SAME": (_l("This is the password that you already have. Choose another one."), WRONG),
    "EMAIL_ALREADY_ASSOCIATED": (_l("This address cannot be used."), WRONG),
    "INVALID_REDIRECT": (_l("That address is not one of ours."), WRONG),
    "UNAUTHENTICATED": (_l("Sign in first."), WRONG),
    "UNAUTHORIZED": (_l("This is not for you to see or do"), WRONG),
    "ANONYMOUS_USER_REQUIRED": (_l("You are signed in already."), WRONG),
    "CONFIRM_REGISTRATION": (_l("We sent a link to %(email)s. Follow it, and you are in."), DONE),
    "CONFIRMATION_REQUEST": (_l("If %(email)s still has to be confirmed, a link is on its way to it."), DONE),
    "EMAIL_CONFIRMED": (_l("Welcome. Your address is confirmed and you are signed in."), DONE),
    "ALREADY_CONFIRMED": (_l("This address is confirmed already. You can sign in."), DONE),
    "INVALID_CONFIRMATION_TOKEN": (_dead_link, WRONG),
    "CONFIRMATION_EXPIRED": (_dead_link, WRONG),
    "PASSWORD_RESET_REQUEST": (_l("If we know %(email)s, a link is on its way to it. It works for one hour."), DONE),
    "PASSWORD_RESET_EXPIRED": (_dead_link, WRONG),
    "INVALID_RESET_PASSWORD_TOKEN": (_dead_link, WRONG),
    "PASSWORD_RESET": (_l("Your new password is saved."), DONE),
    "PASSWORD_RESET_NO_LOGIN": (_l("Your new password is saved. Sign in with it."), DONE),
    "PASSWORD_CHANGE": (_l("Your new password is saved. On other devices you are signed out."), DONE),
    "CHANGE_EMAIL_SENT": (_l("We sent a link to %(email)s. Your address changes when you follow it."), DONE),
    "CHANGE_EMAIL_CONFIRMED": (_l("From now on this is your address."), DONE),
    "CHANGE_EMAIL_EXPIRED": (_dead_link, WRONG),
    "FORGOT_PASSWORD": (_l("Forgot your password?"), DONE),
}
