"""What date polls keep about a member: what they answered, and the polls that they asked."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.polls.models import DatePoll, PollAnswer, PollOption, PollVote
from network.meetups.polls.queries import open_to
from network.members.models import Member
from network.members.own_data import columns

ANSWERED = ("answered_at", "changed_at")
KNOWN_ANYWAY = ("path", "created_at")  # the rest may have been changed since by those in the theme
ASKED = (
    "path", "title", "description", "kind", "mode", "place", "capacity", "minutes", "language", "closes_at", "created_at",
    "ended_at", "close_reason",
)  # fmt: skip


def answers_of(member: Member) -> list[dict[str, Any]]:
    """The polls that a member answered, with what they said; what a poll is called as far as they may still know."""
    own = select(PollAnswer, DatePoll, open_to(member)).join(DatePoll, DatePoll.id == PollAnswer.poll_id)
    rows = db.session.execute(own.outerjoin(DatePoll.theme).where(PollAnswer.member_id == member.id)).all()
    said = _said_by(member)
    return [
        {
            "poll": poll.path, **columns(poll, ("title",) if known else ()), **columns(given, ANSWERED),
            "answers": said[poll.id] if known else [each["answer"] for each in said[poll.id]],
        }
        for given, poll, known in rows
    ]  # fmt: skip


def _said_by(member: Member) -> dict[int, list[dict[str, Any]]]:
    votes = select(PollOption.poll_id, PollOption.starts_at, PollVote.answer).join(
        PollVote, PollVote.option_id == PollOption.id
    )
    said: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for poll_id, starts_at, answer in db.session.execute(
        votes.where(PollVote.member_id == member.id).order_by(PollOption.starts_at)
    ):
        said[poll_id].append({"date": starts_at, "answer": answer})
    return said


def asked_by(member: Member) -> list[dict[str, Any]]:
    """The polls that a member asked; of one in a theme which closed to them, no more than that."""
    own = select(DatePoll, open_to(member)).outerjoin(DatePoll.theme).where(DatePoll.planner_id == member.id)
    rows = db.session.execute(own.order_by(DatePoll.id))
    return [columns(poll, ASKED if known else KNOWN_ANYWAY) for poll, known in rows]
