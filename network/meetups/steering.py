"""What a coordinator does about people's places: invite, move up in the line, take out. Each out of turn, and written down."""

from __future__ import annotations

from sqlalchemy import func, select

from network.kernel.database import added, db, transactional
from network.meetups import notices
from network.meetups.dealing import deal, facts_of, leave, lock, require_to_come
from network.meetups.models import MOVED_UP, REMOVED, WAITING, WITHDRAWN, Invitee, Meetup, SeatDecision, Signup
from network.meetups.refusals import NotWaiting
from network.members.models import Member
from network.notifications.services import notify


@transactional
def invite(meetup: Meetup, member: Member, by: Member) -> bool:
    """Let somebody sign up for a meetup that is for who was invited, and tell them. Says whether that was new.

    Raises CalledOff, HasBegun.
    """
    require_to_come(meetup)
    if not added(Invitee(meetup_id=meetup.id, member_id=member.id, by_id=by.id)):
        return False
    notify(member, notices.INVITED, path=meetup.path, name=by.name, **facts_of(meetup))
    return True


@transactional
def uninvite(meetup: Meetup, member: Member) -> None:
    """Take an invitation back; who has a place already keeps it."""
    invitee = db.session.get(Invitee, (meetup.id, member.id))
    if invitee is not None:
        db.session.delete(invitee)
        db.session.flush()


@transactional
def move_up(meetup: Meetup, signup_id: int, by: Member, reason: str) -> None:
    """Put somebody at the front of the line, out of turn; the reason is kept for all who coordinate the meetup.

    Raises CalledOff, HasBegun, NotWaiting.
    """
    lock(meetup)
    require_to_come(meetup)
    signup = _signup(meetup, signup_id)
    if signup is None or signup.status != WAITING:
        raise NotWaiting
    front = select(func.min(Signup.place)).where(Signup.meetup_id == meetup.id, Signup.status == WAITING)
    signup.place = (db.session.scalar(front) or 0) - 1
    _write_down(meetup, signup, by, MOVED_UP, reason)
    notify(signup.member_id, notices.MOVED_UP, path=meetup.path, **facts_of(meetup))
    deal(meetup)


@transactional
def remove(meetup: Meetup, signup_id: int, by: Member, reason: str) -> None:
    """Take somebody out of the room or the line, with a word to them; the next in line moves up. Twice changes nothing.

    Raises CalledOff, HasBegun.
    """
    lock(meetup)
    require_to_come(meetup)
    signup = _signup(meetup, signup_id)
    if signup is None or signup.status == WITHDRAWN:
        return
    leave(meetup, signup, notices.REMOVED, reason=reason, name=by.name)
    _write_down(meetup, signup, by, REMOVED, reason)
    deal(meetup)


def _signup(meetup: Meetup, signup_id: int) -> Signup | None:
    return db.session.scalar(select(Signup).where(Signup.meetup_id == meetup.id, Signup.id == signup_id))


def _write_down(meetup: Meetup, signup: Signup, by: Member, act: str, reason: str) -> None:
    db.session.add(SeatDecision(meetup_id=meetup.id, member_id=signup.member_id, by_id=by.id, act=act, reason=reason))
    db.session.flush()
