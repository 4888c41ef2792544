"""Question: what somebody asks a theme or offers it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.conversations.models import Comment
from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model
from network.members.models import Member, Organisation
from network.questions import rules
from network.questions.rules import ASKED
from network.themes.models import Theme


class Question(Model):
    """`kind` is asked or offered; the answer that its asker accepted is a comment under it."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_list", "theme_id", "created_at", "id"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, made once
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default=ASKED)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    accepted_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="SET NULL"))
    comment_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    closing_words: Mapped[str] = mapped_column(String(300), default="")
    forwarded_at: Mapped[datetime | None]  # when it was passed on, because nobody answered
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    theme: Mapped[Theme] = relationship(lazy="raise")
    author: Mapped[Member] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    accepted: Mapped[Comment | None] = relationship(foreign_keys=[accepted_id], lazy="raise")

    @property
    def path(self) -> str:
        return f"/questions/{self.slug}"

    @property
    def is_asked(self) -> bool:
        return self.kind == ASKED

    @property
    def answer(self) -> Comment | None:
        """The accepted answer, as long as it stands."""
        return self.accepted if self.accepted is not None and self.accepted.deleted_at is None else None

    @property
    def state(self) -> str:
        return rules.state(closed=self.closed_at is not None, accepted=self.answer is not None)
