"""Verbs of practices: write, save, publish, discard, archive; report that another firm applied one, and take that back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from network.files.services import forget as forget_files
from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.kernel.text import free_slug
from network.links.queries import NOTHING, Chosen
from network.links.services import forget
from network.members.models import Member, Organisation
from network.notifications.services import notify, notify_all
from network.practices import notices, rules, web
from network.practices.attachments.services import keep_to_own_pictures
from network.practices.authors.services import hand_over, told_of
from network.practices.finding.rules import bits_of
from network.practices.locking import COLUMNS, lock
from network.practices.models import ARCHIVED, DRAFT, FOR_THEME, PUBLISHED, WORKED, Practice, Replication
from network.practices.policy import may_report, may_tend
from network.practices.refusals import AlreadyPublished, NotComplete, NotPublished, OwnFirm, ToldByColleague
from network.practices.revisions.models import Revision
from network.practices.revisions.services import begin as begin_revisions
from network.practices.revisions.services import remember, tell_author, words_of
from network.themes.models import ACTIVE, CLOSED, Membership, Theme

NOT_FOR_PRACTICES = frozenset({"new", "mine", "saved", "choices"})  # addresses that mean something else
BEFORE_ITS_NAME = "draft-"  # a title is still growing while it is saved, so a draft's address does not come from it


@transactional
def write(
    author: Member, theme: Theme, *, slug: str = "", once: str | None = None, linked: Chosen = NOTHING, **parts: Any,
) -> Practice:  # fmt: skip
    """Begin a draft, joined to what is `linked`. Sent again with the same `once`, it stays one draft."""
    if existing := _begun_before(author, once):
        return _gone_on_with(existing, theme, linked, parts)
    firm = db.session.get(Organisation, author.organisation_id)
    practice = Practice(slug=_first_slug(slug), once=once, author=author, theme=theme, organisation=firm)
    practice.draft_slug = None if slug else practice.slug
    practice.ask_member_id = author.id
    practice.facets, practice.rich, practice.files, practice.evidence = {}, {}, [], {}
    _fill(practice, theme, parts)
    if not added(practice):
        existing = _begun_before(author, once)
        if existing is None:
            raise NotYours  # the key is of somebody else's form
        return _gone_on_with(existing, theme, linked, parts)
    web.tell(practice, linked)
    remember(practice, author.id)
    return practice


@transactional
def save(
    practice: Practice, seen_version: int, *, by: Member | None = None, theme: Theme | None = None,
    linked: Chosen | None = None, **parts: Any,
) -> None:  # fmt: skip
    """Change the words of a practice; by its author unless somebody else is named, of whom the author is told then.

    Raises ChangedMeanwhile when somebody saved since `seen_version`, NotComplete.
    """
    claim = update(Practice).where(Practice.id == practice.id, Practice.version == seen_version)
    if db.session.execute(claim.values(version=seen_version + 1)).rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    db.session.refresh(practice, COLUMNS)
    begin_revisions(practice)
    before = practice.theme
    _fill(practice, theme or before, parts)
    if practice.is_published and (missing := rules.missing_to_publish(practice.words)):
        raise NotComplete(missing)
    practice.updated_at = clock.now()
    db.session.flush()
    _weigh(practice)
    for changed in {before.id: before, practice.theme.id: practice.theme}.values():
        _count(changed)
    web.tell(practice, linked)
    remember(practice, by.id if by else practice.author_id)
    if by is not None:
        tell_author(practice, by)


@transactional
def publish(practice: Practice) -> bool:
    """Let its audience read a practice, and tell its theme. Says whether this was the first time.

    Done twice, also at the same moment, it is published and told once. Raises NotComplete.
    """
    lock(practice)
    if practice.is_published:
        return False
    if missing := rules.missing_to_publish(practice.words):
        raise NotComplete(missing)
    is_first = practice.published_at is None
    practice.state, practice.published_at = PUBLISHED, practice.published_at or clock.now()
    _give_readable_slug(practice)
    _weigh(practice)
    _count(practice.theme)
    web.tell(practice)
    if is_first:
        _tell_the_theme(practice)
    return is_first


@transactional
def discard(draft: Practice) -> None:
    """Throw away what was never published, with its place in the web. Done twice it is gone once. Raises AlreadyPublished.

    One statement decides, so that what somebody publishes at the same moment stays.
    """
    unpublished = delete(Practice).where(Practice.id == draft.id, Practice.published_at.is_(None))
    if db.session.scalar(unpublished.returning(Practice.id)) is not None:
        forget(web.KIND, draft.id)
        forget_files(web.KIND, draft.id)
    elif db.session.scalar(select(Practice.id).where(Practice.id == draft.id)) is not None:
        raise AlreadyPublished


@transactional
def throw_away_drafts(member: Member, erased: bool) -> None:
    """Throw away what somebody who is erased never published, unless a colleague wrote along: then it is theirs."""
    if not erased:
        return
    drafts = select(Practice).where(Practice.author_id == member.id, Practice.published_at.is_(None))
    for draft in db.session.scalars(drafts).all():
        if draft.co_author_ids:
            hand_over(draft, draft.co_author_ids[0])
        else:
            discard(draft)


@transactional
def restore(practice: Practice, revision: Revision, seen_version: int, by: Member) -> None:
    """Put back how a practice stood; theme, audience and whether it is published stay as they are.

    Nothing is lost: what stood until now is a revision as well. Raises ChangedMeanwhile, NotComplete.
    """
    save(practice, seen_version, by=by, **words_of(revision))


@transactional
def archive(practice: Practice) -> None:
    """Take a practice out of lists and search; publishing brings it back. Doing it twice changes nothing."""
    lock(practice)
    practice.state = ARCHIVED
    db.session.flush()
    _count(practice.theme)
    web.tell(practice)


@transactional
def report_replication(
    practice: Practice, member: Member, *, again: bool, adapted: str = "", changed: str = "", went_wrong: str = "",
    hours: int | None = None, euros: int | None = None, weeks: int | None = None, shows_amounts: bool = False,
) -> Replication:  # fmt: skip
    """Tell for a firm that it applied a practice, and whether it would again. Telling again changes what was told.

    The author hears of it once. Raises OwnFirm, NotPublished, ToldByColleague.
    """
    lock(practice)
    if not may_report(member, practice):
        raise NotPublished if not practice.is_published else OwnFirm
    report = _report_of(practice, member.organisation_id)
    if report is None:
        report = Replication(practice_id=practice.id, organisation_id=member.organisation_id, member_id=member.id)
        db.session.add(report)
    elif report.withdrawn_at is not None:
        report.member_id = member.id
    elif not may_tend(member, report):
        raise ToldByColleague
    report.again, report.adapted, report.changed, report.went_wrong = again, adapted, changed, went_wrong
    report.hours, report.euros, report.weeks, report.withdrawn_at = hours, euros, weeks, None
    report.shows_amounts = shows_amounts
    db.session.flush()
    _weigh(practice)
    _tell_the_author(practice, report)
    return report


@transactional
def withdraw_replication(practice: Practice, member: Member) -> None:
    """Take back a firm's report; it no longer counts, and the authors see a line of it. Doing it twice changes nothing.

    Raises ToldByColleague.
    """
    lock(practice)
    report = _report_of(practice, member.organisation_id)
    if report is None or report.withdrawn_at is not None:
        return
    if not may_tend(member, report):
        raise ToldByColleague
    report.withdrawn_at = clock.now()
    db.session.flush()
    _weigh(practice)
    firm = db.session.get_one(Organisation, report.organisation_id)
    facts = {"title": practice.title, "firm": firm.name}
    notify_all(told_of(practice), notices.TAKEN_BACK, path=f"{practice.path}#applied", mail=False, **facts)


@transactional
def weigh_what_it_applied(firm: Organisation) -> None:
    """A firm grew or changed its sector: what it applied may count as widely applied now, or no longer."""
    told = select(Replication.practice_id).where(
        Replication.organisation_id == firm.id, Replication.withdrawn_at.is_(None)
    )
    for practice in db.session.scalars(select(Practice).where(Practice.id.in_(told))).all():
        lock(practice)
        _weigh(practice)


@transactional
def count_comment(practice_id: int, difference: int) -> None:
    """Keep the number of comments right, also when two people comment at once."""
    more = update(Practice).where(Practice.id == practice_id)
    db.session.execute(more.values(comment_count=Practice.comment_count + difference))


def _begun_before(author: Member, once: str | None) -> Practice | None:
    if not once:
        return None
    mine = select(Practice).options(joinedload(Practice.theme), joinedload(Practice.organisation))
    return db.session.scalar(mine.where(Practice.once == once, Practice.author_id == author.id))


def _gone_on_with(draft: Practice, theme: Theme, linked: Chosen, parts: dict[str, Any]) -> Practice:
    """The same form once more: what it says now goes into the draft; what was published meanwhile stays."""
    if draft.state == DRAFT and any(getattr(draft, name) != value for name, value in parts.items()):
        save(draft, draft.version, theme=theme, linked=linked, **parts)
    return draft


def _fill(practice: Practice, theme: Theme, parts: dict[str, Any]) -> None:
    for name, value in parts.items():
        setattr(practice, name, value)
    if "rich" not in parts:  # plain words in the place of others have no look
        practice.rich = {name: html for name, html in practice.rich.items() if name not in parts}
    keep_to_own_pictures(practice)
    practice.facet_bits = bits_of(practice.facets)
    practice.theme = theme
    if theme.access == CLOSED:
        practice.audience = FOR_THEME


def _first_slug(wish: str) -> str:
    return free_slug(wish, _is_taken) if wish else f"{BEFORE_ITS_NAME}{secrets.token_hex(4)}"


def _give_readable_slug(practice: Practice) -> None:
    """Name a practice after its title when it is published first; two of one title at the same moment differ."""
    if practice.slug != practice.draft_slug:
        return
    slug = free_slug(practice.title, _is_taken, "practice")
    try:
        _rename(practice, slug)
    except IntegrityError:
        _rename(practice, f"{slug}-{secrets.token_hex(3)}")


def _rename(practice: Practice, slug: str) -> None:
    with db.session.begin_nested():
        db.session.execute(update(Practice).where(Practice.id == practice.id).values(slug=slug))


def _is_taken(slug: str) -> bool:
    return slug in NOT_FOR_PRACTICES or db.session.scalar(select(Practice.id).where(Practice.slug == slug)) is not None


def _count(theme: Theme) -> None:
    """Keep the number on the theme's tile right. The row is locked first, so that the count sees who came before.

    PostgreSQL lets every row that refers to the theme hold a share of its key; a full lock would wait for those, and
    two who each hold one would wait for each other.
    """
    db.session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update(key_share=True))
    published = select(func.count()).where(Practice.theme_id == theme.id, Practice.state == PUBLISHED).scalar_subquery()
    counted = update(Theme).where(Theme.id == theme.id).values(practice_count=published)
    db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.refresh(theme, ["practice_count"])


def _report_of(practice: Practice, organisation_id: int) -> Replication | None:
    theirs = (Replication.practice_id == practice.id, Replication.organisation_id == organisation_id)
    return db.session.scalar(select(Replication).where(*theirs))


def _weigh(practice: Practice) -> None:
    """Compute from the reports how far the practice has proved itself, and keep what pages and lists show of it."""
    statement = (
        select(Replication, Organisation.sector, Organisation.size_class, Organisation.slug)
        .join(Replication.organisation)
        .where(Replication.practice_id == practice.id, Replication.withdrawn_at.is_(None))
        .order_by(Replication.created_at, Replication.id)
    )
    rows = db.session.execute(statement).all()
    others = [row for row in rows if row.Replication.organisation_id != practice.organisation_id]
    reports = [rules.Report(row.Replication.again, row.sector, row.size_class) for row in others]
    practice.maturity, reason = rules.maturity(practice.outcome == WORKED, reports)
    practice.applied_count, practice.again_count = reason.applied, reason.again
    practice.chain = [[row.slug, row.Replication.again] for row in others]
    practice.evidence = {
        "kinds": reason.kinds,
        "sizes": rules.split((each.size_class, each.again) for each in reports),
        "sectors": rules.split((each.sector, each.again) for each in reports),
        "amounts": {
            name: _amounts([row.Replication for row in others], name, practice.evidence or {}) for name in rules.COSTS
        },
    }
    db.session.flush()


def _amounts(reports: Sequence[Replication], name: str, before: dict[str, Any]) -> dict[str, Any]:
    """The ranges of one amount: of firms that show theirs, and apart from them of firms that do not."""
    told = [report for report in reports if getattr(report, name) is not None]
    shown = [getattr(report, name) for report in told if report.shows_amounts]
    hidden = [getattr(report, name) for report in told if not report.shows_amounts]
    kept = before.get("amounts", {}).get(name, {}).get("hidden")
    return {
        "shown": [*rules.middle(shown), len(shown)] if len(shown) > 1 else None,
        "hidden": rules.hidden_range(hidden, kept),
    }


def _tell_the_theme(practice: Practice) -> None:
    belonging = (Membership.theme_id == practice.theme_id, Membership.state == ACTIVE)
    others = select(Membership.member_id).where(*belonging, Membership.member_id != practice.author_id)
    facts = {"title": practice.title, "firm": practice.organisation.name}
    notify_all(db.session.scalars(others).all(), notices.PUBLISHED, path=practice.path, mail=False, **facts)


def _tell_the_author(practice: Practice, report: Replication) -> None:
    firm = db.session.get_one(Organisation, report.organisation_id)
    facts: dict[str, Any] = {"title": practice.title, "firm": firm.name, "again": report.again}
    for member_id in told_of(practice):
        once = f"{notices.REPLICATED}:{practice.id}:{firm.id}:{member_id}"
        notify(member_id, notices.REPLICATED, path=f"{practice.path}#applied", once=once, **facts)
