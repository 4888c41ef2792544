"""What tests of accounts share: a good registration form, the mails that wait, the link in one."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy import func, select

from network.kernel.database import db
from network.notifications.models import Notification

FORM = {
    "name": "Dewi Pattiwael", "email": "Dewi@Zevenblad.example", "password": "paarse schoenen in de regen",
    "organisation": "Kwekerij Zevenblad", "place": "Horst", "province": "limburg", "size_class": "10-19",
    "sector": "agrifood", "has_hr": "no", "rules": "y",
}  # fmt: skip


def mails(*kinds: str) -> list[Notification]:
    db.session.rollback()
    rows = db.session.scalars(select(Notification).order_by(Notification.created_at)).all()
    return [row for row in rows if not kinds or row.kind in kinds]


def link_in(row: Notification) -> str:
    return urlsplit(row.facts["link"]).path


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))
