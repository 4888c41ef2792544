"""From tables to a plan: what would be made, what is here already, and what is wrong, line by line."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_security.mail_util import EmailValidateException
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from network.accounts.mail import normal_address
from network.coordination.moving_in import columns, forms
from network.coordination.moving_in.columns import MEMBERS, NEW_FIRM, PRACTICES, SHEETS, named, plain
from network.coordination.moving_in.sheets import Table
from network.kernel.database import db
from network.kernel.text import tidy_line
from network.members.models import Member, Organisation
from network.members.rules import SIZE_CLASSES
from network.practices.models import Practice
from network.themes.models import CLOSED, Theme

LONGEST_SHOWN = 60  # characters of a cell that is told to be wrong
_DATE = re.compile(r"\d{4}-0?(\d+)-0?(\d+)")
_OURS = uuid.UUID("6c1b0e3e-3c0e-4d43-9b54-6d2d6f0d6a10")  # by which a practice that was moved in is known again

FirmKey = tuple[str, str]  # name and place, as they are compared


class Fault(NamedTuple):
    """What is wrong, and where: the sheet, the line's number in the spreadsheet, the column, what was typed there."""

    sheet: Any
    line: int
    column: Any
    words: str
    typed: str = ""


@dataclass
class NewFirm:
    """A firm that nobody here is of, with the facts of its first line."""

    line: int
    facts: dict[str, Any]


@dataclass
class NewPerson:
    """Somebody who gets an invitation."""

    line: int
    firm: FirmKey
    facts: dict[str, Any]
    is_contact: bool


@dataclass
class NewPractice:
    """A practice that becomes a draft of its author, who is named by their address."""

    line: int
    author: str
    theme: Theme
    parts: dict[str, Any]

    def once(self, author_id: int) -> str:
        """By what it is known again when the same sheet comes a second time."""
        return str(uuid.uuid5(_OURS, f"{author_id}|{plain(self.parts['title'])}"))


@dataclass
class Plan:
    """What moving in would do."""

    firms: dict[FirmKey, NewFirm | Organisation] = field(default_factory=dict)
    people: dict[str, NewPerson] = field(default_factory=dict)  # by address
    practices: list[NewPractice] = field(default_factory=list)
    here: dict[str, Member] = field(default_factory=dict)  # members whom the sheet names, by address
    named: set[str] = field(default_factory=set)  # addresses on the sheet of members, also of lines that do not fit
    people_here: int = 0  # lines of the sheet of members about somebody who is a member already
    known_practices: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def new_firms(self) -> list[NewFirm]:
        return [firm for firm in self.firms.values() if isinstance(firm, NewFirm)]

    @property
    def changes_something(self) -> bool:
        return bool(self.people or self.practices)

    def people_of(self, firm: NewFirm | Organisation) -> list[NewPerson]:
        """Who would come in at a firm."""
        return [person for person in self.people.values() if self.firms[person.firm] is firm]


class Line(NamedTuple):
    """One line, its cells by the keys of their columns."""

    sheet: str
    number: int
    cells: dict[str, str]

    def fault(self, key: str, words: Any) -> Fault:
        typed = self.cells.get(key, "")
        shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}…"
        return Fault(SHEETS[self.sheet], self.number, named(self.sheet, key).label, str(words), shown)


def plan_of(tables: Iterable[Table]) -> Plan:
    """What moving these tables in would do to the network as it is now."""
    plan = Plan()
    lines: dict[str, list[Line]] = {MEMBERS: [], PRACTICES: []}
    for table in tables:
        if columns.is_explanation(table.name):
            continue
        sheet = columns.sheet_of(table.name, table.labels)
        if sheet is None:
            words = _("We do not know what this sheet is: call it Members or Practices, or take it out.")
            plan.faults.append(Fault(table.name or _("The file"), 1, "", words))
            continue
        lines[sheet] += _lines_of(sheet, table, plan)
    if plan.faults:
        return plan  # with a column missing or misspelt every line would be wrong as well
    _read_members(plan, lines[MEMBERS])
    _read_practices(plan, lines[PRACTICES])
    if not plan.faults and not any(lines.values()):
        plan.faults.append(Fault(_("The file"), 1, "", _("There is nothing in this file yet.")))
    return plan


