"""Verbs of moving in: keep a sheet until somebody says yes, and move it in, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from network.accounts.invitations import bring_in
from network.coordination.moving_in.models import WaitingSheet
from network.coordination.moving_in.reading import NewFirm, Plan, plan_of
from network.coordination.moving_in.sheets import Table
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import Refusal
from network.members import audit
from network.members.models import Member
from network.notifications.services import notify
from network.practices.services import write

WAITS = timedelta(days=1)  # how long a sheet, which names people, is kept for a yes
MOVED_IN = "coordination.moved_in"
ACTS = {"moved_in": _l("moved in from a spreadsheet")}


class HasFaults(Refusal):
    """Something on the sheet is wrong, so none of it was moved in."""

    words = _l("Something on the sheet does not fit, so nothing was moved in.")

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


@transactional
def keep(tables: Sequence[Table], name: str, by: Member) -> WaitingSheet:
    """Keep a sheet until who sent it says yes; one at a time, so the one before goes."""
    db.session.execute(delete(WaitingSheet).where(WaitingSheet.member_id == by.id))
    waiting = WaitingSheet(member_id=by.id, name=name[:200], tables=[list(table) for table in tables])
    db.session.add(waiting)
    db.session.flush()
    return waiting


def waiting_for(member: Member, key: str) -> WaitingSheet:
    """The sheet that somebody sent themselves. Raises 404 for any other."""
    own = select(WaitingSheet).where(WaitingSheet.id == key, WaitingSheet.member_id == member.id)
    return db.first_or_404(own)  # type: ignore[no-any-return]


def tables_of(waiting: WaitingSheet) -> list[Table]:
    """What stands in a sheet that waits."""
    return [Table(name, labels, [(number, cells) for number, cells in lines]) for name, labels, lines in waiting.tables]


@transactional
def forget(waiting: WaitingSheet) -> None:
    """Let go of a sheet that is not wanted after all. Doing it twice changes nothing."""
    db.session.execute(delete(WaitingSheet).where(WaitingSheet.id == waiting.id))


@transactional
def move_waiting_in(waiting: WaitingSheet, by: Member) -> Plan | None:
    """Move in what waits, once: None when that was done a moment ago. Raises HasFaults, and then all stays as it was."""
    claim = delete(WaitingSheet).where(WaitingSheet.id == waiting.id).returning(WaitingSheet.id)
    if db.session.scalar(claim.execution_options(synchronize_session=False)) is None:
        return None
    return move_in(tables_of(waiting), waiting.name, by)


@transactional
def move_in(tables: Sequence[Table], name: str, by: Member | None) -> Plan:
    """Make the firms, people and drafts of a sheet, and invite the people; `by` is none for the operator.

    What is here already is left as it is, so that a sheet may come twice. Raises HasFaults, and then nothing is made.
    """
    plan = plan_of(tables)
    if plan.faults:
        raise HasFaults(plan)
    authors = {**plan.here, **_people_made(plan, by)}
    for each in plan.practices:
        author = authors[each.author]
        write(author, each.theme, once=each.once(author.id), **each.parts)
    _tell_authors(plan, authors)
    counted = f"{len(plan.people)} + {len(plan.practices)}"
    audit.note(by, "moved_in", "sheet", 0, name, reason=counted)
    return plan


def forget_waiting_sheets(now: datetime) -> int:
    """Let go of sheets that waited for a day. Gives how many they were."""
    old = select(WaitingSheet).where(WaitingSheet.sent_at < now - WAITS)
    sheets = db.session.scalars(old).all()
    for waiting in sheets:
        forget(waiting)
    return len(sheets)


def _people_made(plan: Plan, by: Member | None) -> dict[str, Member]:
    made = {}
    for person in plan.people.values():
        known = plan.firms[person.firm]
        firm = known.facts if isinstance(known, NewFirm) else known
        made[person.facts["email"]] = bring_in(person=person.facts, firm=firm, is_contact=person.is_contact)
        if isinstance(known, NewFirm):
            plan.firms[person.firm] = new = made[person.facts["email"]].organisation
            new.verified_at = clock.now()  # who brings a firm in knows it
            audit.note(by, "verified", "organisation", new.id, new.name)
    return made


def _tell_authors(plan: Plan, authors: dict[str, Member]) -> None:
    for address, number in Counter(each.author for each in plan.practices).items():
        notify(authors[address], MOVED_IN, path="/practices/mine", drafts=number)
