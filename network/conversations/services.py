"""Verbs of conversations: comment, edit, delete. Each is one transaction, and asks first who may see the subject."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from network.conversations import notices
from network.conversations.following import followers_of, take_part
from network.conversations.kinds import Subject, counted, subject_for
from network.conversations.models import Comment
from network.conversations.queries import place_of, talking
from network.conversations.rules import called, called_firms, uncalled
from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import Refusal
from network.kernel.text import whole_number
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.notifications.models import Notification
from network.notifications.services import notify


class Closed(Refusal):
    """The subject takes no more comments."""

    words = _l("Nobody can comment here any more.")
    way_on = _l("It is kept to be read. Ask the people who wrote it, by way of their own page.")


class NothingToReplyTo(Refusal):
    """The comment is gone, or stands somewhere else."""

    words = _l("The comment that you reply to is gone.")
    way_on = _l("Go back: your text is still there. You can say it as a comment of your own.")


@transactional
def comment(
    author: Member, subject_kind: str, subject_id: int, text: str, *,
    parent_id: int | None = None, once: str | None = None,
) -> Comment:  # fmt: skip
    """Say something under a thing that the author may see, or reply to a comment there.

    Sent twice with the same `once`, it is said once. Raises 404, Closed, NothingToReplyTo.
    """
    subject = subject_for(author, subject_kind, subject_id)
    if existing := _said_before(author, once):
        return existing
    if not subject.may_comment:
        raise Closed
    asked = _answered(subject_kind, subject_id, parent_id)
    said = Comment(subject_kind=subject_kind, subject_id=subject_id, author=author, text=text, once=once)
    said.parent_id = (asked.parent_id or asked.id) if asked else None  # replies are one level deep
    if not added(said):
        return _first_of(author, once)
    counted(subject_kind, subject_id, 1)
    take_part(author, said)
    _tell(said, asked, subject, author)
    return said


@transactional
def edit(said: Comment, text: str) -> None:
    """Change the words of a comment; the page shows that it was edited."""
    if text != said.text:
        said.text, said.edited_at = text, clock.now()
        db.session.flush()


@transactional
def delete(said: Comment) -> None:
    """Take a comment away. One that was answered leaves a trace, or the answers would hang in the air."""
    row = _locked(said.id)
    if row is None or row.deleted_at is not None:
        return
    counted(row.subject_kind, row.subject_id, -1)
    if _has_replies(row):
        row.text, row.deleted_at = "", clock.now()
        db.session.flush()
        return
    db.session.delete(row)
    db.session.flush()
    _sweep(row.parent_id)


@transactional
def forget_calls(member: Member, erased: bool) -> None:
    """Take the name of somebody who is erased out of what calls them: the whole name everywhere, the first where they heard."""
    if not erased:
        return
    heard = _heard_by(member)
    calling = select(Comment).where(Comment.text.contains("@"), Comment.author_id != member.id)
    for said in db.session.scalars(calling.execution_options(populate_existing=True)).all():
        said.text = uncalled(said.text, member.name, said.id in heard)
    db.session.flush()


def _heard_by(member: Member) -> set[int]:
    """The comments of which a member was told."""
    told = select(Notification.path).where(Notification.member_id == member.id, Notification.path.contains("#comment-"))
    return {whole_number(path.rpartition("#comment-")[2]) for path in db.session.scalars(told)}


def _said_before(author: Member, once: str | None) -> Comment | None:
    if not once:
        return None
    return db.session.scalar(select(Comment).where(Comment.once == once, Comment.author_id == author.id))


def _first_of(author: Member, once: str | None) -> Comment:
    """The comment that came in by the same form at the same moment."""
    first = _said_before(author, once)
    if first is None:
        raise NothingToReplyTo
    return first


def _answered(kind: str, subject_id: int, comment_id: int | None) -> Comment | None:
    if comment_id is None:
        return None
    row = _locked(comment_id)
    if row is None or row.deleted_at is not None or (row.subject_kind, row.subject_id) != (kind, subject_id):
        raise NothingToReplyTo
    return row


def _locked(comment_id: int) -> Comment | None:
    """A comment that nobody else answers or deletes until the commit."""
    row = select(Comment).where(Comment.id == comment_id).with_for_update()
    return db.session.scalar(row.execution_options(populate_existing=True))


def _has_replies(row: Comment) -> bool:
    return db.session.scalar(select(Comment.id).where(Comment.parent_id == row.id).limit(1)) is not None


def _sweep(parent_id: int | None) -> None:
    """Take away the trace of a deleted comment once its last reply is gone."""
    parent = _locked(parent_id) if parent_id is not None else None
    if parent is not None and parent.deleted_at is not None and not _has_replies(parent):
        db.session.delete(parent)
        db.session.flush()


def _tell(said: Comment, asked: Comment | None, subject: Subject, author: Member) -> None:
    """Tell who was answered, who is called by name, the author of the subject, and who follows it.

    Nobody hears it twice, nor of their own words; who only follows gets a line, and no mail.
    """
    news = {asked.author_id: notices.REPLY} if asked is not None else {}
    for member_id in _called(said, subject):
        news.setdefault(member_id, notices.MENTION)
    for host in (subject.author_id, *subject.beside_ids):
        if host is not None:
            news.setdefault(host, notices.COMMENT)
    hosts = set(news)
    for member_id, follows in followers_of(said.subject_kind, said.subject_id).items():
        if follows:
            news.setdefault(member_id, notices.COMMENT)
        elif news.get(member_id) == notices.COMMENT:
            del news[member_id]  # it concerns them, but they chose not to hear of it
    news.pop(author.id, None)
    path = f"{subject.path}{place_of(said)}"
    for member_id, kind in news.items():
        if _may_read(member_id, said):
            notify(member_id, kind, path=path, mail=member_id in hosts, name=author.name, title=subject.title)


def _called(said: Comment, subject: Subject) -> set[int]:
    """Who is called by name, their own or their firm's."""
    if "@" not in said.text:
        return set()
    there = talking(said.subject_kind, said.subject_id, subject)
    firms = called_firms(said.text, there.firms)
    return called(said.text, there.people).union(*(there.hears[firm] for firm in firms))


def _may_read(member_id: int, said: Comment) -> bool:
    """Who left a theme that closed hears no more of what is said there, not even under their own words."""
    reader = reader_with_rights(member_id)
    if reader is None:
        return False
    try:
        subject_for(reader, said.subject_kind, said.subject_id)
    except NotFound:
        return False
    return True
