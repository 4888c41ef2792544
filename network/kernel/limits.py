"""Rate limits that hold over processes and restarts: a counter a key and window, in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import OWN_KEY, Model, db, is_postgresql, writing


class Throttle(Model):
    """How often a key was used in the window that began at `window` (seconds since 1970)."""

    __tablename__ = "throttle"
    __table_args__ = OWN_KEY

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    window: Mapped[int]
    count: Mapped[int]


@dataclass(frozen=True)
class Limit:
    """At most `times` within `seconds` for one key."""

    times: int
    seconds: int


def exceeded(limit: Limit, key: str) -> int:
    """Count one use of a key. Gives 0 while within the limit, else the seconds to wait."""
    now = int(clock.now().timestamp())
    window = now - now % limit.seconds
    insert: Callable[..., postgresql.Insert | sqlite.Insert] = postgresql.insert if is_postgresql() else sqlite.insert
    statement = insert(Throttle).values(key=key[:160], window=window, count=1)
    counted = statement.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={"count": _count_in(window), "window": window},
    ).returning(Throttle.count)
    with writing() as session:
        count = session.execute(counted).scalar_one()
    return window + limit.seconds - now if count > limit.times else 0


def _count_in(window: int) -> object:
    from sqlalchemy import case

    return case((Throttle.window == window, Throttle.count + 1), else_=1)


def forget_old(now_seconds: int) -> None:
    """Delete counters of windows that ended more than a day ago."""
    ended = Throttle.window < now_seconds - 86_400
    if db.session.scalar(select(Throttle.key).where(ended).limit(1)) is not None:  # asking takes no lock
        with writing():
            db.session.execute(delete(Throttle).where(ended))


def address_key(address: str | None) -> str:
    """An address for counting: an IPv6 customer has a whole /64, so that counts as one."""
    try:
        ip = ip_address(address or "0.0.0.0")  # noqa: S104  a name for "unknown", nothing is bound to it  # nosec B104
    except ValueError:
        return "unknown"
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)
