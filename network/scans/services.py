"""Verbs of the scan: answer, throw away, and confirm for the firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from network.kernel import clock
from network.kernel.database import db, transactional, writing
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.members.models import Member, Organisation
from network.scans import policy, rules
from network.scans.models import Answers, Picture, Submission
from network.scans.questionnaire import BY_KEY
from network.scans.refusals import AnotherFirm, NotComplete

Chosen = Mapping[str, Sequence[str]]


@transactional
def answer(member: Member, firm_id: int, year: int, chosen: Chosen) -> Answers:
    """Keep what somebody answered to some questions; the others stay as they are.

    Raises AnotherFirm when they are not with this firm any more.
    """
    _hold(member, firm_id)
    row = _own(member, year)
    if row is None:
        row = Answers(member_id=member.id, organisation_id=firm_id, year=year, answers={}, counted=False)
        db.session.add(row)
    answers = {**row.answers, **_tidied(chosen)}
    if answers != row.answers:
        row.answers, row.changed_at, row.counted = answers, clock.now(), False
    row.done_at = (row.done_at or clock.now()) if rules.is_complete(answers) else None
    db.session.flush()
    _draw_picture(firm_id, year)
    return row


@transactional
def throw_away(member: Member, year: int) -> None:
    """Take back all that somebody answered about their firm this year. What was drawn of it stays until three others came."""
    own = (Answers.member_id == member.id, Answers.organisation_id == member.organisation_id, Answers.year == year)
    db.session.execute(delete(Answers).where(*own))


@transactional
def confirm(member: Member, firm_id: int, year: int, chosen: Chosen, seen: int) -> Submission:
    """Say what a firm answers this year, or correct it. `seen` is the number of what stood there, 0 for nothing.

    Raises AnotherFirm, NotYours, NotComplete, and ChangedMeanwhile when a colleague was first.
    """
    _hold(member, firm_id)
    if not policy.may_confirm(member):
        raise NotYours
    answers = _tidied(chosen)
    if not rules.is_complete(answers):
        raise NotComplete
    current = _current(firm_id, year)
    if (current.number if current else 0) != seen:
        raise ChangedMeanwhile
    if current is not None and current.answers == answers:
        return current
    if current is not None:
        current.replaced_at = clock.now()
        db.session.flush()
    firm = db.session.get_one(Organisation, firm_id, populate_existing=True)
    submission = Submission(
        organisation_id=firm.id, year=year, number=seen + 1, answers=answers, size_class=firm.size_class,
        sector=firm.sector, typology=firm.typology, province=firm.province, confirmed_by_id=member.id,
    )  # fmt: skip
    db.session.add(submission)
    db.session.flush()
    return submission


def _hold(member: Member, firm_id: int) -> None:
    """One after the other, the people of a firm; and with the newest of who this is. Raises AnotherFirm."""
    db.session.execute(select(Organisation.id).where(Organisation.id == firm_id).with_for_update(key_share=True))
    db.session.refresh(member, ["organisation_id", "is_contact"])
    if member.organisation_id != firm_id:
        raise AnotherFirm


def _own(member: Member, year: int) -> Answers | None:
    own = (Answers.member_id == member.id, Answers.organisation_id == member.organisation_id, Answers.year == year)
    return db.session.scalar(select(Answers).where(*own).execution_options(populate_existing=True))


def _current(firm_id: int, year: int) -> Submission | None:
    current = (Submission.organisation_id == firm_id, Submission.year == year, Submission.replaced_at.is_(None))
    return db.session.scalar(select(Submission).where(*current).execution_options(populate_existing=True))


def _tidied(chosen: Chosen) -> dict[str, list[str]]:
    """Only questions of the scan, and only what they offer."""
    return {key: rules.in_order(BY_KEY[key], answer) for key, answer in chosen.items() if key in BY_KEY}


def _draw_picture(firm_id: int, year: int) -> None:
    """Draw where the people of a firm differ, if the rule says that it is time."""
    done = (Answers.organisation_id == firm_id, Answers.year == year, Answers.done_at.is_not(None))
    waiting = db.session.scalar(select(func.count()).select_from(Answers).where(*done, ~Answers.counted)) or 0
    if not rules.draws_anew(waiting):
        return
    given = db.session.scalars(select(Answers.answers).where(*done)).all()
    picture = db.session.get(Picture, (firm_id, year)) or Picture(organisation_id=firm_id, year=year)
    picture.people, picture.differ = len(given), rules.differences(given)
    db.session.add(picture)
    db.session.execute(update(Answers).where(*done).values(counted=True))
    db.session.flush()


def forget_old_answers(now: datetime) -> None:
    """Delete what people answered themselves, when the year after is over as well; what firms confirmed stays."""
    old = Answers.year < clock.local(now).year - 1
    found = db.session.scalar(select(Answers.id).where(old).limit(1))  # asking takes no lock, and writes nothing
    if found is not None:
        with writing() as session:
            session.execute(delete(Answers).where(old))
