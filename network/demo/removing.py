"""Take the story away again, in one transaction, from a network that real people may have joined meanwhile.

Everything fictional goes, wherever it stands: the demo's people and what they wrote, planned, reported, said or signed
up for, also in a real theme or under a real practice; its firms and themes; what the web, search and inboxes know of it.

What a real person made stays, and so does what it needs:
- a theme that real people are in or asked to join, or in which one wrote or planned something, is no longer a demo. If
  only fictional people led it, whoever is in it longest does now, and hears it;
- a firm that a real person is of, or wrote or reported for, is no longer a demo either. Its words stay, for its people to
  change: who is there longest becomes its contact if nobody real is. Its mark goes, since nobody real vouched for it;
- real answers to a fictional comment move up into its place;
- what a real person confirmed as a firm's answers to the scan stays; figures of the scan that were drawn of fictional firms
  go, with the edition that was published of them, and are drawn of real ones alone;
- a real meetup keeps what real people answered afterwards, and its figures are drawn of those alone;
- a date poll that a real person asked keeps the answers of real people;
- a real meetup keeps its other guests: seats that come free go to whoever waits, who is told as always. A fictional host
  leaves it without a host, as a fictional person to ask leaves a practice to its author.

What was said under, reported of, or signed up for something fictional goes with it: there is nothing left that it is
about. Who has a place at such a meetup to come hears that it is called off, and it leaves their calendar.

Nobody is made administrator in a fictional one's place: `network appoint` does that. Rate limits are not touched: they
hold no names, no row refers to them, and they run out by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from network.accounts.contacts import see_to_a_contact
from network.accounts.joining import unverify
from network.conversations.models import Comment
from network.demo.counting import count_anew
from network.demo.fiction import Fiction, fiction, ids_of
from network.demo.scans import forget_scans
from network.files.services import forget_what_hangs_on_nothing
from network.kernel.database import db, transactional
from network.library.models import Publication
from network.links.services import forget
from network.meetups import notices
from network.meetups.afterwards.models import Feedback
from network.meetups.afterwards.services import draw_afresh
from network.meetups.dealing import deal, lock
from network.meetups.materials.models import Material
from network.meetups.models import Attendance, Meetup, Signup
from network.meetups.polls.models import DatePoll
from network.meetups.series.models import Series
from network.meetups.services import call_off
from network.members import audit
from network.members.audit import Audit
from network.members.models import Member, Organisation
from network.notifications.models import Notification
from network.practices.models import Practice, Replication
from network.practices.revisions.models import Revision
from network.questions.models import Question
from network.themes.leads import find_lead
from network.themes.models import Membership, Theme

REASON = {
    "nl": "Deze bijeenkomst hoorde bij het demonetwerk, en dat is weggehaald.",
    "en": "This meetup was part of the demo network, which was taken away.",
}


@transactional
def remove() -> int:
    """Take all that is fictional away. Gives how many firms and people went; done again, none."""
    _hold_still()
    gone = fiction()
    _forget_notices(gone)
    for meetup in gone.meetups:
        _call_off(meetup)
    _unsay(gone)
    _find_leads(gone)
    meetups, answered = _clear_seats(gone), _answered_by(gone)
    forget_scans(gone)
    _delete(gone)
    draw_afresh(answered)
    count_anew()
    _let_lines_move(meetups)
    _hand_over()
    db.session.expire_all()
    return len(gone.people) + len(gone.firms)


def _hold_still() -> None:
    """Everybody else who writes waits: nothing is added to what goes, and no count misses a row. SQLite does so anyway."""
    for table in (Question, DatePoll, Meetup, Practice, Theme, Organisation, Member):
        db.session.execute(select(table.id).order_by(table.id).with_for_update())


def _forget_notices(gone: Fiction) -> None:
    """Of what goes, to real people: such a line would lead nowhere."""
    for row in db.session.scalars(select(Notification).where(Notification.member_id.not_in(gone.people_ids))).all():
        if gone.is_told_in(row.path, row.facts):
            db.session.delete(row)
    db.session.flush()


def _call_off(meetup: Meetup) -> None:
    """Tell who has a place at a meetup to come; the notice leads to the meetups that there are."""
    if meetup.has_begun or meetup.is_cancelled:
        return
    call_off(meetup, REASON.get(meetup.language, REASON["nl"]))
    told = update(Notification).where(Notification.path == meetup.path, Notification.kind == notices.CANCELLED)
    _run(told.values(path="/meetups"))


def _unsay(gone: Fiction) -> None:
    """Take away what fictional people said anywhere, and what anybody said under what goes."""
    _move_answers_up(gone)
    under = [
        and_(Comment.subject_kind == kind, Comment.subject_id.in_(ids_of(rows))) for kind, rows in gone.things.items()
    ]
    _run(delete(Comment).where(or_(Comment.author_id.in_(gone.people_ids), *under)))
    answer = aliased(Comment)
    answered = exists().where(answer.parent_id == Comment.id)
    _run(delete(Comment).where(Comment.deleted_at.is_not(None), ~answered))  # a trace is kept for its answers only


def _move_answers_up(gone: Fiction) -> None:
    """Let the first real answer to a fictional comment take its place, with the other real ones under it."""
    asked = aliased(Comment)
    answers = select(Comment).join(asked, asked.id == Comment.parent_id).order_by(Comment.id)
    answers = answers.where(asked.author_id.in_(gone.people_ids), Comment.author_id.not_in(gone.people_ids))
    first: dict[int | None, int] = {}
    for answer in db.session.scalars(answers.execution_options(populate_existing=True)).all():
        heir = first.setdefault(answer.parent_id, answer.id)
        answer.parent_id = None if heir == answer.id else heir
    db.session.flush()


def _find_leads(gone: Fiction) -> None:
    """See to it that real people lead each theme that stays: those who do, or else who is in it longest."""
    led = select(Membership.theme_id).where(Membership.leads, Membership.member_id.in_(gone.people_ids))
    shown = Theme.lead_id.in_(gone.people_ids)
    staying = select(Theme).where(or_(shown, Theme.id.in_(led)), Theme.id.not_in(ids_of(gone.themes)))
    for theme in db.session.scalars(staying.order_by(Theme.id)).all():
        find_lead(theme, gone.people_ids)


def _clear_seats(gone: Fiction) -> Sequence[int]:
    """Take fictional people out of every room and line. Gives the meetups where they were."""
    theirs = Signup.member_id.in_(gone.people_ids)
    meetups = db.session.scalars(select(Signup.meetup_id).where(theirs).distinct()).all()
    _run(delete(Signup).where(theirs))
    _run(delete(Attendance).where(Attendance.member_id.in_(gone.people_ids)))
    return meetups


def _answered_by(gone: Fiction) -> Sequence[int]:
    """The meetups in whose figures fictional people may stand."""
    theirs = select(Feedback.meetup_id).where(Feedback.member_id.in_(gone.people_ids))
    return db.session.scalars(theirs.distinct().order_by(Feedback.meetup_id)).all()


def _delete(gone: Fiction) -> None:
    """The rows themselves; places, memberships, notices and reports on a practice go with what they belong to."""
    for kind, rows in gone.things.items():
        for row in rows:
            forget(kind, row.id)
    _run(delete(Replication).where(Replication.member_id.in_(gone.people_ids)))
    _run(delete(Revision).where(Revision.by_id.in_(gone.people_ids)))
    _run(delete(Material).where(Material.added_by_id.in_(gone.people_ids)))
    for kind, rows in (("member", gone.people), ("organisation", gone.firms)):
        _run(delete(Audit).where(Audit.about_kind == kind, Audit.about_id.in_(ids_of(rows))))
    audit.forget(gone.people_ids)
    for table, rows in (
        (Question, gone.questions), (DatePoll, gone.polls), (Series, gone.series), (Meetup, gone.meetups),
        (Practice, gone.practices), (Publication, gone.editions),
        (Theme, gone.themes), (Member, gone.people), (Organisation, gone.firms),
    ):  # fmt: skip
        _run(delete(table).where(table.id.in_(ids_of(rows))))
    forget_what_hangs_on_nothing()


def _let_lines_move(meetup_ids: Sequence[int]) -> None:
    for meetup in db.session.scalars(select(Meetup).where(Meetup.id.in_(meetup_ids)).order_by(Meetup.id)).all():
        lock(meetup)
        deal(meetup)


def _hand_over() -> None:
    """What is still marked as a demo is real people's now."""
    _run(update(Theme).where(Theme.is_demo).values(is_demo=False))
    for firm in db.session.scalars(select(Organisation).where(Organisation.is_demo).order_by(Organisation.id)).all():
        firm.is_demo = False
        see_to_a_contact(firm.id)
        unverify(firm)


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
