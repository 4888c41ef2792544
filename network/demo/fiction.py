"""What of the network is fiction: who and what goes when the story does, and what stays for real people's sake. Reads only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from network.accounts.web import FIRM, PERSON
from network.benchmark.edition import DEMO, KEY
from network.kernel.database import db
from network.library.models import Finding, Publication
from network.meetups.models import Meetup
from network.meetups.polls.models import DatePoll
from network.meetups.series.models import Series
from network.members.models import Member, Organisation
from network.practices.models import Practice, Replication
from network.questions.models import Question
from network.search.queries import EXCHANGE
from network.themes.models import DECLINED, Membership, Theme


@dataclass(frozen=True)
class Fiction:
    """All that goes. A firm or theme that real people need is not in here, whoever made it up."""

    people: Sequence[Member]
    firms: Sequence[Organisation]
    themes: Sequence[Theme]
    practices: Sequence[Practice]
    meetups: Sequence[Meetup]
    series: Sequence[Series]
    polls: Sequence[DatePoll]
    questions: Sequence[Question]
    editions: Sequence[Publication]
    findings: Sequence[Finding]  # of these editions

    @property
    def things(self) -> dict[str, Sequence[Any]]:
        """What stands in the web and can be talked about, by its kind there."""
        return {
            "practice": self.practices, "meetup": self.meetups, "theme": self.themes, "question": self.questions,
            "finding": self.findings, FIRM: self.firms, EXCHANGE: self.firms, PERSON: self.people,
        }  # fmt: skip

    @cached_property
    def people_ids(self) -> list[int]:
        return ids_of(self.people)

    def is_told_in(self, path: str, facts: dict[str, Any]) -> bool:
        """Whether a notice leads to something that goes, or tells of a person or firm that never was."""
        about = {_page(path), facts.get("meetup")}
        return not self._paths.isdisjoint(about) or not self._names.isdisjoint({facts.get("name"), facts.get("firm")})

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(each.path for rows in (*self.things.values(), self.series, self.polls) for each in rows)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Names that nobody real bears as well."""
        names = {
            *(person.name for person in self.people if person.erased_at is None),
            *(firm.name for firm in self.firms),
        }
        people = select(Member.name).where(Member.name.in_(names), Member.id.not_in(self.people_ids))
        firms = select(Organisation.name).where(
            Organisation.name.in_(names), Organisation.id.not_in(ids_of(self.firms))
        )
        return frozenset(names - {*db.session.scalars(people), *db.session.scalars(firms)})


def ids_of(rows: Iterable[Any]) -> list[int]:
    return [row.id for row in rows]


def fiction() -> Fiction:
    """All that goes, as it stands now."""
    made_up_theme = or_(Theme.is_demo, Theme.lead_id.in_(_nobody()))
    return Fiction(
        people=_those(Member, Member.is_demo),
        firms=_those(Organisation, Organisation.is_demo & ~_needed_firm()),
        themes=_those(Theme, made_up_theme & ~_needed_theme()),
        practices=_those(Practice, _made_up_practice()),
        meetups=_those(Meetup, _made_up_meetup(), joinedload(Meetup.theme)),
        series=_those(Series, or_(Series.is_demo, Series.planner_id.in_(_nobody()))),
        polls=_those(DatePoll, _made_up_poll()),
        questions=_those(Question, _made_up_question()),
        editions=_those(Publication, _made_up_edition()),
        findings=_those(
            Finding,
            Finding.publication_id.in_(select(Publication.id).where(_made_up_edition())),
            joinedload(Finding.publication),
        ),
    )


def _those(table: Any, which: Any, *options: Any) -> Sequence[Any]:
    rows = select(table).where(which).order_by(table.id).options(*options)
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def _page(path: str) -> str:
    """The page of the thing that an address leads to: `/practices/a#comment-7` is said of `/practices/a`."""
    return "/".join(re.split("[?#]", path)[0].split("/")[:3])


def _nobody() -> Select[int]:
    """The people who never were."""
    return select(Member.id).where(Member.is_demo)


def _made_up_edition() -> ColumnElement[bool]:
    """The network's own edition, where it was made of made-up firms."""
    return Publication.key.like(f"{KEY}%{DEMO}")


def _made_up_practice() -> ColumnElement[bool]:
    return or_(Practice.is_demo, Practice.author_id.in_(_nobody()))


def _made_up_meetup() -> ColumnElement[bool]:
    return or_(Meetup.is_demo, Meetup.planner_id.in_(_nobody()))


def _made_up_poll() -> ColumnElement[bool]:
    return or_(DatePoll.is_demo, DatePoll.planner_id.in_(_nobody()))


def _made_up_question() -> ColumnElement[bool]:
    return or_(Question.is_demo, Question.author_id.in_(_nobody()))


def _needed_theme() -> ColumnElement[bool]:
    """Real people are in it or asked to be, or something real stands in it."""
    belonging = and_(Membership.member_id.not_in(_nobody()), Membership.state != DECLINED)
    return or_(
        Theme.id.in_(select(Membership.theme_id).where(belonging)),
        Theme.id.in_(select(Practice.theme_id).where(~_made_up_practice())),
        Theme.id.in_(select(Meetup.theme_id).where(~_made_up_meetup(), Meetup.theme_id.is_not(None))),
        Theme.id.in_(select(Question.theme_id).where(~_made_up_question())),
        Theme.id.in_(select(DatePoll.theme_id).where(~_made_up_poll(), DatePoll.theme_id.is_not(None))),
    )


def _needed_firm() -> ColumnElement[bool]:
    """A real person is of it, or wrote or reported something for it that stays."""
    made_up = select(Practice.id).where(_made_up_practice())
    reported = and_(Replication.member_id.not_in(_nobody()), Replication.practice_id.not_in(made_up))
    return or_(
        Organisation.id.in_(select(Member.organisation_id).where(Member.is_demo.is_(False))),
        Organisation.id.in_(select(Practice.organisation_id).where(~_made_up_practice())),
        Organisation.id.in_(select(Replication.organisation_id).where(reported)),
        Organisation.id.in_(select(Question.organisation_id).where(~_made_up_question())),
    )
