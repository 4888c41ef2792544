"""How a mail leaves: by SMTP, or without a mail server as a readable file. Knows nothing of what a mail says.

A transport serves one run of deliveries: one connection for many mails, closed when it ends. `send` returns when the
mail was taken over (SMTP's 250 after the data); whoever calls it commits that before the connection is closed.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app

from network.config import Settings
from network.kernel import clock

TIMEOUT = 15  # seconds that a mail server may take for one answer
PERMANENT = 500  # SMTP codes from here on mean: never, and do not ask again
OURS = (421, 530, 534, 535, 538)  # the line is closed, or we must sign in or encrypt first: nothing of this one mail

_LINK = re.compile(r"https?://\S+")


class Undelivered(Exception):
    """The mail did not go; the text says why."""


class Refused(Undelivered):
    """The server will never take this mail."""


class TryLater(Undelivered):
    """The server does not take this mail now; another it may."""


class Unreachable(TryLater):
    """The server takes no mail at all now."""


class Transport(Protocol):
    """One run of mails."""

    encoding: str  # how text that is not plain ASCII travels

    def send(self, message: EmailMessage, label: str) -> None:
        """Hand one mail over. Raises Refused, TryLater or Unreachable."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def settings() -> Settings:
    """The settings of this application."""
    return current_app.config["SETTINGS"]  # type: ignore[no-any-return]


def url(path: str) -> str:
    """A path as a link in a mail: from the configured address only, never from a request's Host."""
    return settings().base_url + path


def host() -> str:
    """The name of our host, for Message-IDs."""
    return urlsplit(settings().base_url).hostname or "localhost"


def transport() -> Transport:
    """SMTP where SMTP_URL is set, else the folder `mail` of the instance."""
    chosen = settings()
    return Smtp(chosen.smtp_url) if chosen.smtp_url else Folder(chosen.network_instance / "mail")


class Folder:
    """Mails as files, for trying the network out: their names sort by time, and the console tells each."""

    encoding = "8bit"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send(self, message: EmailMessage, label: str) -> None:
        """Write the mail, whole or not at all, and say so on the console."""
        stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")
        name = re.sub(r"[^\w.@+-]", "_", f"{stamp}-{label}-{message['To']}", flags=re.ASCII)[:180]
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(message.as_bytes())
        unfinished.rename(self.folder / f"{name}.eml")
        print(f"mail to {message['To']}: {message['Subject']}  {first_link(message)}", flush=True)


class Smtp:
    """A mail server, by an address such as smtp://user:password@host:587 or smtps://host.

    STARTTLS is used where the server offers it; `?starttls=always` insists on it, `?starttls=never` does without.
    """

    encoding = "quoted-printable"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.over_tls = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.over_tls else 25)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.starttls = parse_qs(parts.query).get("starttls", ["offered"])[0]
        self.server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def send(self, message: EmailMessage, label: str) -> None:
        """Send one mail over the run's connection, which is made anew where the server closed it."""
        try:
            server = self._connected()
        except (
            OSError,
            smtplib.SMTPException,
        ) as error:  # a wrong password included: an operator can mend that
            self._leave()
            raise Unreachable(f"{self.host}: {error}") from error
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _by_code(code, words) from error
        except smtplib.SMTPSenderRefused as error:  # it is us whom the server does not want: an operator can mend that
            self._leave()
            raise Unreachable(f"{self.host}: {error.smtp_code} {_told(error.smtp_error)}") from error
        except smtplib.SMTPResponseException as error:
            raise _by_code(error.smtp_code, error.smtp_error) from error
        except (
            smtplib.SMTPNotSupportedError,
            ValueError,
        ) as error:  # an address or header that the server cannot carry
            raise Refused(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._leave()
            raise Unreachable(f"{self.host}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        if self.server is not None and not self._answers(self.server):
            self._leave()
        if self.server is None:
            self.server = self._connect()
        return self.server

    def _answers(self, server: smtplib.SMTP) -> bool:
        with suppress(OSError, smtplib.SMTPException):
            return server.noop()[0] == 250
        return False

    def _connect(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if self.over_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=tls)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        self.server = server
        server.ehlo_or_helo_if_needed()
        offered = server.has_extn("starttls") and self.starttls != "never"
        if not self.over_tls and (offered or self.starttls == "always"):
            server.starttls(context=tls)
        if self.user:
            server.login(self.user, self.password)
        return server

    def _leave(self) -> None:
        """Say goodbye if the server still listens, and close the line in any case."""
        server, self.server = self.server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def _by_code(code: int, words: bytes | str) -> Undelivered:
    told = f"{code} {_told(words)}"
    if code in OURS:
        return Unreachable(told)
    return Refused(told) if code >= PERMANENT else TryLater(told)


def _told(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def first_link(message: EmailMessage) -> str:
    """What a reader would click first."""
    body = message.get_body(("plain",))
    found = _LINK.search(body.get_content()) if body is not None else None
    return found[0] if found else ""
