"""Choices of practices that a member keeps, to be told in the digest of new ones that fit. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from network.kernel.database import db, transactional
from network.kernel.errors import Refusal
from network.members.models import Member, Organisation
from network.notifications.digests import Item
from network.practices.finding.models import SavedChoice
from network.practices.finding.queries import page_for
from network.practices.finding.rules import Choice, chosen
from network.practices.finding.words import choice_words, offered_to
from network.practices.queries import Card

MOST = 20  # that somebody keeps


class TooManyChoices(Refusal):
    """A member keeps as many choices as one can look after."""

    words = _l("You keep twenty choices already.")
    way_on = _l("Stop one that you no longer need.")


@dataclass(frozen=True)
class Kept:
    """A choice that is kept, as it reads now; `choice` is none when its theme is no longer there for this reader."""

    id: int
    choice: Choice | None
    words: str
    address: str


@transactional
def save(member: Member, choice: Choice) -> None:
    """Tell a member from now on of new practices that fit; doing it twice changes nothing. Raises TooManyChoices."""
    address = _address(choice)
    own = SavedChoice.member_id == member.id
    # Two at once are one after the other, or both would be the twentieth.
    db.session.execute(select(Member.id).where(Member.id == member.id).with_for_update(key_share=True))
    if db.session.scalar(select(SavedChoice.id).where(own, SavedChoice.address == address)) is not None:
        return
    if (db.session.scalar(select(func.count()).where(own)) or 0) >= MOST:
        raise TooManyChoices
    db.session.add(SavedChoice(member_id=member.id, address=address))
    db.session.flush()


@transactional
def stop(member: Member, choice_id: int) -> None:
    """Tell of this choice no more; doing it twice changes nothing, and nobody stops another's."""
    db.session.execute(delete(SavedChoice).where(SavedChoice.id == choice_id, SavedChoice.member_id == member.id))


def saved_by(member: Member) -> list[Kept]:
    """What a member keeps, the oldest first, in the words and the rights that they have now."""
    rows = _rows_of(member)
    if not rows:
        return []
    offered, titles = offered_to(member)
    return [_kept(row, offered, titles) for row in rows]


def kept_for_own_data(member: Member) -> list[dict[str, Any]]:
    """A member's choices, for their own data."""
    return [{"choice": f"/practices?{row.address}", "created_at": row.created_at} for row in _rows_of(member)]


def new_in_choices(member: Member, since: datetime) -> list[Item]:
    """For the digest: practices of other firms that fit a choice that the member keeps, each once."""
    firm = db.session.get_one(Organisation, member.organisation_id)
    found: dict[str, Item] = {}
    for kept in saved_by(member):
        if kept.choice is not None:
            for card in _new(member, kept.choice, since, firm):
                found.setdefault(card.slug, Item(card.title, f"{card.firm}: {kept.words}", card.path))
    return list(found.values())


def new_of_firms_alike(member: Member, since: datetime) -> list[Item]:
    """For the digest: practices of other firms of the member's size or sector."""
    firm = db.session.get_one(Organisation, member.organisation_id)
    own = (Choice({"size_class": (firm.size_class,)}), Choice({"sector": (firm.sector,)}))
    cards = {card.slug: card for choice in own for card in _new(member, choice, since, firm)}
    newest = sorted(cards.values(), key=lambda card: card.published_at, reverse=True)
    return [Item(card.title, card.firm, card.path) for card in newest]


def _rows_of(member: Member) -> Sequence[SavedChoice]:
    own = select(SavedChoice).where(SavedChoice.member_id == member.id)
    return db.session.scalars(own.order_by(SavedChoice.id)).all()


def _new(member: Member, choice: Choice, since: datetime, firm: Organisation) -> list[Card]:
    return [
        card for card in page_for(member, choice).cards if card.published_at >= since and card.firm_slug != firm.slug
    ]


def _kept(row: SavedChoice, offered: Mapping[str, Sequence[str]], titles: Mapping[str, str]) -> Kept:
    """A value that is offered no more would make the choice wider than it was meant: then it tells of nothing."""
    asked = parse_qs(row.address)
    choice = chosen(asked, offered)
    whole = len(choice.in_address) == sum(map(len, asked.values()))
    return Kept(row.id, choice if whole else None, choice_words(choice, titles), f"/practices?{_address(choice)}")


def _address(choice: Choice) -> str:
    return urlencode(choice.in_address)
