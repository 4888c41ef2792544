"""What the knowledge web and search know of firms and people, so that who may know of them finds them.

A listed firm is found by everybody, by what its page tells everybody. What it asks and offers is for members: it has a node
of its own, in which they find the same firm. People are for members too, and only those who want to be found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlalchemy.orm import joinedload

from network.kernel.database import db, transactional
from network.kernel.i18n import LANGUAGES, force_locale
from network.links.models import EVERYONE, MEMBERS, Node
from network.links.services import forget, register
from network.members.models import Member, Organisation
from network.members.queries import can_be_found
from network.search.models import SearchText
from network.search.queries import EXCHANGE
from network.search.services import index

FIRM, PERSON = "organisation", "member"
A_BATCH = 100  # so many are told of in one transaction: others write between two


def tell_firm(firm: Organisation) -> None:
    """Bring what is known of a firm up to date, within a verb; one that is not listed is known to nobody."""
    if firm.listed_at is None:
        forget(FIRM, firm.id)
        forget(EXCHANGE, firm.id)
        return
    sectors = {code: _sector(firm, code) for code in LANGUAGES}
    facts: dict[str, Any] = {
        "path": firm.path, "titles": dict.fromkeys(LANGUAGES, firm.name), "at": firm.listed_at,
        "lines": {code: f"{sector} · {firm.place}" for code, sector in sectors.items()},
    }  # fmt: skip
    heading = " ".join((firm.name, firm.place, firm.province_name, *sectors.values()))
    index(register(FIRM, firm.id, audience=EVERYONE, **facts), heading, firm.about)
    if firm.asks or firm.offers:
        words = "\n\n".join(filter(None, (firm.about, firm.asks, firm.offers)))
        index(register(EXCHANGE, firm.id, audience=MEMBERS, **facts), heading, words)
    else:
        forget(EXCHANGE, firm.id)


def tell_person(person: Member) -> None:
    """Bring what is known of a person up to date, within a verb; who does not want to be found is known to nobody."""
    if not person.can_be_found:
        forget(PERSON, person.id)
        return
    line = ", ".join(filter(None, (person.job, person.organisation.name)))
    node = register(
        PERSON, person.id, path=person.path, titles=dict.fromkeys(LANGUAGES, person.name),
        lines=dict.fromkeys(LANGUAGES, line), audience=MEMBERS, at=person.confirmed_at,
    )  # fmt: skip
    index(node, f"{person.name} {line}", person.ask_me)


def _sector(firm: Organisation, code: str) -> str:
    with force_locale(code):
        return str(firm.sector_name)


def catch_up() -> int:
    """Tell of the firms and people that are not known yet, forget those that are gone, and say how many they were.

    For who was there before search knew of people, and for whatever is written or deleted in bulk. It is a step of the
    operator's commands and no migration: a migration stays as it landed, while what is indexed, and how words become
    stems, changes with the code. Whoever is known already costs nothing, so that it may run at every start.
    """
    told = _in_batches(_unknown_firms(), _tell_firms) + _in_batches(_unknown_people(), _tell_people)
    return told + _in_batches(_gone(), _forget_nodes)


def _in_batches(wanted: Select[int], act: Callable[[Sequence[int]], None]) -> int:
    ids = db.session.scalars(wanted).all()
    for at in range(0, len(ids), A_BATCH):
        act(ids[at : at + A_BATCH])
    return len(ids)


def _unknown_firms() -> Select[int]:
    exchanges = or_(Organisation.asks != "", Organisation.offers != "")
    unknown = or_(~_is_known(FIRM, Organisation.id), and_(exchanges, ~_is_known(EXCHANGE, Organisation.id)))
    return select(Organisation.id).where(Organisation.listed_at.is_not(None), unknown)


def _unknown_people() -> Select[int]:
    return select(Member.id).where(can_be_found(), ~_is_known(PERSON, Member.id))


def _is_known(kind: str, subject_id: Any) -> ColumnElement[bool]:
    nodes = select(Node.id).join(SearchText, SearchText.node_id == Node.id)
    return nodes.where(Node.kind == kind, Node.subject_id == subject_id).exists()


def _gone() -> Select[int]:
    listed = select(Organisation.id).where(Organisation.listed_at.is_not(None))
    no_firm = and_(Node.kind.in_((FIRM, EXCHANGE)), Node.subject_id.not_in(listed))
    nobody = and_(Node.kind == PERSON, Node.subject_id.not_in(select(Member.id).where(can_be_found())))
    return select(Node.id).where(or_(no_firm, nobody))


@transactional
def _tell_firms(ids: Sequence[int]) -> None:
    for firm in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all():
        tell_firm(firm)


@transactional
def _tell_people(ids: Sequence[int]) -> None:
    people = select(Member).where(Member.id.in_(ids)).options(joinedload(Member.organisation))
    for person in db.session.scalars(people).all():
        tell_person(person)


@transactional
def _forget_nodes(ids: Sequence[int]) -> None:
    db.session.execute(delete(Node).where(Node.id.in_(ids)))
