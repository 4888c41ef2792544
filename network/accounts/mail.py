"""Flask-Security's mails as rows of the outbox, in the transaction of what they tell; addresses in one spelling."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import email_validator
from flask_babel import gettext as _
from flask_security import MailUtil
from flask_security.mail_util import EmailValidateException

from network.accounts.invitations import invite
from network.accounts.notices import ALREADY_REGISTERED, CHANGE_EMAIL, CONFIRM, REGISTERED
from network.kernel import clock, mail
from network.kernel.database import begin_writing_request
from network.notifications.services import notify

LINKS = ("confirmation_link", "reset_link", "link")  # in which Flask-Security hands over what to follow


class Mail(MailUtil):
    """Nothing is sent in a request: a row is written, and the worker delivers it."""

    def send_mail(self, template: str, subject: str, recipient: Any, *_rest: Any, **context: Any) -> None:
        """Write the notification that `template` names, with its link on our own address."""
        begin_writing_request()
        user = context["user"]
        if user.password is None and user.confirmed_at is None:  # was invited: their own link is all that they need
            invite(user)
            return
        kind, once = _told_once_an_hour(template, user)
        link = next((context[name] for name in LINKS if context.get(name)), "")
        facts: dict[str, Any] = {"link": at_home(link)} if link else {}
        if template == CHANGE_EMAIL:
            facts["to"] = recipient
        notify(user.id, kind, inbox=False, once=once, **facts)

    def normalize(self, email: str) -> str:
        """The one spelling of an address. Raises EmailValidateException, with words, when it cannot be one."""
        return normal_address(email)

    def validate(self, email: str) -> str:
        """The same: whether somebody reads it is found out by writing to it."""
        return self.normalize(email)


def normal_address(email: str) -> str:
    """The one spelling of an address. Raises EmailValidateException, with words, when it cannot be one."""
    try:
        found = email_validator.validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except ValueError as fault:
        raise EmailValidateException(_words(email)) from fault
    return (found.ascii_email or found.normalized).lower()


def at_home(link: str) -> str:
    """The same page at the address that an operator set: the request's Host may be anybody's."""
    return mail.url(urlsplit(link).path)


def _told_once_an_hour(template: str, user: Any) -> tuple[str, str | None]:
    """Registering again tells once an hour what to do, so that nobody's inbox can be filled with it."""
    if template not in (REGISTERED, ALREADY_REGISTERED):
        return template, None
    kind = CONFIRM if user.confirmed_at is None else ALREADY_REGISTERED
    return kind, f"{kind}:{user.fs_uniquifier}:{clock.now():%Y%m%d%H}"


def _words(email: str) -> str:
    if "@" not in email:
        return str(_("This address misses an @."))
    return str(_("We cannot write to this address. Read it once more, letter by letter."))
