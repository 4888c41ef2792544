"""Settings: typed, read from the environment once, wrong values refused at start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).resolve().parent
_PACKED = PACKAGE / "_resources"  # where a wheel keeps the folders that a checkout has at the top
ROOT = _PACKED if _PACKED.is_dir() else PACKAGE.parent


def instance_folder() -> Path:
    """Where the database, uploads, mail and the secret live."""
    home = Path.cwd() if _PACKED.is_dir() else ROOT
    return Path(os.environ.get("NETWORK_INSTANCE") or home / "instance").resolve()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must look like https://leernetwerk.example")
    return url.rstrip("/")


def _smtp(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not _has_port_or_none(url)):
        raise ValueError("must look like smtp://user:password@host:587 or smtps://host:465")
    return url


def _has_port_or_none(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _database(url: str) -> str:
    if urlsplit(url).scheme.split("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("must be a sqlite:/// or postgresql:// address")
    return url.replace("postgres://", "postgresql://", 1)


class Settings(BaseSettings):
    """What an operator may set; every name is the environment variable in lower case."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", frozen=True)

    network_instance: Path = Field(default_factory=instance_folder)
    database_url: Annotated[str, AfterValidator(_database)] = ""
    base_url: Annotated[str, AfterValidator(_origin)] = "http://127.0.0.1:8000"
    smtp_url: Annotated[str, AfterValidator(_smtp)] = ""
    mail_from: str = "Leernetwerk mkb <noreply@example.org>"
    secret_key: SecretStr = SecretStr("")
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

    Raises pydantic.ValidationError with the variable's name when a value is wrong.
    """
    folder = instance_folder()
    folder.mkdir(parents=True, exist_ok=True)
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
