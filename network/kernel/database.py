"""The database: one Model, one session, and `@transactional`, the only place where anything is written.

Reads run outside a transaction that could hold a lock; a verb opens its own. On SQLite that is BEGIN IMMEDIATE, because
a deferred transaction cannot upgrade its lock and fails at once under load. A flush outside a verb is an error in our
code, and is told so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, String, event, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

P = ParamSpec("P")
R = TypeVar("R")

BUSY_TIMEOUT = 20_000  # milliseconds that a writer waits for another before it gives up

NAMES = {  # SQLite's batch migrations find constraints by name
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python on both databases; a naive value is taken as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


OWN_KEY: dict[str, Any] = {}  # for tables whose key is not a row id
IDS_NEVER_RECUR = {"sqlite_autoincrement": True}  # a recycled row id would let one row be taken for another


class Base(DeclarativeBase):
    __table_args__: Any = IDS_NEVER_RECUR
    registry = registry(
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: Json, list[str]: Json, list[Any]: Json},
        metadata=MetaData(naming_convention=NAMES),
    )


class NetworkSession(FlaskSession):
    """Reads on PostgreSQL run in autocommit: READ COMMITTED gives no snapshot anyway, and two round trips are saved."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and bind.dialect.name == "postgresql" and not _writing.get():
            return current_app.extensions["reading_from"](bind)  # type: ignore[no-any-return]
        return bind


def init_app(app: Flask) -> None:
    """Make the database known, and what reads from it: one for each engine, so that a session has one connection."""
    db.init_app(app)
    app.extensions["reading_from"] = cache(lambda engine: engine.execution_options(isolation_level="AUTOCOMMIT"))


db = SQLAlchemy(model_class=Base, session_options={"class_": NetworkSession, "expire_on_commit": False})

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


def transactional(verb: Callable[P, R]) -> Callable[P, R]:
    """Commit all that the verb does, or nothing. A verb inside a verb joins the outer one."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return verb(*args, **kwargs)

    return run


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction that may write; joins the one that is already open."""
    session = db.session()
    if _writing.get():
        yield session
        return
    session.commit()  # ends what was only being read: the write begins on the newest state
    token, done = _writing.set(True), False
    try:
        yield session
        session.commit()
        done = True
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)
        for settle in session.info.pop("when_settled", ()):
            settle(done)


def when_settled(settle: Callable[[bool], None]) -> None:
    """Inside a verb: call this after the commit with True, or with False after all was undone. For what is no row."""
    db.session().info.setdefault("when_settled", []).append(settle)


def added(row: Model) -> bool:
    """Add a row inside a verb; False when one with its unique key came first, and then nothing of it stays."""
    session = db.session()
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True


def begin_writing_request() -> None:
    """For requests in which a library writes by itself (registering, confirming): from here on, one writer."""
    if not _writing.get():
        if not (db.session.new or db.session.dirty):
            db.session.commit()  # ends what was only being read: the write begins on the newest state
        _writing.set(True)


def is_writing() -> bool:
    """Whether a verb, or a request that writes as a whole, is under way."""
    return _writing.get()


def end_request(_error: BaseException | None = None) -> None:
    """The next request on this thread starts as a reader."""
    _writing.set(False)


@event.listens_for(Session, "before_flush")
def _only_verbs_write(session: Session, *_: object) -> None:
    if not _writing.get():
        raise RuntimeError(f"written outside a verb: {list(session.new)} {list(session.dirty)} {list(session.deleted)}")


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, in _begin below
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT}"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.driver_connection
        raw.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def is_postgresql() -> bool:
    """Which of the two databases this is, where a statement must differ."""
    return db.engine.dialect.name == "postgresql"


@contextmanager
def planned_with_values() -> Iterator[None]:
    """Let PostgreSQL plan the statements inside with their values in view, each time.

    After some rounds it prepares a statement, and then keeps a plan that fits any values. Where the values decide nearly
    everything, that plan costs many times what planning does. SQLite plans so anyway.
    """
    if not is_postgresql():
        yield
        return
    connection: Any = db.session.connection().connection.driver_connection
    before, connection.prepare_threshold = connection.prepare_threshold, None  # psycopg prepares nothing then
    try:
        yield
    finally:
        connection.prepare_threshold = before


class ChangeCounter(Model):
    """SQLite's writers are serial anyway, so one row can count commits; visitors' pages are tagged with it."""

    __tablename__ = "change_counter"
    __table_args__ = OWN_KEY

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


@event.listens_for(Session, "before_commit")
def _tell_change(session: Session) -> None:
    if _writing.get() and session.get_bind().dialect.name == "sqlite":
        session.execute(text("UPDATE change_counter SET number = number + 1"))


class database_version(FunctionElement[str]):  # noqa: N801  stands in statements like any SQL function
    """A text that changes with every commit: PostgreSQL's snapshot, or our own counter on SQLite."""

    type = String()
    inherit_cache = True


@compiles(database_version, "sqlite")
def _counted(_element: Any, _compiler: Any, **_: Any) -> str:
    return "(SELECT number FROM change_counter)"


@compiles(database_version, "postgresql")
def _snapshot(_element: Any, _compiler: Any, **_: Any) -> str:
    return "pg_current_snapshot()::text"


_VERSION = select(database_version())


def current_version() -> str:
    """The database's version now: whatever is read after this is of that version or a newer one."""
    return str(db.session.scalar(_VERSION))


class json_rows(FunctionElement[Any]):  # noqa: N801  stands in statements like any SQL function
    """The rows of a subquery as one JSON list of lists: a few things that hang on a row come along with it."""

    type = JSON()
    inherit_cache = True


@compiles(json_rows, "sqlite")
def _grouped(element: Any, compiler: Any, **how: Any) -> str:
    cells = (_as_json(compiler.process(cell, **how), cell) for cell in element.clauses)
    return f"json_group_array(json_array({', '.join(cells)}))"


def _as_json(written: str, cell: Any) -> str:
    """SQLite keeps JSON as text, and would give it back as a text within JSON."""
    return f"json({written})" if isinstance(cell.type, JSON) else written


@compiles(json_rows, "postgresql")
def _aggregated(element: Any, compiler: Any, **how: Any) -> str:
    cells = ", ".join(compiler.process(cell, **how) for cell in element.clauses)
    return f"coalesce(json_agg(json_build_array({cells})), '[]')"
