"""Reads of co-authors, for who writes the practice: the caller has seen to that."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.members.models import Member
from network.members.queries import can_be_found
from network.practices.models import Practice


def colleagues_for(practice: Practice, most: int = 200) -> Sequence[Member]:
    """The people of the firm who want to be found and do not write along yet, by name."""
    besides = Member.id.not_in([practice.author_id, *practice.co_author_ids])
    return db.session.scalars(_of_firm(practice).where(besides).order_by(Member.name, Member.id).limit(most)).all()


def colleague_by_slug(practice: Practice, slug: str) -> Member:
    """A colleague by the address of their page. Raises 404 for who is not of the firm, or does not want to be found."""
    found = db.session.scalar(_of_firm(practice).where(Member.slug == slug))
    if found is None:
        raise NotFound
    return found


def _of_firm(practice: Practice) -> Select[Member]:
    return select(Member).where(Member.organisation_id == practice.organisation_id, can_be_found())
