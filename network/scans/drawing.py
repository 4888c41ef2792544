"""Draw the network's figures of what firms submitted: once a week, by the rules of `disclosure`.

Only firms that a coordinator verified count: whoever makes up firms could subtract their own answers. Firms of the demo
count as long as no real firm does; what they answer is known to everybody, so it never stands in one figure with a real one.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select, text

from network.kernel import clock
from network.kernel.database import db, is_postgresql, writing
from network.members.models import Organisation
from network.scans import disclosure
from network.scans.disclosure import Behind, Drawn, Figure, Group
from network.scans.models import Drawing, ShownFigure, Submission
from network.scans.questionnaire import QUESTIONS
from network.scans.rules import groups_of

YEARS = 2  # a firm's latest answers count in the year in which it gave them and in the next
DRAWN_AT = time(5, 30)  # on Mondays, on Amsterdam's clock
TURN = 0x5CA9  # the number of the lock under which one worker draws at a time

_lots = random.SystemRandom()


@dataclass(frozen=True)
class Round:
    """What may be drawn at a moment: the figures by question, the submissions of the firms, and what was drawn before."""

    figures: Mapping[str, Sequence[Drawn]]
    submissions: Mapping[int, int]  # the id of each firm's latest
    is_demo: bool
    after: int  # the last drawing that it takes into account


def draw_network_figures(now: datetime) -> int:
    """Draw what may be drawn, once a week. Gives how many figures were drawn anew; with nothing to draw it writes nothing.

    What takes long happens before the transaction. A worker that finds another was first leaves it at that.
    """
    if _outlived():
        with writing():
            forget_fiction()
    if (last := db.session.scalar(select(func.max(Drawing.drawn_at)))) is not None and last >= _week_began(now):
        return 0
    here = _round(now, _lots.random)
    if not here.figures:
        return 0
    with writing():
        if is_postgresql():  # on SQLite one writer is alone anyway
            db.session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        return _store(here, now) if _last_drawing() == here.after else 0


def _week_began(now: datetime) -> datetime:
    """The last moment at which it was time to draw: a worker that starts in between does not draw again."""
    today = clock.local(now).date()
    monday = clock.moment(today - timedelta(days=today.weekday()), DRAWN_AT)
    return monday if monday <= now else monday - timedelta(days=7)


def draw_at_once(now: datetime) -> None:
    """Draw without waiting for Monday: for a network that begins with all its firms. Called within a verb."""
    _store(_round(now, _lots.random), now)


def forget_fiction() -> None:
    """Show nothing of made-up firms any more. Called within a verb."""
    if db.session.scalar(select(Drawing.id).where(Drawing.is_demo).limit(1)) is not None:
        db.session.execute(delete(Drawing).where(Drawing.is_demo))
        db.session.execute(delete(ShownFigure))  # real firms and made-up ones are never shown at one time
        db.session.expire_all()


def _round(now: datetime, chance: Callable[[], float]) -> Round:
    counted, is_demo = _counted(now)
    members: dict[Group, list[Submission]] = defaultdict(list)
    for each in counted:
        for group in groups_of(each.size_class, each.sector, each.typology, each.province):
            members[group].append(each)
    after, history = _last_drawing(), _history()
    figures = {}
    for question in QUESTIONS:
        groups = {group: _behind(rows, question.key) for group, rows in members.items()}
        options = [option.key for option in question.every]
        if drawn := disclosure.draw(groups, history[question.key], options, chance):
            figures[question.key] = drawn
    return Round(figures, {each.organisation_id: each.id for each in counted}, is_demo, after)


def _counted(now: datetime) -> tuple[list[Submission], bool]:
    """The latest submission of each firm that counts now, and whether these firms are made up."""
    since = clock.local(now).year - YEARS + 1
    rows = db.session.execute(_counting(Submission, Organisation.is_demo).where(Submission.year >= since)).all()
    real = [row for row in rows if not row.is_demo]
    return list({row.Submission.organisation_id: row.Submission for row in real or rows}.values()), not real


def _counting(*columns: Any) -> Select[Any]:
    """Submissions that stand, of verified firms, oldest first."""
    joined = select(*columns).select_from(Submission).join(Organisation, Organisation.id == Submission.organisation_id)
    standing = (Submission.replaced_at.is_(None), Organisation.verified_at.is_not(None))
    return joined.where(*standing).order_by(Submission.year, Submission.id)


def _outlived() -> bool:
    """Whether figures of made-up firms are still shown although a real one takes part."""
    fiction = db.session.scalar(select(Drawing.id).where(Drawing.is_demo).limit(1))
    real = _counting(Submission.id).where(~Organisation.is_demo).limit(1)
    return fiction is not None and db.session.scalar(real) is not None


def _behind(submissions: Sequence[Submission], question: str) -> Behind:
    return {each.organisation_id: tuple(each.answers[question]) for each in submissions if each.answers.get(question)}


def _history() -> Mapping[str, list[Drawn]]:
    """Every figure that was ever shown, by question, oldest first."""
    drawings = db.session.scalars(select(Drawing).order_by(Drawing.id)).all()
    known = {each.id: each for each in db.session.scalars(select(Submission))} if drawings else {}
    history: dict[str, list[Drawn]] = defaultdict(list)
    for drawing in drawings:
        rows = [known[each] for each in drawing.behind if each in known]
        for question, (n, shares) in drawing.figures.items():
            group = (drawing.division, drawing.value)
            history[question].append(Drawn(group, _behind(rows, question), Figure(n, shares)))
    return history


def _last_drawing() -> int:
    return db.session.scalar(select(func.max(Drawing.id))) or 0


def _store(here: Round, now: datetime) -> int:
    """Write the drawings, one for each group, and what is shown from now on. Gives how many figures that are."""
    by_group: dict[Group, dict[str, Drawn]] = defaultdict(dict)
    for question, drawn in here.figures.items():
        for each in drawn:
            by_group[each.group][question] = each
    for (division, value), figures in by_group.items():
        behind = sorted({here.submissions[firm] for each in figures.values() for firm in each.behind})
        stored = {question: [each.figure.n, dict(each.figure.shares)] for question, each in figures.items()}
        facts = {"division": division, "value": value, "drawn_at": now, "is_demo": here.is_demo}
        db.session.add(Drawing(**facts, behind=behind, figures=stored))
        for question, (n, shares) in stored.items():
            db.session.merge(ShownFigure(**facts, question=question, n=n, shares=shares))
    db.session.flush()
    return sum(map(len, by_group.values()))
