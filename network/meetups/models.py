"""Meetup, Signup, Invitee, SeatDecision and Attendance."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model
from network.meetups.reminders.rules import to_begin_with
from network.members.models import Member, Organisation
from network.themes.models import Theme

IN_PERSON, ONLINE, HYBRID = "in_person", "online", "hybrid"
FOR_THEME, FOR_NETWORK, FOR_INVITED = "theme", "network", "invited"
SEATED, OFFERED, WAITING, WITHDRAWN = "seated", "offered", "waiting", "withdrawn"
MOVED_UP, REMOVED = "moved_up", "removed"


def _reminders_to_begin_with(row: Any) -> list[Any]:
    return to_begin_with(row.get_current_parameters()["mode"])


class Meetup(Model):
    """A scheduled gathering. `taken` counts seated and offered places, `waiting` the line behind them.

    Of a hybrid one the seats are the room's: who takes part online is in `online_count` and takes none.
    """

    __tablename__ = "meetup"
    __table_args__ = (
        Index("ix_meetup_calendar", "cancelled_at", "starts_at", "id"),
        Index("ix_meetup_starts", "starts_at", "id"),
        Index("ix_meetup_theme", "theme_id", "starts_at", "id"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="never_oversold"),
        CheckConstraint("waiting >= 0", name="line_not_negative"),
        CheckConstraint("online_count >= 0", name="online_not_negative"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, made once
    uid: Mapped[str] = mapped_column(String(64), unique=True)  # the calendar entry's own, for life
    sequence: Mapped[int] = mapped_column(default=0)  # up at every change that a calendar must know of
    revised_at: Mapped[datetime | None]  # when it last went up; see `last_revised`
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    planner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(10), default=FOR_NETWORK)  # who may sign up
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")  # only those seated see it
    description: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(String(200), default="")
    route: Mapped[str] = mapped_column(Text, default="")  # this and the next are for who has a seat
    prepare: Mapped[str] = mapped_column(Text, default="")
    reminders: Mapped[list[Any]] = mapped_column(default=_reminders_to_begin_with)  # [minutes, "before" or "after"]
    programme: Mapped[list[Any]] = mapped_column(default=list)  # [time as "15:30", what]
    outcome: Mapped[str] = mapped_column(Text, default="")  # what came of it, told afterwards
    takeaways: Mapped[list[Any]] = mapped_column(default=list)  # what people took home, a line each
    present: Mapped[int | None]  # how many were there, as its report says
    closed_at: Mapped[datetime | None]  # when its report was first told
    report_wanted_at: Mapped[datetime | None]  # when its report was last asked for
    feedback_asked_at: Mapped[datetime | None]  # when those who were there were asked how it was
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    online_count: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None]  # signing up begins ...
    closes_at: Mapped[datetime | None]  # ... and ends; nothing: at once, and at the start
    seats_per_firm: Mapped[int | None]  # at most so many people of one firm in the room ...
    firm_limit_until: Mapped[datetime | None]  # ... until then; nothing: always
    filled_told: Mapped[int] = mapped_column(
        default=0
    )  # the last share of the room, in percents, that its planner heard of
    last_place: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    theme: Mapped[Theme | None] = relationship(lazy="raise")
    host: Mapped[Organisation | None] = relationship(lazy="raise")
    planner: Mapped[Member] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/meetups/{self.slug}"

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken

    @property
    def last_revised(self) -> datetime:
        """Since when calendars have known it as it is."""
        return self.revised_at or self.created_at

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_hybrid(self) -> bool:
        return self.mode == HYBRID


@event.listens_for(Meetup.sequence, "set")
def _revised(meetup: Meetup, new: int, old: object, _initiator: object) -> None:
    """Calendars read both, and neither may rise without the other."""
    if new != old:
        meetup.revised_at = clock.now()


_OFFERED = text("status = 'offered'")


class Signup(Model):
    """A Member's place at a Meetup. `place` orders the line and is never given out twice.

    At a hybrid meetup `online` says that the person takes part online: instead of sitting in the room (seated), or
    meanwhile, for who waits for a seat in the room or is offered one.
    """

    __tablename__ = "signup"
    __table_args__ = (
        UniqueConstraint("meetup_id", "member_id"),
        Index("ix_signup_line", "meetup_id", "status", "place"),
        Index("ix_signup_member", "member_id", "status"),
        Index("ix_signup_offers", "offer_until", postgresql_where=_OFFERED, sqlite_where=_OFFERED),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(10))
    place: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    offer_until: Mapped[datetime | None]
    online: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[bool] = mapped_column(
        default=False
    )  # a calendar entry has gone out, so a withdrawal must cancel it
    muted: Mapped[bool] = mapped_column(default=False)  # wants no reminders of this meetup
    reminded_moment: Mapped[datetime | None]  # the last reminder given, by the moment that it was meant for, ...
    reminded_start: Mapped[datetime | None]  # ... of this start: a meetup that moves is a new start

    meetup: Mapped[Meetup] = relationship(lazy="raise")
    member: Mapped[Member] = relationship(lazy="raise")

    @property
    def holds_room(self) -> bool:
        """Whether a seat of the room is taken, or held, for this person."""
        return self.status == OFFERED or (self.status == SEATED and not self.online)


class Invitee(Model):
    """Somebody who may sign up for a meetup that is for who was invited."""

    __tablename__ = "invitee"
    __table_args__ = OWN_KEY

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = relationship(lazy="raise", foreign_keys=[member_id])


class SeatDecision(Model):
    """What a coordinator decided about somebody's place, out of turn, and why. Read by who coordinates the meetup."""

    __tablename__ = "seat_decision"
    __table_args__ = (Index("ix_seat_decision_meetup", "meetup_id", "id"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[member_id])
    by: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[by_id])


class Attendance(Model):
    """Somebody who was there: a member, with or without a signup, or a guest by name. Counted once, however often noted."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meetup_id", "member_id"),
        Index("ix_attendance_member", "member_id", "meetup_id"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the door's own key: sent again, counted once
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))  # erased: still counts
    guest_name: Mapped[str] = mapped_column(String(120), default="")
    guest_firm: Mapped[str] = mapped_column(String(120), default="")
    came_at: Mapped[datetime] = mapped_column(default=clock.now)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    meetup: Mapped[Meetup] = relationship(lazy="raise")
    member: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[member_id])
