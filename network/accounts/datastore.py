"""Members as Flask-Security finds and makes them."""

from __future__ import annotations

from typing import Any

from flask_security import RoleMixin, SQLAlchemyUserDatastore
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.accounts import services
from network.kernel.database import begin_writing_request, db, is_writing
from network.members.models import Member


class Datastore(SQLAlchemyUserDatastore):
    """Members without Flask-Security's role tables: a member's role is one word, which no form can set."""

    def __init__(self) -> None:
        super().__init__(db, Member, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Member | None:
        """One member by one column, with the firm. What was read is let go: checking a password takes a while."""
        [(name, value)] = by.items()
        column = getattr(Member, name)
        same = func.lower(column) == str(value).lower() if name == "email" else column == value
        member = db.session.scalar(select(Member).options(joinedload(Member.organisation)).where(same))
        if not is_writing():
            db.session.commit()
        return member

    def create_user(self, **parts: Any) -> Member:
        """The person and the firm of one registration."""
        return services.register(**parts)

    def put(self, model: Any) -> Any:
        """Keep what was changed; the request commits it."""
        begin_writing_request()
        return super().put(model)  # type: ignore[no-untyped-call]

    def commit(self) -> None:
        """Left to the request, which commits once or not at all."""
