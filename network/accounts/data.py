"""The file that a member takes home: their account, their firm's page, and what every feature keeps about them."""

from __future__ import annotations

from typing import Any

from network.members.models import Member
from network.members.own_data import columns, contributed

PERSON = (
    "name", "email", "slug", "job", "ask_me", "language", "role", "is_contact", "is_listed", "mail_reminders",
    "mail_conversations", "mail_news", "mail_digest", "created_at", "confirmed_at", "suspended_at", "suspension_reason",
)  # fmt: skip
FIRM = (
    "name", "slug", "place", "province", "sector", "size_class", "has_hr", "founded", "does_rnd", "about", "asks",
    "offers", "verified_at", "listed_at",
)  # fmt: skip


def all_about(member: Member) -> dict[str, Any]:
    """All of it, ready to be written as JSON but for its dates."""
    own = {"member": columns(member, PERSON), "organisation": columns(member.organisation, FIRM)}
    return {**own, **contributed(member)}
