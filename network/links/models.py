"""Node and Link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model
from network.kernel.i18n import both
from network.links.relations import BELONGS

EVERYONE, MEMBERS, THEME, NOBODY = "everyone", "members", "theme", "nobody"


class Node(Model):
    """A thing in the web. `audience` with `theme_id` says who may know that it exists."""

    __tablename__ = "node"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_node_theme", "theme_id", "kind"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))  # finding, practice, meetup, question, theme, organisation, member
    subject_id: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))
    titles: Mapped[dict[str, Any]]  # by language; one is enough
    lines: Mapped[dict[str, Any]]  # what stands under the title, by language
    audience: Mapped[str] = mapped_column(String(10))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=clock.now)  # when it happens (meetup) or appeared

    @property
    def title(self) -> str:
        return both(self.titles)  # type: ignore[no-any-return]

    @property
    def line(self) -> str:
        return both(self.lines)  # type: ignore[no-any-return]

    @property
    def title_and_line(self) -> str:
        """On one line, for a list to choose from; some findings have no figure to stand under their title."""
        return f"{self.title} ({self.line})" if self.line else self.title


class Link(Model):
    """Two nodes that belong together; stored once, with the lower id first. `from_left` says which way a relation goes."""

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_right", "right_id"), OWN_KEY)

    left_id: Mapped[int] = mapped_column(ForeignKey("node.id", ondelete="CASCADE"), primary_key=True)
    right_id: Mapped[int] = mapped_column(ForeignKey("node.id", ondelete="CASCADE"), primary_key=True)
    relation: Mapped[str] = mapped_column(String(16), default=BELONGS)
    from_left: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