def _lines_of(sheet: str, table: Table, plan: Plan) -> list[Line]:
    """The lines of a table, once its columns are known; what stands in a column that is not is told, not left out."""
    keys: list[str | None] = []
    for at, label in enumerate(table.labels):
        column = columns.by_label(sheet).get(plain(label))
        keys.append(column.key if column else None)
        if column is None and (
            label or any(cells[at : at + 1] != [""] for _n, cells in table.lines if len(cells) > at)
        ):
            words = _("This column is not known. Call it as in the example, or take it out.")
            plan.faults.append(Fault(SHEETS[sheet], 1, label or _("without a name"), words))
    for column in columns.COLUMNS[sheet]:
        if keys.count(column.key) > 1:
            plan.faults.append(Fault(SHEETS[sheet], 1, column.label, _("This column stands there twice.")))
        if column.needed and column.key not in keys:
            plan.faults.append(Fault(SHEETS[sheet], 1, column.label, _("This column is missing.")))
    return [
        Line(sheet, number, {key: cell for key, cell in zip(keys, cells, strict=False) if key})
        for number, cells in table.lines
    ]


def _values(line: Line, plan: Plan) -> dict[str, Any]:
    """The cells with the words of their columns as what they stand for; words that a column does not take are told."""
    values: dict[str, Any] = {}
    for key, typed in line.cells.items():
        if not typed:
            continue
        column = named(line.sheet, key)
        words = [each.strip() for each in typed.split(columns.BETWEEN)] if column.several else [typed]
        found = [
            columns.value_of(line.sheet, key, _size(each) if key == "size_class" else each) for each in words if each
        ]
        if None in found:
            taken = ", ".join(str(word) for word in (column.words or {}).values())
            plan.faults.append(line.fault(key, _("This column takes: %(words)s.", words=taken)))
            continue
        values[key] = found if column.several else found[0]
    return values


def _size(typed: str) -> str:
    """The class that was typed where a spreadsheet took it for a date: 5-9 becomes the fifth of September."""
    if found := _DATE.fullmatch(typed):
        a, b = found.groups()
        return next((each for each in (f"{a}-{b}", f"{b}-{a}") if each in SIZE_CLASSES), typed)
    return typed.replace(" t/m ", "-").replace(" tot ", "-")


def _told(line: Line, form: Any, besides: str = "") -> Iterator[Fault]:
    known = {column.key for column in columns.COLUMNS[line.sheet]} - {besides}
    return (line.fault(each.name, each.errors[0]) for each in form if each.errors and each.name in known)


def _read_members(plan: Plan, lines: Sequence[Line]) -> None:
    firms = _firms_here({plain(line.cells.get("organisation", "")) for line in lines})
    seen: dict[str, int] = {}
    read: list[tuple[Line, forms.MemberLine, str]] = []
    for line in lines:
        before = len(plan.faults)
        form = forms.member_line(_values(line, plan))
        form.validate()
        plan.faults += _told(line, form)
        address = _address(plan, line, "email") if form.email.data else ""
        if address and seen.setdefault(address, line.number) != line.number:
            plan.faults.append(
                line.fault("email", _("This address stands in line %(line)d already.", line=seen[address]))
            )
        if len(plan.faults) == before:
            read.append((line, form, address))
    plan.named = set(seen)
    plan.here |= _members_here(address for _line, _form, address in read)
    for line, form, address in read:
        if address in plan.here:
            plan.people_here += 1
        else:
            _add_person(plan, line, form, address, firms)
    _see_to_contacts(plan)


def _address(plan: Plan, line: Line, key: str) -> str:
    try:
        return normal_address(tidy_line(line.cells.get(key, "")))
    except EmailValidateException as fault:
        plan.faults.append(line.fault(key, fault.msg))
        return ""


def _add_person(
    plan: Plan, line: Line, form: forms.MemberLine, address: str, firms: Mapping[FirmKey, Organisation]
) -> None:
    key = _firm_of(plan, line, form, firms)
    if key is not None:
        facts = {"name": form.name.data, "email": address, "job": form.job.data or "", "language": form.language.data}
        plan.people[address] = NewPerson(line.number, key, facts, form.contact.data == "yes")


def _firm_of(plan: Plan, line: Line, form: forms.MemberLine, firms: Mapping[FirmKey, Organisation]) -> FirmKey | None:
    """The firm of a line: one that is here, one that an earlier line told of, or a new one with all its facts."""
    name, place = plain(form.organisation.data), plain(form.place.data or "")
    told = [key for key in (*plan.firms, *firms) if key[0] == name and (not place or key[1] == place)]
    if len(set(told)) > 1:
        plan.faults.append(line.fault("place", _("There are several firms of this name: say in which place.")))
        return None
    if told:
        plan.firms.setdefault(told[0], firms.get(told[0]) or plan.firms[told[0]])
        return told[0] if _says_the_same(plan, line, form, plan.firms[told[0]]) else None
    missing = [fact for fact in NEW_FIRM if not form[fact].data]
    for fact in missing:
        plan.faults.append(line.fault(fact, _("Fill this in: the firm is not here yet.")))
    if missing:
        return None
    facts = {"name": form.organisation.data, **{fact: form[fact].data for fact in NEW_FIRM}}
    plan.firms[name, place] = NewFirm(line.number, {**facts, "has_hr": form.has_hr.data == "yes"})
    return name, place


