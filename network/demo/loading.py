"""Tell the story, oldest event first, each at its own moment."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask_security.utils import hash_password
from sqlalchemy import select, update

from network.accounts.web import tell_firm, tell_person
from network.conversations.services import comment
from network.demo.files import looks, put_beside
from network.demo.questions import asked
from network.demo.scans import scanned
from network.demo.web import join_all
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.text import slugify
from network.kernel.yaml_files import read_yaml
from network.links.models import Node
from network.links.queries import Chosen
from network.links.relations import Way
from network.links.services import link
from network.meetups.afterwards import rules as after
from network.meetups.afterwards.models import Intention
from network.meetups.afterwards.queries import morning_after, own_answers
from network.meetups.afterwards.services import ask_how_it_went, close_with_report, give_feedback, tell
from network.meetups.door.services import check_in, let_help, let_in_guest
from network.meetups.feeds.rules import MINE
from network.meetups.feeds.services import follow
from network.meetups.learning.rules import minutes_from
from network.meetups.learning.services import issue, write_down
from network.meetups.materials.services import add_file, add_link
from network.meetups.models import SEATED, Attendance, Meetup, Signup
from network.meetups.polls.models import DatePoll
from network.meetups.polls.queries import options_of
from network.meetups.polls.rules import MAYBE, NO, YES
from network.meetups.polls.services import answer, ask
from network.meetups.rules import Standing
from network.meetups.seats import sign_up, take_part_online
from network.meetups.series import services as series
from network.meetups.services import plan
from network.members import audit
from network.members.models import COORDINATOR, Member, Organisation
from network.notifications.models import NO_MAIL, QUEUED, Notification
from network.practices import services as practices
from network.practices.models import Practice
from network.scans.drawing import draw_at_once
from network.themes.models import Theme
from network.themes.services import grant, join, lead, open_theme

CONTENT = Path(__file__).parent / "content"
DEMO_PASSWORD = "samen leren aan de keukentafel"  # noqa: S105  printed at every start: it guards fiction only
BEGAN = timedelta(days=400)  # how long ago the first firm came in; older than every practice
SAID = {"y": YES, "m": MAYBE, "n": NO}  # any other letter says nothing of that date
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass
class Cast:
    """Everybody and everything that was loaded, by the key that the content uses."""

    now: datetime
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    findings: dict[str, Node] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    meetups: dict[str, Meetup] = field(default_factory=dict)
    polls: dict[str, DatePoll] = field(default_factory=dict)


def load() -> bool:
    """Fill an empty network with the story. Says whether it did: a network with members in it is left alone."""
    if db.session.scalar(select(Member.id).limit(1)) is not None:
        return False
    _tell()
    return True


@transactional
def _tell() -> None:
    """All of the story or nothing of it."""
    cast = Cast(clock.now(), findings=_findings())
    with clock.at(cast.now - BEGAN):
        _firms(cast)
        _people(cast)
        _themes(cast)
        follow(cast.members["marjan_ruijter"], MINE)
    for moment, event in sorted(_events(cast), key=lambda each: each[0]):
        with clock.at(moment):
            event()
    draw_at_once(cast.now)
    _nothing_to_mail(cast.now)


def _read(name: str) -> list[dict[str, Any]]:
    return read_yaml(CONTENT / name)  # type: ignore[no-any-return]


def _findings() -> dict[str, Node]:
    nodes = db.session.scalars(select(Node).where(Node.kind == "finding"))
    return {node.path.rsplit("/", 1)[1]: node for node in nodes}


def _firms(cast: Cast) -> None:
    for each in _read("organisations.yaml"):
        facts = {name: value for name, value in each.items() if name not in {"key", "verified"}}
        organisation = Organisation(
            slug=slugify(each["name"]), listed_at=clock.now(), is_demo=True,
            verified_at=clock.now() if each["verified"] else None, **{**facts, "offers": facts["offers"] or ""},
        )  # fmt: skip
        db.session.add(organisation)
        db.session.flush()
        cast.organisations[each["key"]] = organisation
        tell_firm(organisation)


def _people(cast: Cast) -> None:
    password = hash_password(DEMO_PASSWORD)
    for each in _read("members.yaml"):
        member = Member(
            slug=slugify(each["name"]), name=each["name"], email=each["email"], password=password,
            organisation=cast.organisations[each["organisation"]], job=each["job"], is_contact=each["contact"],
            language=each["language"], ask_me=each.get("ask_me") or "", role=each.get("role", "member"),
            fs_uniquifier=uuid.uuid4().hex, confirmed_at=clock.now(), is_demo=True,
        )  # fmt: skip
        db.session.add(member)
        db.session.flush()
        cast.members[each["key"]] = member
        tell_person(member)
    _log(cast)


def _log(cast: Cast) -> None:
    """Who vouched for the firms and made the coordinator of the network, as the log would have it."""
    administrator = next(each for each in cast.members.values() if each.is_administrator)
    for firm in cast.organisations.values():
        if firm.verified_at is not None:
            audit.note(administrator, "verified", "organisation", firm.id, firm.name)
    for member in cast.members.values():
        if member.role == COORDINATOR:
            audit.note(administrator, "role.coordinator", "member", member.id, member.name)


def _themes(cast: Cast) -> None:
    looks = {
        "generaties": ("coral", "rings"), "zonderhr": ("amber", "weave"), "leercultuur": ("pink", "return"),
        "techniek": ("teal", "mesh"), "transities": ("green", "bands"), "instroom": ("blue", "branch"),
    }  # fmt: skip
    ria = cast.members["ria_van_den_oever"]
    for each in _read("themes.yaml"):
        colour, motif = looks[each["key"]]
        words = {
            f"{name}_{code}": each[name][code] for name in ("title", "tagline", "purpose") for code in ("nl", "en")
        }
        asked = {f"question_{code}": text for code, text in (each.get("question") or {}).items()}
        theme = open_theme(
            ria, slug=each["slug"], colour=colour, motif=motif, access=each["access"], is_demo=True, **words, **asked
        )
        cast.themes[each["key"]] = theme
        lead(theme, cast.members[each["coordinator"]])
        _link_findings(cast, "theme", theme.id, each["findings"])
    for each in _read("members.yaml"):
        for key in each["themes"]:
            join(cast.themes[key], cast.members[each["key"]], "")
            grant(cast.themes[key], cast.members[each["key"]].id)
    _remember_themes(cast)


def _remember_themes(cast: Cast) -> None:
    """What signing in would know of each member: the rules of seats and rights ask it."""
    for each in _read("members.yaml"):
        cast.members[each["key"]].theme_ids = frozenset(cast.themes[key].id for key in each["themes"])


def _link_findings(cast: Cast, kind: str, subject_id: int, keys: list[str]) -> None:
    node = db.session.scalars(select(Node).where(Node.kind == kind, Node.subject_id == subject_id)).one()
    for key in keys:
        if key in cast.findings:
            link(node, cast.findings[key])


Event = tuple[datetime, Callable[[], None]]


def _events(cast: Cast) -> list[Event]:
    events: list[Event] = []
    for file in sorted((CONTENT / "practices").glob("*.yaml")):
        for each in read_yaml(file):
            events += _practice_events(cast, file.stem, each)
    meetups = {each["key"]: each for each in _read("meetups.yaml")}
    for each in meetups.values():
        events += _meetup_events(cast, each)
    for each in _read("afterwards.yaml"):
        events += _events_after(cast, each, _start_of(cast.now, meetups[each["meetup"]]))
    for each in _read("series.yaml"):
        events.append((_ago(cast, each["days_ago"]), _repeated(cast, each)))
    for each in _read("polls.yaml"):
        events += _poll_events(cast, each)
    for each in _read("questions.yaml"):
        events.append((_ago(cast, each["days_ago"]), asked(cast, each)))
    for each in _read("scans.yaml"):
        events += scanned(cast, each)
    for each in _read("comments_meetups.yaml"):
        events.append((_ago(cast, each["days_ago"]), _said_at_meetup(cast, each)))
    for each in _read("materials.yaml"):
        events.append(_material_event(cast, each))
    events.append((cast.now, lambda: join_all(_read("web.yaml"), cast.findings)))
    return events + _learning_events(cast)


def _learning_events(cast: Cast) -> list[Event]:
    """Who was there, who asked for a certificate of it, and what people learned elsewhere."""
    told, events = read_yaml(CONTENT / "learning.yaml"), []
    held = [each for each in _read("meetups.yaml") if each["outcome"]]
    begins = {each["key"]: _start_of(cast.now, each) for each in held}
    for key in (each["key"] for each in held if "present" not in each):
        events.append((begins[key], _were_there(cast, key, told["missed"].get(key, ()))))
    for each in told["certificates"]:
        asked = begins[each["meetup"]] + timedelta(days=each["days_after"])
        events.append((asked, partial(_certified, cast, each)))
    for each in told["entries"]:
        events.append((_ago(cast, each["days_ago"]), partial(_learned, cast, each)))
    return events


def _were_there(cast: Cast, meetup: str, missed: Collection[str]) -> Callable[[], None]:
    def event() -> None:
        there = select(Signup.member_id).where(
            Signup.meetup_id == cast.meetups[meetup].id, Signup.status == SEATED,
            Signup.member_id.not_in([cast.members[key].id for key in missed]),
        )  # fmt: skip
        for member_id in db.session.scalars(there.order_by(Signup.place)).all():
            db.session.add(Attendance(meetup_id=cast.meetups[meetup].id, member_id=member_id))
        db.session.flush()

    return event


def _certified(cast: Cast, each: dict[str, Any]) -> None:
    issue(cast.meetups[each["meetup"]], cast.members[each["member"]])


def _learned(cast: Cast, each: dict[str, Any]) -> None:
    write_down(
        cast.members[each["member"]], what=each["what"], minutes=minutes_from(each["hours"]), form=each["form"],
        learned_on=clock.today(), note=each["note"],
    )  # fmt: skip


def _ago(cast: Cast, days: float) -> datetime:
    return cast.now - timedelta(days=days)


def _practice_events(cast: Cast, theme: str, each: dict[str, Any]) -> list[Event]:
    events: list[Event] = [(_ago(cast, each["days_ago"]), lambda: _published(cast, theme, each))]
    for report in each["replications"]:
        events.append((_ago(cast, report["days_ago"]), _reported(cast, each["slug"], report)))
    for said in each["comments"]:
        events.append((_ago(cast, said["days_ago"]), _said(cast, each["slug"], said)))
    return events


def _published(cast: Cast, theme: str, each: dict[str, Any]) -> None:
    author, effect, ask = cast.members[each["author"]], each["effect"], each["ask"]
    copied = (
        "title", "language", "outcome", "audience", "summary", "problem", "action", "cost", "hours", "euros", "weeks",
        "result", "went_wrong", "advice", "facets",
    )  # fmt: skip
    practice = practices.write(
        author, cast.themes[theme], slug=each["slug"], is_demo=True,
        effect_figure=effect["figure"] or "", effect_text=effect["text"] or "",
        ask_member_id=cast.members[ask["member"]].id, ask_when=ask["when"],
        linked=Chosen([cast.findings[key] for key in each["findings"] if key in cast.findings]),
        **{**{name: _trimmed(each[name]) for name in copied if name in each}, **looks(each)},
    )  # fmt: skip
    put_beside(practice, author, each)
    practices.publish(practice)
    cast.practices[each["slug"]] = practice


def _trimmed(value: Any) -> Any:
    return _flowing(value) if isinstance(value, str) else value


def _flowing(text: str) -> str:
    """A paragraph that the file wraps at some width, as one line; list points and blank lines stay."""
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", text.strip())


def _reported(cast: Cast, slug: str, report: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        words: dict[str, Any] = {name: report[name] or "" for name in ("adapted", "changed", "went_wrong")}
        numbers: dict[str, Any] = {name: report[name] for name in ("again", "hours", "euros", "weeks")}
        practices.report_replication(
            cast.practices[slug], cast.members[report["member"]], **words, **numbers, shows_amounts=True
        )

    return event


def _said(cast: Cast, slug: str, said: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        first = comment(cast.members[said["member"]], "practice", cast.practices[slug].id, said["text"])
        for reply in said.get("replies") or []:
            with clock.at(_ago(cast, reply["days_ago"])):
                comment(
                    cast.members[reply["member"]],
                    "practice",
                    cast.practices[slug].id,
                    reply["text"],
                    parent_id=first.id,
                )

    return event


def _meetup_events(cast: Cast, each: dict[str, Any]) -> list[Event]:
    begin = _start_of(cast.now, each)
    planned = min(begin - timedelta(days=35), cast.now - timedelta(days=21))
    events: list[Event] = [(planned, lambda: _planned(cast, each, begin))]
    gap = (min(begin, cast.now) - timedelta(days=3) - planned) / (len(each["signups"]) + 1)
    for n, key in enumerate(each["signups"], start=1):
        verb = take_part_online if key in each.get("online", ()) else sign_up
        events.append((planned + gap * n, _signed_up(cast, each["key"], key, verb)))
    events += _door_events(cast, each, begin)
    if each["outcome"]:
        events.append((begin + timedelta(days=2), lambda: _concluded(cast.meetups[each["key"]], each)))
    return events


def _material_event(cast: Cast, each: dict[str, Any]) -> Event:
    """At its days from the start, but not in the time to come."""
    begins = {row["key"]: _start_of(cast.now, row) for row in _read("meetups.yaml")}
    moment = min(begins[each["meetup"]] + timedelta(days=each["days"]), _ago(cast, 2))
    return moment, lambda: _added_material(cast, each)


def _added_material(cast: Cast, each: dict[str, Any]) -> None:
    meetup = cast.meetups[each["meetup"]]
    planner = db.session.get_one(Member, meetup.planner_id)
    if "file" in each:
        data = each["text"].encode()
        material = add_file(meetup, planner, each["stage"], each["title"], each["file"], data)
    else:
        material = add_link(meetup, planner, each["stage"], each["title"], each["url"])
    material.told_at = clock.now()
    db.session.flush()


def _door_events(cast: Cast, each: dict[str, Any], begin: datetime) -> list[Event]:
    """Who helps at the door, and who came in the quarter of an hour before the start."""
    helping = min(begin, cast.now) - timedelta(days=2)
    events: list[Event] = [(helping, _helps(cast, each["key"], member)) for member in each.get("helpers", ())]
    came: list[dict[str, Any]] = [{"member": member} for member in each.get("present", ())] + each.get("guests", [])
    for n, who in enumerate(came):
        events.append((begin - timedelta(minutes=15) + timedelta(minutes=2 * n), _came(cast, each, who)))
    return events


def _helps(cast: Cast, meetup: str, member: str) -> Callable[[], None]:
    def event() -> None:
        helped = cast.meetups[meetup]
        let_help(helped, helped.planner, cast.members[member].id)

    return event


def _came(cast: Cast, each: dict[str, Any], who: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        keeper = cast.members[each["helpers"][0]]
        if "member" in who:
            check_in(cast.meetups[each["key"]], keeper, cast.members[who["member"]].id)
        else:
            let_in_guest(cast.meetups[each["key"]], keeper, who["name"], who["firm"])

    return event


def _concluded(meetup: Meetup, each: Any) -> None:
    lines, people = each.get("takeaways", ()), len(each["signups"])
    close_with_report(meetup, meetup.version, outcome=_flowing(each["outcome"]), takeaways=lines, present=people)


def _events_after(cast: Cast, each: dict[str, Any], begin: datetime) -> list[Event]:
    """What those who were there answered the day after, and how it went where six weeks have passed."""
    events: list[Event] = [(cast.now, lambda: _led_to(cast, each))]
    asked = morning_after(begin, after.INTENTION_ASKED)
    for n, said in enumerate(each["answers"]):
        events.append((begin + timedelta(days=1, minutes=20 * n), _answered(cast, each["meetup"], said)))
        if said.get("words") and asked <= cast.now:
            events.append((asked, _asked(cast, each["meetup"], said)))
    return events


def _answered(cast: Cast, key: str, said: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        meetup, member = cast.meetups[key], cast.members[said["member"]]
        if own_answers(meetup, member).was_there:
            named, words = said.get("named", False), said.get("words", "")
            give_feedback(meetup, member, worth=said["worth"], would_host=said["host"], may_be_named=named, words=words)

    return event


def _asked(cast: Cast, key: str, said: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        own = own_answers(cast.meetups[key], cast.members[said["member"]]).intention
        if own is not None:
            ask_how_it_went(own.id, clock.now())
            _told(own, said)

    return event


def _told(own: Intention, said: dict[str, Any]) -> None:
    if said.get("told"):
        tell(own, said["told"], said["changed"])


def _led_to(cast: Cast, each: dict[str, Any]) -> None:
    held = (Node.kind == "meetup", Node.subject_id == cast.meetups[each["meetup"]].id)
    node = db.session.scalars(select(Node).where(*held)).one()
    for practice in [cast.practices[slug] for slug in each["led_to"]]:
        written = select(Node).where(Node.kind == "practice", Node.subject_id == practice.id)
        link(node, db.session.scalars(written).one(), Way("came_from", False))


def _start_of(now: datetime, each: dict[str, Any]) -> datetime:
    """The weekday of that week, so many weeks from now, at that time in Amsterdam."""
    day = clock.local(now).date() + timedelta(weeks=each["weeks"])
    day += timedelta(days=(WEEKDAYS.index(each["weekday"]) - day.weekday()) % 7 - (7 if each["weeks"] < 0 else 0))
    return clock.moment(day, time.fromisoformat(each["time"])).astimezone(UTC)


def _planned(cast: Cast, each: dict[str, Any], begin: datetime) -> None:
    theme = cast.themes[each["theme"]] if each["theme"] else None
    planner = theme.lead if theme is not None and theme.lead is not None else cast.members["ria_van_den_oever"]
    meetup = plan(
        planner, theme, slug=each["slug"], title=each["title"], kind=each["kind"], mode=each["mode"],
        language=each.get("language", "nl"), starts_at=begin, ends_at=begin + timedelta(minutes=each["minutes"]),
        capacity=each["capacity"], place=each["place"] or "", address=each["address"] or "", link=each["link"] or "",
        host_id=cast.organisations[each["host"]].id if each["host"] else None, description=_flowing(each["description"]),
        bring=each["bring"] or "", route=each.get("route", ""), prepare=each.get("prepare", ""),
        programme=[[line["time"], line["what"]] for line in each["programme"]], is_demo=True,
        linked=Chosen([cast.findings[key] for key in each["findings"] if key in cast.findings]),
        seats_per_firm=each.get("seats_per_firm"),
    )  # fmt: skip
    meetup.reminders = each.get("reminders", meetup.reminders)
    cast.meetups[each["key"]] = meetup


def _repeated(cast: Cast, each: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        meetup = cast.meetups[each["meetup"]]
        first = clock.local(meetup.starts_at).date()
        rule = f"FREQ=WEEKLY;INTERVAL={each['every']};BYDAY={WEEKDAYS[first.weekday()][:2].upper()}"
        until = first + timedelta(weeks=each["every"] * (each["times"] - 1))
        begun = series.begin(meetup.planner, meetup, rule, until)
        for key in each["signups"]:
            series.sign_up(begun, cast.members[key])

    return event


def _signed_up(cast: Cast, meetup: str, member: str, verb: Callable[[Meetup, Member], Standing]) -> Callable[[], None]:
    def event() -> None:
        verb(cast.meetups[meetup], cast.members[member])

    return event


def _poll_events(cast: Cast, each: dict[str, Any]) -> list[Event]:
    asked = _ago(cast, each["days_ago"])
    answered = (min(_poll_closing(cast, each), cast.now) - asked) / (len(each["answers"]) + 1)
    events: list[Event] = [(asked, lambda: _poll_asked(cast, each))]
    for n, (key, said) in enumerate(each["answers"].items(), start=1):
        events.append((asked + answered * n, _poll_answered(cast, each["key"], key, said)))
    return events


def _poll_closing(cast: Cast, each: dict[str, Any]) -> datetime:
    day = clock.local(cast.now).date() + timedelta(days=each["closes_in_days"])
    return clock.moment(day, time(23, 59)).astimezone(UTC)


def _poll_asked(cast: Cast, each: dict[str, Any]) -> None:
    theme = cast.themes[each["theme"]]
    cast.polls[each["key"]] = ask(
        theme.lead or cast.members["ria_van_den_oever"], theme, [_start_of(cast.now, date) for date in each["dates"]],
        title=each["title"], description=_flowing(each["description"]), kind=each["kind"], mode=each["mode"],
        place=each["place"], capacity=each["capacity"], minutes=each["minutes"], language="nl",
        closes_at=_poll_closing(cast, each), is_demo=True,
    )  # fmt: skip


def _poll_answered(cast: Cast, poll: str, member: str, said: str) -> Callable[[], None]:
    def event() -> None:
        options = options_of(cast.polls[poll])
        votes = {option.id: SAID[letter] for option, letter in zip(options, said, strict=True) if letter in SAID}
        answer(cast.polls[poll], cast.members[member], votes)

    return event


def _said_at_meetup(cast: Cast, each: dict[str, Any]) -> Callable[[], None]:
    def event() -> None:
        comment(cast.members[each["member"]], "meetup", cast.meetups[each["meetup"]].id, each["text"])

    return event


def _nothing_to_mail(now: datetime) -> None:
    """What happened in the story was told then: nothing is mailed, and only the last week is unread."""
    queued = update(Notification).where(Notification.mail_state == QUEUED)
    db.session.execute(queued.values(mail_state=NO_MAIL).execution_options(synchronize_session=False))
    old = update(Notification).where(Notification.created_at < now - timedelta(days=7))
    db.session.execute(old.values(read_at=now).execution_options(synchronize_session=False))
