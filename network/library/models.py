"""Publication and Finding: the imported file, one row for the report and one for each of its questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model


class Publication(Model):
    """A report in the library. `words` holds title, design, limits, chapters and concepts as in its file."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int]
    n: Mapped[int | None]
    words: Mapped[dict[str, Any]]
    imported_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def path(self) -> str:
        return f"/library/{self.key}"


class Finding(Model):
    """One question of a publication with its figures. `words` holds everything that is read, as in the file.

    `card` is the little of it that lists show, so that a list of all findings need not load them whole.
    """

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("publication_id", "key"),
        Index("ix_finding_order", "publication_id", "position"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    section: Mapped[str] = mapped_column(String(12))  # the report's own number, 4.1.6
    chapter: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    card: Mapped[dict[str, Any]]
    words: Mapped[dict[str, Any]]

    edition: Mapped[int] = mapped_column(default=1)  # one more for each time that its figures changed
    withdrawn_at: Mapped[datetime | None]  # it left its publication; only its own address knows of it then

    publication: Mapped[Publication] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        """Only with its publication loaded."""
        return f"{self.publication.path}/{self.key}"

    def beside(self, steps: int) -> dict[str, Any] | None:
        """The finding so many places further in its publication: its path, id and short name."""
        order = self.publication.words["order"]
        if self.withdrawn_at is not None:
            return None
        at = self.position - 1 + steps
        return {**order[at], "path": f"{self.publication.path}/{order[at]['key']}"} if 0 <= at < len(order) else None


class Edition(Model):
    """The figures that a finding had before they changed: question, values and base as its file had them."""

    __tablename__ = "finding_edition"
    __table_args__ = (UniqueConstraint("finding_id", "number"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"))
    number: Mapped[int]
    figures: Mapped[dict[str, Any]]
    until: Mapped[datetime] = mapped_column(default=clock.now)