def _says_the_same(plan: Plan, line: Line, form: forms.MemberLine, firm: NewFirm | Organisation) -> bool:
    """Whether a later line of a new firm does not contradict the first; the facts of one that is here are its own."""
    if isinstance(firm, Organisation):
        return True
    now = {fact: form[fact].data for fact in ("province", "sector", "size_class")}
    now["has_hr"] = {"yes": True, "no": False}.get(form.has_hr.data or "", "")
    other = [fact for fact, value in now.items() if value != "" and value != firm.facts[fact]]
    for fact in other:
        plan.faults.append(line.fault(fact, _("Line %(line)d says something else of this firm.", line=firm.line)))
    return not other


def _see_to_contacts(plan: Plan) -> None:
    """A new firm has somebody who looks after its page from the start: the first, where none is named."""
    for firm in plan.new_firms:
        people = plan.people_of(firm)
        if people and not any(person.is_contact for person in people):
            people[0].is_contact = True


def _read_practices(plan: Plan, lines: Sequence[Line]) -> None:
    themes = list(db.session.scalars(select(Theme).where(Theme.access != CLOSED).order_by(Theme.id)))
    by_title = {plain(each): theme for theme in themes for each in (theme.title_nl, theme.title_en, theme.slug)}
    read: list[NewPractice] = []
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        before = len(plan.faults)
        values = _values(line, plan)
        theme = by_title.get(plain(values.get("theme", "")))
        if theme is None:
            plan.faults.append(_no_theme(line, themes))
        form = forms.practice_line({**values, "theme": theme.slug if theme else ""}, themes)
        form.validate()
        plan.faults += _told(line, form, besides="theme")
        author = _address(plan, line, "author") if form.author.data else ""
        title = (author, plain(form.title.data or ""))
        if author and seen.setdefault(title, line.number) != line.number:
            words = _("Line %(line)d has this title and author already.", line=seen[title])
            plan.faults.append(line.fault("title", words))
        if len(plan.faults) == before and theme is not None:
            read.append(NewPractice(line.number, author, theme, form.parts()))
    _look_up_authors(plan, read, {line.number: line for line in lines})


def _no_theme(line: Line, themes: Iterable[Theme]) -> Fault:
    if not line.cells.get("theme"):
        return line.fault("theme", _("Fill this in."))
    titles = ", ".join(each.title for each in themes)
    words = _("There is no theme of this title that everybody may know of. There are: %(themes)s.", themes=titles)
    return line.fault("theme", words)


def _look_up_authors(plan: Plan, read: Sequence[NewPractice], lines: Mapping[int, Line]) -> None:
    plan.here |= _members_here({each.author for each in read} - plan.here.keys())
    known = _practices_here(each.once(plan.here[each.author].id) for each in read if each.author in plan.here)
    for each in read:
        author = plan.here.get(each.author)
        if author is None and each.author not in plan.named:
            words = _("Nobody on the sheet of members has this address, and no member either.")
            plan.faults.append(lines[each.line].fault("author", words))
        elif author is not None and not author.active:
            plan.faults.append(lines[each.line].fault("author", _("This member is suspended.")))
        elif author is not None and each.once(author.id) in known:
            plan.known_practices += 1
        else:
            plan.practices.append(each)


def _firms_here(names: Collection[str]) -> dict[FirmKey, Organisation]:
    """Firms of these names that somebody vouched for or confirmed; what a stranger typed a moment ago is nobody's yet."""
    real = or_(Organisation.listed_at.is_not(None), Organisation.verified_at.is_not(None))
    firms = db.session.scalars(select(Organisation).where(real))  # a database folds names in another way than we do
    return {(plain(each.name), plain(each.place)): each for each in firms if plain(each.name) in names}


def _members_here(addresses: Iterable[str]) -> dict[str, Member]:
    wanted = select(Member).options(joinedload(Member.organisation))
    wanted = wanted.where(func.lower(Member.email).in_(list(addresses)))
    return {member.email.lower(): member for member in db.session.scalars(wanted)}


def _practices_here(keys: Iterable[str]) -> set[str | None]:
    return set(db.session.scalars(select(Practice.once).where(Practice.once.in_(list(keys)))))
