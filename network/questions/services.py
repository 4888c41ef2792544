"""Verbs of questions: ask or offer, change, accept an answer, close, throw away, pass on. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.exc import InvalidRequestError
from werkzeug.exceptions import NotFound

from network.conversations.models import Comment
from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.kernel.text import free_slug
from network.links.queries import NOTHING, Chosen
from network.links.services import forget
from network.members.models import Member, Organisation
from network.notifications.services import notify, notify_all
from network.questions import notices, web
from network.questions.models import Question
from network.questions.queries import without_answer
from network.questions.refusals import HasAnswers, IsClosed, NoAnswer
from network.questions.rules import ASKED, Candidate, fitting
from network.search.words import stems
from network.themes.models import ACTIVE, Membership, Theme
from network.themes.voices import heard_in

RESERVED = frozenset({"new"})  # addresses that mean something else
COLUMNS = [each.key for each in inspect(Question).column_attrs]


@transactional
def ask(
    author: Member, theme: Theme, *, title: str, text: str = "", kind: str = ASKED, language: str = "nl",
    once: str | None = None, linked: Chosen = NOTHING, slug: str = "", is_demo: bool = False,
) -> Question:  # fmt: skip
    """Ask a theme something, or offer it something, and tell its members. Sent twice with one key, it is asked once."""
    if existing := _asked_before(author, once):
        return existing
    firm = db.session.get(Organisation, author.organisation_id)
    question = Question(
        slug=free_slug(slug or title, _is_taken, "question"), once=once, author=author, theme=theme, organisation=firm,
        kind=kind, language=language, title=title, text=text, is_demo=is_demo,
    )  # fmt: skip
    if not added(question):
        return _asked_before(author, once) or _refuse()
    web.tell(question, linked)
    _tell_the_theme(question)
    return question


@transactional
def change(question: Question, seen_version: int, *, linked: Chosen | None = None, **words: Any) -> None:
    """Change the words. Raises ChangedMeanwhile when somebody saved since `seen_version`."""
    claim = update(Question).where(Question.id == question.id, Question.version == seen_version)
    if db.session.execute(claim.values(version=seen_version + 1)).rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    db.session.refresh(question, COLUMNS)
    for name, value in words.items():
        setattr(question, name, value)
    question.updated_at = clock.now()
    db.session.flush()
    web.tell(question, linked)


@transactional
def accept(question: Question, comment_id: int) -> None:
    """Say which answer answered it; another one takes its place. Its author hears of it once. Raises NoAnswer, IsClosed."""
    _lock(question)
    if question.closed_at is not None:
        raise IsClosed
    said = db.session.scalar(select(Comment).where(Comment.id == comment_id).with_for_update())
    if said is None or said.deleted_at is not None or (said.subject_kind, said.subject_id) != (web.KIND, question.id):
        raise NoAnswer
    _answered_by(question, said.id)
    if said.author_id != question.author_id:
        once = f"{notices.ACCEPTED}:{question.id}:{said.id}"
        path = f"{question.path}#comment-{said.id}"
        notify(said.author_id, notices.ACCEPTED, path=path, mail=False, once=once, title=question.title)


@transactional
def accept_no_more(question: Question) -> None:
    """It was not answered after all; doing it twice changes nothing."""
    _lock(question)
    _answered_by(question, None)


@transactional
def close(question: Question, words: str = "") -> None:
    """Say that it needs no more answers, or that an offer is gone. Doing it twice changes nothing."""
    _lock(question)
    if question.closed_at is None:
        question.closed_at, question.closing_words = clock.now(), words
        db.session.flush()


@transactional
def reopen(question: Question) -> None:
    """Ask it again; doing it twice changes nothing."""
    _lock(question)
    question.closed_at, question.closing_words = None, ""
    db.session.flush()


@transactional
def throw_away(question: Question) -> None:
    """Throw away what nobody answered. Raises HasAnswers."""
    _lock(question)
    if question.comment_count:
        raise HasAnswers
    forget(web.KIND, question.id)
    db.session.delete(question)
    db.session.flush()


@transactional
def count(question_id: int, difference: int) -> None:
    """Keep the number of comments right, also when two people comment at once."""
    more = update(Question).where(Question.id == question_id)
    db.session.execute(more.values(comment_count=Question.comment_count + difference))


@transactional
def pass_on(question_id: int, now: datetime) -> int:
    """Tell the theme's coordinators and firms that fit of a question that nobody answered. Gives how many were told.

    Whoever claims it tells of it: two workers tell nobody twice. Each person is asked so once a week at most.
    """
    waiting = (Question.id == question_id, Question.forwarded_at.is_(None), *without_answer())
    if db.session.scalar(update(Question).where(*waiting).values(forwarded_at=now).returning(Question.id)) is None:
        return 0
    question = db.session.get_one(Question, question_id)
    facts: dict[str, Any] = {"title": question.title}
    leads = _members_of(question.theme_id, Membership.leads.is_(True))
    for member, _firm in leads:
        notify(member.id, notices.UNANSWERED, path=question.path, **facts)
    year, week, _day = clock.local(now).date().isocalendar()
    told = len(leads)
    for each in _fitting(question, {member.id for member, _firm in leads}):
        once = f"{notices.FITS}:{each.member_id}:{year}-{week}"
        told += notify(each.member_id, notices.FITS, path=question.path, once=once, **facts) is not None
    return told


def _answered_by(question: Question, comment_id: int | None) -> None:
    question.accepted_id = comment_id
    db.session.flush()
    db.session.expire(question, ["accepted"])


def _fitting(question: Question, besides: set[int]) -> Iterable[Candidate]:
    words: dict[int, set[str]] = {}
    for member_id, text in heard_in(question.theme_id):
        words.setdefault(member_id, set()).update(stems(text).split())
    people = _members_of(question.theme_id)
    own = db.session.get_one(Organisation, question.organisation_id)
    asker = Candidate(question.author_id, own.id, frozenset(), own.sector, own.size_class)
    candidates = [
        Candidate(member.id, firm.id, frozenset(words.get(member.id, ())), firm.sector, firm.size_class)
        for member, firm in people
        if member.id not in besides
    ]
    return fitting(set(stems(f"{question.title} {question.text}").split()), asker, candidates)


def _members_of(theme_id: int, *which: Any) -> list[tuple[Member, Organisation]]:
    people = (
        select(Member, Organisation)
        .join(Member.organisation)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.theme_id == theme_id, Membership.state == ACTIVE, Member.active, *which)
        .order_by(Member.id)
    )
    return [(member, firm) for member, firm in db.session.execute(people)]


def _lock(question: Question) -> None:
    """Be the only one who changes this question until the commit. Raises 404 when it is gone."""
    try:
        db.session.refresh(question, COLUMNS, with_for_update={"key_share": True})
    except InvalidRequestError as gone:
        raise NotFound from gone


def _asked_before(author: Member, once: str | None) -> Question | None:
    if not once:
        return None
    return db.session.scalar(select(Question).where(Question.once == once, Question.author_id == author.id))


def _refuse() -> Question:
    raise NotYours  # the key is of somebody else's form


def _is_taken(slug: str) -> bool:
    return slug in RESERVED or db.session.scalar(select(Question.id).where(Question.slug == slug)) is not None


def _tell_the_theme(question: Question) -> None:
    belonging = (Membership.theme_id == question.theme_id, Membership.state == ACTIVE)
    others = select(Membership.member_id).where(*belonging, Membership.member_id != question.author_id)
    facts = {"title": question.title, "firm": question.organisation.name, "offered": not question.is_asked}
    notify_all(db.session.scalars(others).all(), notices.ASKED, path=question.path, mail=False, **facts)
