"""What the demo's firms and some of their people answer to the scan, given by the same verbs that the pages use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_

from network.demo.fiction import Fiction, ids_of
from network.kernel import clock
from network.kernel.database import db
from network.members.models import Member
from network.scans.drawing import forget_fiction
from network.scans.models import Submission
from network.scans.questionnaire import QUESTIONS
from network.scans.services import answer, confirm

if TYPE_CHECKING:
    from network.demo.loading import Cast

A_YEAR = timedelta(days=365)


def scanned(cast: Cast, each: Mapping[str, Any]) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """A firm's people answer, each at their own time, and then its contact confirms; some firms did so a year ago as well."""
    firm = cast.organisations[each["firm"]]
    contact = next(one for one in cast.members.values() if one.organisation_id == firm.id and one.is_contact)
    moment = cast.now - timedelta(weeks=each["weeks"])
    if "before" in each:
        yield moment - A_YEAR, partial(_confirmed, contact, each["before"])
    for day, (key, given) in enumerate(each.get("people", {}).items(), start=1):
        yield moment - timedelta(days=day), partial(_answered, cast.members[key], given)
    yield moment, partial(_confirmed, contact, each["answers"])


def _answered(member: Member, given: str) -> None:
    answer(member, member.organisation_id, clock.today().year, _read(given))


def _confirmed(contact: Member, given: str) -> None:
    confirm(contact, contact.organisation_id, clock.today().year, _read(given), seen=0)


def _read(given: str) -> dict[str, list[str]]:
    """One word for each question, several answers joined by +. Raises ValueError for a line that has not all of them."""
    return {question.key: word.split("+") for question, word in zip(QUESTIONS, given.split(), strict=True)}


def forget_scans(gone: Fiction) -> None:
    """What fictional people said in the name of a firm, and every figure that was drawn of fiction."""
    said = or_(Submission.organisation_id.in_(ids_of(gone.firms)), Submission.confirmed_by_id.in_(gone.people_ids))
    db.session.execute(delete(Submission).where(said).execution_options(synchronize_session=False))
    forget_fiction()
