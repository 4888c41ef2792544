"""From a row of the outbox to a mail: text and HTML of the same words, in the member's language."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from jinja2 import TemplateNotFound

from network.kernel import clock, mail
from network.kernel.i18n import force_locale, language, render, render_text
from network.kernel.text import tidy, tidy_line
from network.members.models import Member
from network.notifications import calendars, mutes
from network.notifications.digests import parts_for
from network.notifications.enclosures import enclosure_of
from network.notifications.models import Notification
from network.notifications.rules import DIGEST_KIND, URGENT, group_of

PICTURE = "code@enclosed"  # by what name the HTML of a mail knows the picture that is enclosed with it
LONGEST_LINE = 900  # octets; SMTP allows 998
ACTS = (  # what stands on the button that leads to an address of ours
    (r"/confirm\b", _l("Confirm your address")),
    (r"/invitation/", _l("Come in")),
    (r"/reset\b", _l("Choose a new password")),
    (r"/settings/email/", _l("Use this address")),
    (r"/sign-in\b", _l("Sign in")),
    (r".*#comment-|/themes/[^/]+/requests", _l("Read and answer")),
    (r"/intentions/.*answer=yes", _l("Yes, I did it")),
    (r"/intentions/.*answer=partly", _l("Partly")),
    (r"/intentions/.*answer=no", _l("Not yet")),
    (r"/meetups/[^/]+/outcome", _l("Tell what came of it")),
    (r"/meetups/[^/]+/feedback", _l("Say how it was")),
    (r"/polls/answer/", _l("Say when you can")),
    (r"/polls/[^/]+/meetup$", _l("Choose a date")),
    (r"/polls/", _l("To the date poll")),
    (r"/meetups/", _l("To the meetup")),
    (r"/meetups", _l("All meetups")),
    (r"/practices/", _l("To the practice")),
    (r"/themes/", _l("To the theme")),
    (r"/themes", _l("To the themes")),
    (r"/organisations/", _l("To the firm’s page")),
)


class _Policy(EmailPolicy):
    """Headers as the standard library folds them, but for the address to leave by: it would fold it into code words."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "List-Unsubscribe":
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


_POLICY = _Policy()


def compose(row: Notification, encoding: str) -> EmailMessage:
    """The mail of a notification. Composed again, it carries the same Message-ID. Raises NothingToSay for a digest."""
    with force_locale(row.member.language):
        subject, words = _words(row)
        leave, enclosure = _leave(row), enclosure_of(row)
        parts: dict[str, Any] = {"subject": subject, "words": words, "leave": leave, "language": row.member.language}
        message = EmailMessage(policy=_POLICY)
        _address(message, row, subject, leave)
        _set(message, render("notifications/mail.txt", more=enclosure, **parts), encoding)
        page = render("notifications/mail.html", pieces=_pieces(words), more=enclosure, picture=PICTURE, **parts)
        message.add_alternative(page, subtype="html", cte=encoding)
    if enclosure is not None:
        _add_picture(message, enclosure.picture)
    if "calendar" in row.facts:
        _add_calendar(message, row, encoding)
    return message


def template_of(kind: str, ending: str) -> str:
    """Where a kind's words stand: themes.join_asked is told by themes/notices/join_asked.txt."""
    feature, _, name = kind.partition(".")
    return f"{feature}/notices/{name}.{ending}"


def line_of(row: Notification, member: Member) -> str:
    """A notification in one line, as plain text in the reader's language."""
    try:
        return tidy_line(_told(row, member, "line.txt", language()))
    except TemplateNotFound:  # an old line of a kind that is no longer given
        return str(row.facts.get("title") or row.path)


def _told(row: Notification, member: Member, ending: str, code: str, **more: Any) -> str:
    context: dict[str, Any] = {"member": member, "facts": {**row.facts, **more}, "path": row.path, "url": mail.url}
    return tidy(render_text(template_of(row.kind, ending), code, **context))


def _words(row: Notification) -> tuple[str, str]:
    more = {"parts": parts_for(row)} if row.kind == DIGEST_KIND else {}
    head, _, words = _told(row, row.member, "txt", row.member.language, **more).partition("\n")
    return tidy_line(head.removeprefix("Subject:")), words.strip()


def _pieces(words: str) -> list[tuple[str, str]]:
    """The words of a mail cut at our own addresses that stand on a line by themselves: (what it is for, address).

    All else is ("", text).
    """
    pieces: list[tuple[str, str]] = []
    for line in words.splitlines():
        if line.startswith(mail.url("/")) and " " not in line:
            pieces.append((_act(line.removeprefix(mail.url(""))), line))
        elif pieces and not pieces[-1][0]:
            pieces[-1] = ("", f"{pieces[-1][1]}\n{line}")
        else:
            pieces.append(("", line))
    return pieces


def _act(path: str) -> str:
    """What somebody does by opening an address, for on its button."""
    return str(next((words for shape, words in ACTS if re.match(shape, path)), _l("Open the page")))


def _leave(row: Notification) -> str:
    """Where to switch this mail off; nothing where that would not stop it."""
    group = group_of(row.kind)
    return mail.url(mutes.path_for(row.member_id, group)) if group and row.kind not in URGENT else ""


def _address(message: EmailMessage, row: Notification, subject: str, leave: str) -> None:
    message["Subject"] = subject
    message["From"] = mail.settings().mail_from
    message["To"] = _recipient(row)
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["Message-ID"] = f"<{row.id}@{mail.host()}>"
    message["Auto-Submitted"] = "auto-generated"
    if leave:
        message["List-Unsubscribe"] = f"<{leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _recipient(row: Notification) -> Address:
    return Address(addr_spec=row.facts.get("to") or row.member.email)


def _set(message: EmailMessage, text: str, encoding: str) -> None:
    plain = text.isascii() and all(len(line) < LONGEST_LINE for line in text.splitlines())
    message.set_content(text, cte="7bit" if plain else encoding)


def _add_picture(message: EmailMessage, picture: bytes) -> None:
    """The picture beside the HTML that shows it: nothing is fetched when the mail is read."""
    page: Any = message.get_body(("html",))
    page.add_related(picture, "image", "png", cid=f"<{PICTURE}>", filename="code.png", disposition="inline")


def _add_calendar(message: EmailMessage, row: Notification, encoding: str) -> None:
    """The entry as an alternative, which calendars act on, and as a file, which everything else can open."""
    entry = row.facts["calendar"]
    text = calendars.text_of(row.kind, entry, row.member.name, row.member.email)
    method = {"method": entry["method"]}
    message.add_alternative(text, subtype="calendar", params=method, cte=encoding)
    message.add_attachment(text, subtype="calendar", filename="invite.ics", params=method, cte=encoding)
