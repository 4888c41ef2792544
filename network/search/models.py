"""SearchText: the stems of a node, found by FTS5 on SQLite and by tsvector('simple') on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel.database import OWN_KEY, Model


class SearchText(Model):
    """What is searched of a node: stems for finding, the plain text for the excerpt."""

    __tablename__ = "search_text"
    __table_args__ = OWN_KEY

    node_id: Mapped[int] = mapped_column(ForeignKey("node.id", ondelete="CASCADE"), primary_key=True)
    heading_stems: Mapped[str] = mapped_column(Text)
    body_stems: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
