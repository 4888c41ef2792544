"""When a mail is tried again, and which mails a member may switch off. No database, clock or Flask."""

from __future__ import annotations

from datetime import timedelta

LEASE = timedelta(minutes=10)  # a worker that took a mail and has not settled it by then has died

# After this many minutes a mail that the server would not take yet is tried again; after the last it has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))

REMINDERS, CONVERSATIONS, NEWS, DIGEST = "reminders", "conversations", "news", "digest"
GROUPS = (REMINDERS, CONVERSATIONS, NEWS, DIGEST)
DIGEST_KIND = "notifications.digest"

# Somebody stands before a closed door without these: they go out whatever was switched off.
URGENT = frozenset(
    f"meetups.{kind}"
    for kind in (
        "seated",
        "seat_freed",
        "seat_handed_over",
        "seat_offered",
        "withdrawn",
        "place_ended",
        "moved",
        "cancelled",
        "restored",
        "removed",
    )
)  # fmt: skip  what somebody must know to be at the right place, or not to be; their calendar hangs on it

FAREWELLS = frozenset({"meetups.place_ended"})  # to who was shut out: it takes a meetup out of their calendar

# Somebody asked for these by taking part: they come with the reminders, before a meetup and after it.
AFTERWARDS = frozenset(f"meetups.{kind}" for kind in ("report_wanted", "feedback_asked", "intention_asked"))

LETTERS = frozenset({"practices.letter"})  # of one person to another: they come with the conversations

# Facts that open something by themselves, or are somebody's words for one reader: they leave the row with the mail.
SECRETS = ("link", "stop", "letter")


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after this many attempts, or None to give up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def group_of(kind: str) -> str | None:
    """The switch that a kind of mail hangs on; mail about one's account has none."""
    feature = kind.partition(".")[0]
    if feature == "accounts":
        return None
    if kind.endswith(".reminder") or kind in AFTERWARDS:
        return REMINDERS
    if kind == DIGEST_KIND:
        return DIGEST
    return CONVERSATIONS if feature == "conversations" or kind in LETTERS else NEWS


def is_wanted(kind: str, *, reachable: bool, switched_off: frozenset[str]) -> bool:
    """Whether a mail may still go: to active people with a confirmed address, unless they switched it off.

    What concerns somebody's account goes to them also when they were shut out.
    """
    group = group_of(kind)
    if group is None or kind in FAREWELLS:
        return True
    return reachable and (group not in switched_off or kind in URGENT)


def without_secrets(facts: dict[str, object]) -> dict[str, object]:
    """What may stay in the row once its mail is gone."""
    return {name: value for name, value in facts.items() if name not in SECRETS}
