"""A real mail server with moods, and what the tests of delivery start from."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.kernel.database import db
from network.notifications.mails import compose
from network.notifications.models import Notification


class Postmaster:
    """Takes mail; `refuse` gives the answers to the next recipients, `refuse_us` to us, `slow` hangs at the data."""

    def __init__(self) -> None:
        self.refuse: list[str] = []
        self.refuse_us: list[str] = []
        self.slow = 0.0
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.received: list[bytes] = []

    async def handle_EHLO(  # noqa: N802  aiosmtpd's names
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_us:
            return self.refuse_us.pop(0)
        envelope.mail_from, envelope.mail_options = address, options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        self.received.append(bytes(envelope.content or b""))
        message = message_from_bytes(self.received[-1], policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 taken"


@pytest.fixture
def postmaster() -> Postmaster:
    return Postmaster()


@pytest.fixture
def server(postmaster: Postmaster, use_server: Callable[[str], None]) -> Iterator[Controller]:
    """A mail server on a port of its own, which the application is set to use."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postmaster, hostname="127.0.0.1", port=port)
    controller.start()
    use_server(f"smtp://127.0.0.1:{port}")
    yield controller
    controller.stop(no_assert=True)


@pytest.fixture
def use_server(app: Flask) -> Callable[[str], None]:
    """Let the application mail by this server."""

    def use(address: str) -> None:
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"smtp_url": address})

    return use


@pytest.fixture
def again() -> Callable[[Any], Any]:
    """A row as it stands in the database now."""

    def read_again(row: Any) -> Any:
        db.session.refresh(row)
        return row

    return read_again


@pytest.fixture
def mail_of(app: Flask) -> Callable[[Notification], EmailMessage]:
    """The mail of a notification, as whoever receives it reads it."""

    def composed(row: Notification) -> EmailMessage:
        whole = select(Notification).options(joinedload(Notification.member)).where(Notification.id == row.id)
        row = db.session.scalars(whole.execution_options(populate_existing=True)).one()
        message = message_from_bytes(compose(row, "quoted-printable").as_bytes(), policy=default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        return message

    return composed
