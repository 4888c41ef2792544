"""Verbs of series: let a meetup repeat, make its dates ahead, come to all of them, leave, change them together, end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence, Set
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import ChangedMeanwhile, Refusal
from network.kernel.text import free_slug, slugify
from network.links.queries import NOTHING, Chosen, nodes_linked_to
from network.meetups import dealing, seats
from network.meetups import notices as meetup_notices
from network.meetups import services as meetups
from network.meetups.models import FOR_INVITED, FOR_NETWORK, SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun, NotForYou
from network.meetups.series import notices, policy, rules
from network.meetups.series.models import SHARED, Occurrence, Series, SeriesSignup
from network.meetups.series.refusals import ByInvitation, InSeriesAlready, SeriesEnded, SeriesOver
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.notifications.models import Notification
from network.notifications.services import notify, notify_all
from network.themes.models import ACTIVE, CLOSED, Membership, Theme

READABLE = 45  # letters of a title in the address of a meetup, so that its date has room behind them


@transactional
def begin(coordinator: Member, meetup: Meetup, rule: str, until: date | None, once: str | None = None) -> Series:
    """Let a meetup to come repeat by an RRULE: it becomes the first of a series, and the next ones are made.

    Sent twice with the same `once`, it begins once. Raises InSeriesAlready, CalledOff, HasBegun,
    ByInvitation.
    """
    dealing.lock(meetup)
    if existing := _series_of(meetup):
        if once and (existing.once, existing.planner_id) == (once, coordinator.id):
            return existing
        raise InSeriesAlready
    if meetup.is_cancelled:
        raise CalledOff
    if meetup.has_begun:
        raise HasBegun
    if meetup.audience == FOR_INVITED:
        raise ByInvitation
    series = _added(coordinator, meetup, rule, until, once)
    _place(series, meetup, series.first_on)
    make_ahead(series.id, clock.now())
    _tell_the_theme(series, coordinator)
    return series


@transactional
def make_ahead(series_id: int, now: datetime) -> int:
    """Make the meetups that are due, and let in who comes to all. Gives how many; done again, or by two at once, none.

    What should have been made before it was held, while no worker ran, is left out.
    """
    series = _locked(series_id)
    if series.is_ended:
        return 0
    days = rules.due(series.rule, series.first_on, series.until, series.made_until, clock.local(now).date())
    linked = _links_of_the_last(series)
    moments = [(day, _start(day, series.starts)) for day in days]
    made = [_made(series, day, start, linked) for day, start in moments if start > now]
    _let_in(series, made)
    series.made_until = max([series.made_until, *days])
    db.session.flush()
    return len(made)


@transactional
def sign_up(series: Series, member: Member) -> None:
    """Take a place at every date to come, a seat or the end of its line, and at each one made later.

    Asking again changes nothing: a date from which one has withdrawn stays so. Raises NotForYou, SeriesOver.
    """
    series = _locked(series.id)
    if not policy.may_join(member, series):
        raise NotForYou
    signup, coming = _signup_of(series, member), [each.meetup for each in _coming(series)]
    if signup is not None and signup.left_at is None:
        return
    if not coming and _makes_no_more(series):
        raise SeriesOver
    since = clock.now()
    signup = signup or SeriesSignup(series_id=series.id, member_id=member.id)
    signup.joined_at, signup.left_at, signup.had_before = since, None, _held_by(member, series)
    db.session.add(signup)
    db.session.flush()
    told = [_take_place(each, member) for each in coming]
    _keep_out_of_the_inbox(since, meetup_notices.SEATED, coming, member)
    counts: dict[str, Any] = {"seats": told.count(SEATED), "lines": told.count(WAITING)}
    notify(member, notices.JOINED, path=series.path, mail=False, title=series.title, **counts)


@transactional
def leave(series: Series, member: Member) -> None:
    """Give back the places at dates to come that came by the series. Doing it twice changes nothing."""
    _locked(series.id)
    signup = _signup_of(series, member)
    if signup is None or signup.left_at is not None:
        return
    since = clock.now()
    signup.left_at = since
    db.session.flush()
    held = set(_held_by(member, series)) - set(signup.had_before)
    given_back = db.session.scalars(select(Meetup).where(Meetup.id.in_(held)).order_by(Meetup.id)).all()
    for meetup in given_back:
        seats.withdraw(meetup, member)
    _keep_out_of_the_inbox(since, meetup_notices.WITHDRAWN, given_back, member)


@transactional
def change(
    series: Series, seen_version: int, since: date | None = None, *, starts: time, minutes: int, until: date | None,
    **facts: Any,
) -> int:  # fmt: skip
    """Change what the meetups of a series share, from the rule's date `since` on, or all that are to come; gives how many.

    Only what differs from the series so far is passed on. Dates that were changed by themselves or called off stay as
    they are, and so do those that have begun or would have begun by the new hour. Raises SeriesEnded, ChangedMeanwhile,
    RoomTooSmall for fewer seats than are taken at one of them.
    """
    series = _locked(series.id)
    if series.is_ended:
        raise SeriesEnded
    if series.version != seen_version:
        raise ChangedMeanwhile
    differing = {name: value for name, value in facts.items() if series.facts[name] != value}
    moves = (series.starts, series.minutes) != (starts, minutes)
    series.facts, series.starts, series.minutes = {**series.facts, **differing}, starts, minutes
    series.until = until
    series.version += 1
    db.session.flush()
    along = [each for each in _coming(series) if since is None or each.on_date >= since]
    began = clock.now()
    changed = [each.meetup for each in along if (differing or moves) and _changed(each, series, differing, moves)]
    _one_line_each(began, changed)
    make_ahead(series.id, began)  # a later end may leave room for more
    return len(changed)


@transactional
def end(series: Series, reason: str = "") -> None:
    """Make no more meetups; with a reason, those to come are called off. Ended twice, nobody hears it twice."""
    series = _locked(series.id)
    if not series.is_ended:
        series.ended_at = clock.now()
        series.version += 1
    for each in _coming(series) if reason else ():
        meetups.call_off(each.meetup, reason)


@transactional
def follow_change(meetup: Meetup, names: Set[str]) -> None:
    """A date that was changed by itself stays as it is from then on."""
    if names:
        _mark(meetup, differs=True)


@transactional
def follow_theme(theme: Theme) -> None:
    """When a theme closes, those who are not in it leave its series."""
    if theme.access == CLOSED:
        inside = select(Membership.member_id).where(Membership.theme_id == theme.id, Membership.state == ACTIVE)
        _let_go(_ids_in(theme), SeriesSignup.member_id.not_in(inside))


@transactional
def follow_leaving(theme: Theme, member: Member) -> None:
    """Who leaves a theme leaves the series that are for those in it."""
    _let_go(_ids_in(theme, for_all=theme.access == CLOSED), SeriesSignup.member_id == member.id)


def unsettled(now: datetime) -> Sequence[int]:
    """The ids of series of which the rule may have more to make."""
    horizon = clock.local(now).date() + rules.AHEAD
    goes_on = or_(Series.until.is_(None), Series.made_until < Series.until)
    due = select(Series.id).where(Series.ended_at.is_(None), Series.made_until < horizon, goes_on)
    return db.session.scalars(due.order_by(Series.id)).all()


def _locked(series_id: int) -> Series:
    """Be the only one who makes, joins or changes this series until the commit, and know it as it is now."""
    mine = select(Series).options(joinedload(Series.theme)).where(Series.id == series_id)
    mine = mine.with_for_update(key_share=True, of=Series).execution_options(populate_existing=True)
    return db.session.scalars(mine).one()


def _series_of(meetup: Meetup) -> Series | None:
    of = select(Series).join(Occurrence, Occurrence.series_id == Series.id)
    return db.session.scalars(of.where(Occurrence.meetup_id == meetup.id)).first()


def _added(coordinator: Member, meetup: Meetup, rule: str, until: date | None, once: str | None) -> Series:
    """The series at an address of its own, also when two of one title begin at once."""
    db.session.refresh(meetup, SHARED)
    first = clock.local(meetup.starts_at)
    slug = free_slug(meetup.slug, _is_taken, "series")
    for each in (slug, f"{slug}-{secrets.token_hex(3)}"):
        series = Series(
            slug=each, once=once, theme_id=meetup.theme_id, planner_id=coordinator.id, host_id=meetup.host_id, rule=rule,
            first_on=first.date(), until=until, starts=first.time(), minutes=meetup.minutes, made_until=first.date(),
            facts={name: getattr(meetup, name) for name in SHARED}, is_demo=meetup.is_demo,
        )  # fmt: skip
        if added(series):
            return series
    raise InSeriesAlready  # the form's key has begun another series


def _is_taken(slug: str) -> bool:
    return db.session.scalar(select(Series.id).where(Series.slug == slug)) is not None


def _place(series: Series, meetup: Meetup, day: date) -> None:
    db.session.add(Occurrence(series_id=series.id, meetup_id=meetup.id, on_date=day))
    db.session.flush()


def _start(day: date, at: time) -> datetime:
    return rules.moment_of(day, at, clock.AMSTERDAM)


def _made(series: Series, day: date, start: datetime, linked: Chosen) -> Meetup:
    meetup = meetups.plan(
        db.session.get_one(Member, series.planner_id), series.theme, quietly=True, linked=linked,
        slug=f"{slugify(series.title, 'meetup', READABLE)}-{day}", starts_at=start,
        ends_at=start + timedelta(minutes=series.minutes), host_id=series.host_id, is_demo=series.is_demo, **series.facts,
    )  # fmt: skip
    _place(series, meetup, day)
    return meetup


def _links_of_the_last(series: Series) -> Chosen:
    """What the latest meetup builds on, the next ones build on as well."""
    dates = select(Occurrence.meetup_id).where(Occurrence.series_id == series.id)
    last = db.session.scalar(dates.order_by(Occurrence.on_date.desc()).limit(1))
    return Chosen(nodes_linked_to("meetup", last, "finding", "practice")) if last is not None else NOTHING


def _let_in(series: Series, made: Sequence[Meetup]) -> None:
    """Give who comes to all a place at new dates, in the order in which they signed up."""
    joined = select(SeriesSignup.member_id).where(SeriesSignup.series_id == series.id, SeriesSignup.left_at.is_(None))
    member_ids = db.session.scalars(joined.order_by(SeriesSignup.joined_at, SeriesSignup.id)).all() if made else ()
    for member_id in member_ids:
        member = reader_with_rights(member_id)
        if member is not None and policy.may_join(member, series):
            for meetup in made:
                _take_place(meetup, member)


def _take_place(meetup: Meetup, member: Member) -> str | None:
    """A place at one date, unless that date by itself says no: it is for others, or not open for signing up."""
    try:
        return seats.sign_up(meetup, member).status
    except Refusal:
        return None


def _coming(series: Series) -> Sequence[Occurrence]:
    """What is still to come, in the order in which rows are locked; not what has moved to another theme."""
    mine = (Occurrence.series_id == series.id, Meetup.theme_id.is_not_distinct_from(series.theme_id))
    statement = (
        select(Occurrence)
        .join(Occurrence.meetup)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Occurrence.meetup).contains_eager(Meetup.theme))
        .where(*mine, Meetup.cancelled_at.is_(None), Meetup.starts_at > clock.now())
        .order_by(Meetup.id)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _makes_no_more(series: Series) -> bool:
    return series.is_ended or (series.until is not None and series.made_until >= series.until)


def _signup_of(series: Series, member: Member) -> SeriesSignup | None:
    own = (SeriesSignup.series_id == series.id, SeriesSignup.member_id == member.id)
    return db.session.scalar(select(SeriesSignup).where(*own).execution_options(populate_existing=True))


def _held_by(member: Member, series: Series) -> list[int]:
    """The meetups to come of a series at which a member has a place."""
    held = select(Meetup.id).join(Occurrence, Occurrence.meetup_id == Meetup.id)
    held = held.join(Signup, Signup.meetup_id == Meetup.id).where(Occurrence.series_id == series.id)
    coming = (Meetup.cancelled_at.is_(None), Meetup.starts_at > clock.now())
    own = (Signup.member_id == member.id, Signup.status != WITHDRAWN)
    return [*db.session.scalars(held.where(*coming, *own).order_by(Meetup.id))]


def _changed(occurrence: Occurrence, series: Series, facts: dict[str, Any], moves: bool) -> bool:
    """Pass a change on to one date, unless somebody has changed it by itself or called it off by now."""
    meetup, parts = occurrence.meetup, dict(facts)
    dealing.lock(meetup)
    db.session.refresh(occurrence, ["differs"])
    if occurrence.differs or meetup.is_cancelled:
        return False
    if moves:
        parts["starts_at"] = _start(occurrence.on_date, series.starts)
        parts["ends_at"] = parts["starts_at"] + timedelta(minutes=series.minutes)
        if parts["starts_at"] <= clock.now():
            return False
    meetups.change(meetup, meetup.version, **parts)
    _mark(meetup, differs=False)
    return True


def _mark(meetup: Meetup, *, differs: bool) -> None:
    marked = update(Occurrence).where(Occurrence.meetup_id == meetup.id).values(differs=differs)
    db.session.execute(marked.execution_options(synchronize_session=False))


def _one_line_each(since: datetime, changed: Sequence[Meetup]) -> None:
    """Who comes to several changed dates has a mail for each, for the calendar, and one line in the inbox."""
    lines = select(Notification.member_id, Notification.id).where(
        Notification.kind == meetup_notices.MOVED, Notification.created_at >= since,
        Notification.path.in_([each.path for each in changed]),
    )  # fmt: skip
    rows = db.session.execute(lines.order_by(Notification.created_at.desc())).all()
    shown = {row.member_id: row.id for row in rows}
    _take_out_of_inboxes(Notification.id.in_({row.id for row in rows} - {*shown.values()}))


def _keep_out_of_the_inbox(since: datetime, kind: str, of: Sequence[Meetup], member: Member) -> None:
    """Twenty mails fill a calendar; twenty lines only fill an inbox."""
    _take_out_of_inboxes(
        Notification.member_id == member.id, Notification.kind == kind, Notification.created_at >= since,
        Notification.path.in_([each.path for each in of]),
    )  # fmt: skip


def _take_out_of_inboxes(*which: Any) -> None:
    hidden = update(Notification).where(*which).values(in_inbox=False)
    db.session.execute(hidden.execution_options(synchronize_session=False))


def _ids_in(theme: Theme, *, for_all: bool = True) -> list[int]:
    """The series of a theme; or only those that are for its members."""
    rows = db.session.scalars(select(Series).where(Series.theme_id == theme.id)).all()
    return [each.id for each in rows if for_all or each.facts["audience"] != FOR_NETWORK]


def _let_go(series_ids: Sequence[int], whom: Any) -> None:
    gone = update(SeriesSignup).where(SeriesSignup.series_id.in_(series_ids), SeriesSignup.left_at.is_(None), whom)
    db.session.execute(gone.values(left_at=clock.now()).execution_options(synchronize_session=False))


def _tell_the_theme(series: Series, coordinator: Member) -> None:
    if series.theme_id is None:
        return
    belonging = select(Membership.member_id).where(Membership.theme_id == series.theme_id, Membership.state == ACTIVE)
    members = db.session.scalars(belonging.where(Membership.member_id != coordinator.id)).all()
    notify_all(members, notices.PLANNED, path=series.path, mail=False, title=series.title)
