"""Settings: typed, read from the environment once, wrong values refused at start."""

from __future__ import annotations

import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PACKAGE = Path(__file__).resolve().parent
_PACKED = PACKAGE / "_resources"  # where a wheel keeps the folders that a checkout has at the top
ROOT = _PACKED if _PACKED.is_dir() else PACKAGE.parent


class NoFolder(Exception):
    """The instance folder cannot be made; the text says which and why."""


def instance_folder() -> Path:
    """Where the database, uploads, mail and the secret live."""
    home = Path.cwd() if _PACKED.is_dir() else ROOT
    return Path(os.environ.get("NETWORK_INSTANCE") or home / "instance").resolve()


_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
SHORTEST_SECRET = 16  # characters; what signs sessions must not be guessed
STARTTLS = ("offered", "always", "never")


def _origin(url: str) -> str:
    parts = urlsplit(url.rstrip("/"))
    host = parts.netloc.rsplit(":", 1)[0] if _has_port(parts) else parts.netloc
    if (
        parts.scheme not in {"http", "https"}
        or not _HOST.fullmatch(host)
        or parts.path
        or parts.query
        or parts.fragment
    ):
        raise ValueError("must look like https://leernetwerk.example")
    return parts.geturl()


def _smtp(url: str) -> str:
    if not url:
        return url
    parts = urlsplit(url)
    wish = parse_qs(parts.query).get("starttls", [STARTTLS[0]])
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not _has_port(parts, may_lack=True):
        raise ValueError("must look like smtp://user:password@host:587 or smtps://host:465")
    if wish[-1] not in STARTTLS:
        raise ValueError(f"starttls must be one of {', '.join(STARTTLS)}")
    return url


def _has_port(parts: SplitResult, may_lack: bool = False) -> bool:
    try:
        return may_lack if parts.port is None else parts.port > 0
    except ValueError:
        return False


def _database(url: str) -> str:
    url = url.replace("postgres://", "postgresql://", 1)
    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        made = None
    if made is None or made.drivername not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        raise ValueError("must be a sqlite:/// or postgresql:// address")
    return url


def _sender(text: str) -> str:
    _name, address = parseaddr(text)
    local, at, host = address.partition("@")
    if not (local and at and host) or any(each.isspace() for each in address):
        raise ValueError("must look like Leernetwerk mkb <noreply@leernetwerk.example>")
    return text


def _secret(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and len(secret.get_secret_value().strip()) < SHORTEST_SECRET:
        raise ValueError(f"must be at least {SHORTEST_SECRET} characters that nobody can guess")
    return secret


class Settings(BaseSettings):
    """What an operator may set; every name is the environment variable in lower case."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", frozen=True)

    network_instance: Path = Field(default_factory=instance_folder)
    database_url: Annotated[str, AfterValidator(_database)] = ""
    base_url: Annotated[str, AfterValidator(_origin)] = "http://127.0.0.1:8000"
    smtp_url: Annotated[str, AfterValidator(_smtp)] = ""
    mail_from: Annotated[str, AfterValidator(_sender)] = "Leernetwerk mkb <noreply@example.org>"
    secret_key: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
    uploads: Path | None = None
    rate_limits: Literal["on", "off"] = "on"
    trusted_proxies: int = Field(default=0, ge=0, le=5)  # how many proxies in front may be believed
    worker_poll_seconds: int = Field(default=15, ge=1, le=3600)
    development: bool = False

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS, which cookies need to know."""
        return self.base_url.startswith("https://")


def load() -> Settings:
    """Read the environment; create the instance folder and, once, a secret of its own.

    Raises pydantic.ValidationError with the variable's name when a value is wrong, NoFolder.
    """
    folder = instance_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoFolder(f"NETWORK_INSTANCE: {folder} cannot be made: {error.strerror}.") from error
    given = Settings(database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'network.sqlite'}")
    return given.model_copy(
        update={
            "network_instance": folder,
            "secret_key": SecretStr(given.secret_key.get_secret_value() or _own_secret(folder)),
            "uploads": given.uploads or folder / "uploads",
        }
    )


def _own_secret(folder: Path) -> str:
    """The secret of this installation: made at the first start, the same for all its processes."""
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
