"""A small network with something of everything in it that the table of rights speaks of, told with the verbs.

What somebody may not know of bears a word in its title that stands nowhere else: whoever comes upon the word, knows of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from cast import PASSWORD, soon
from coordination.sheets import MEMBER as MOVES_IN
from coordination.sheets import book
from flask_security.change_email import _generate_token
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import delete, select

from network.accounts.invitations import bring_in, link_for
from network.accounts.web import catch_up
from network.conversations.services import comment
from network.coordination.moving_in import sheets
from network.coordination.moving_in.services import keep
from network.files.models import StoredFile
from network.kernel import clock
from network.kernel.database import db, writing
from network.library.models import Finding
from network.library.services import FOLDER, import_content, import_publications, read
from network.meetups.afterwards import tokens
from network.meetups.afterwards.models import Intention
from network.meetups.clashes.models import FreePeriod
from network.meetups.clashes.services import add as add_free_days
from network.meetups.door.codes import token_of
from network.meetups.door.services import let_help, let_in_guest
from network.meetups.feeds.addresses import url_of
from network.meetups.feeds.models import CalendarFeed
from network.meetups.feeds.rules import MINE, NETWORK, THEME
from network.meetups.feeds.services import follow, stop
from network.meetups.learning.services import issue, write_down
from network.meetups.materials.models import Material
from network.meetups.materials.services import add_file, add_link
from network.meetups.models import FOR_INVITED, Attendance, Meetup, Signup
from network.meetups.models import FOR_THEME as SEATS_FOR_THEME
from network.meetups.polls.models import DatePoll, PollOption
from network.meetups.polls.services import ask, decide
from network.meetups.polls.tokens import path_for as answer_path
from network.meetups.reminders.addresses import path_for as path_for_place
from network.meetups.seats import sign_up
from network.meetups.series import services as circles
from network.meetups.series.forms import filled
from network.meetups.series.models import Series
from network.meetups.services import call_off, change, plan
from network.meetups.steering import invite
from network.members.models import ADMINISTRATOR, COORDINATOR, Member, Organisation
from network.notifications.models import Notification
from network.notifications.mutes import path_for
from network.practices.attachments.services import attach
from network.practices.authors.services import add_author
from network.practices.letters.services import write as write_letter
from network.practices.models import FOR_ALL, FOR_NETWORK, FOR_THEME, Practice
from network.practices.services import archive, publish, report_replication, save, write
from network.questions.models import Question
from network.questions.services import ask as ask_theme
from network.themes import services as themes
from network.themes.models import CLOSED, ON_REQUEST, OPEN, Theme
from network.themes.queries import give_rights

ROLES = VISITOR, MEMBER, INSIDE, AUTHOR, CONTACT, LEADS, COORDINATES, ADMINISTERS = (
    "visitor", "member", "in the theme", "author", "contact", "leads", "coordinates", "administers",
)  # fmt: skip
STUDY, FINDING, EDITION = "llo-mkb-2023", "learning_culture", "again-2024"
EVERYWHERE = "klankbord"  # by which search finds every thing

Thing = tuple[str, str]  # the first word of its address, and what the table calls it
Things = dict[Thing, dict[str, Any]]  # with what stands in its address and in its forms

CAST = {
    VISITOR: "", MEMBER: "chen", INSIDE: "eva", AUTHOR: "bram", CONTACT: "gijs", LEADS: "fatma",
    COORDINATES: "ada", ADMINISTERS: "dina",
}  # fmt: skip


class People(NamedTuple):
    """The eight who try every door, and some whom others must not find. All but Gijs and those know the themes."""

    ada: Member
    bram: Member
    chen: Member
    dina: Member
    eva: Member
    fatma: Member
    gijs: Member
    hilde: Member  # does not want to be found
    ivo: Member  # has not confirmed
    joke: Member  # may not sign in any more
    kees: Member  # leads the themes as well
    loes: Member  # is in the open theme, and asks to take part in the one on request
    otto: Member
    nora: Member  # writes along with the author


def _slug(name: str) -> str:
    """An address that does not tell what the thing is called."""
    return name.replace(" ", "-")


def _firm(slug: str, **more: Any) -> Organisation:
    facts: dict[str, Any] = {
        "name": slug.capitalize(), "place": "Helmond", "province": "noord-brabant", "size_class": "20-49",
        "sector": "high_tech", "has_hr": False, "listed_at": clock.now(), "about": f"Een {EVERYWHERE}.", **more,
    }  # fmt: skip
    firm = Organisation(slug=slug, **facts)
    db.session.add(firm)
    return firm


def _person(name: str, firm: Organisation, **more: Any) -> Member:
    first = name.split(maxsplit=1)[0].lower()
    facts: dict[str, Any] = {
        "slug": first, "email": f"{first}@example.org", "password": PASSWORD,
        "fs_uniquifier": uuid.uuid4().hex, "confirmed_at": clock.now(), "ask_me": EVERYWHERE, **more,
    }  # fmt: skip
    person = Member(name=name, organisation=firm, **facts)
    db.session.add(person)
    return person


def _people() -> People:
    firm = _firm("firm", name="Ketelbrug", asks="Wie wil muntthee?", offers="Wij geven muntthee.")
    unknown = _firm("unknown", name="Heksenkruid", listed_at=None)
    people = People(
        ada=_person("Ada de Wit", _firm("werkplaats"), role=COORDINATOR),
        bram=_person("Bram Jansen", firm, is_listed=False),
        chen=_person("Chen Li", _firm("korstmos")),
        dina=_person("Dina Vos", _firm("bureau"), role=ADMINISTRATOR),
        eva=_person("Eva Bos", _firm("staalhof")),
        fatma=_person("Fatma Kaya", _firm("linnenhuis")),
        gijs=_person("Gijs Mol", firm, is_contact=True),
        hilde=_person("Hilde Ganzerik", firm, is_listed=False),
        ivo=_person("Ivo Speenkruid", unknown, confirmed_at=None),
        joke=_person("Joke Zuring", firm, active=False),
        kees=_person("Kees Blok", _firm("touwbaan", name="Touwbaan")),
        loes=_person("Loes Dam", _firm("glasoven")),
        otto=_person("Otto Els", _firm("kantoor")),
        nora=_person("Nora Prins", firm, is_listed=False),
    )
    db.session.flush()
    return people


# The word in the title of each thing that somebody may not know of.
MARKS: dict[Thing, str] = {
    ("themes", "open"): "Zilverdistel", ("themes", "on request"): "Wilgenroos", ("themes", "closed"): "Kwartsbeitel",
    ("themes", "closed while one waits"): "Duindoorn",
    ("practices", "a draft"): "Akkerwinde", ("practices", "a draft in a closed theme"): "Zevenblad",
    ("practices", "for the theme"): "Boerenwormkruid", ("practices", "for the network"): "Cichorei",
    ("practices", "for everybody"): "Daslook", ("practices", "archived"): "Egelskop",
    ("practices", "in a closed theme"): "Fluitenkruid", ("practices", "in a theme that closed"): "Goudsbloem",
    ("practices", "in a closed theme that its author left"): "Hondsdraf", ("practices", "of another firm"): "Ijzerhard",
    ("questions", "in an open theme"): "Klaproos", ("questions", "in a closed theme"): "Kaasjeskruid",
    ("comments", "question"): "Muurpeper", ("comments", "question in a closed theme"): "Parnassia",
    ("meetups", "for the network"): "Jakobskruid", ("meetups", "in an open theme"): "Kattenstaart",
    ("meetups", "for members of the theme"): "Lisdodde", ("meetups", "in a closed theme"): "Moerasspirea",
    ("meetups", "in a closed theme that its planner left"): "Bitterzoet", ("meetups", "called off"): "Nagelkruid",
    ("meetups", "over"): "Ooievaarsbek", ("meetups", "for who was invited"): "Pastinaak",
    ("polls", "for the network"): "Adderwortel", ("polls", "in an open theme"): "Beemdkroon",
    ("polls", "in a closed theme"): "Dagkoekoek", ("polls", "over"): "Grasklokje",
    ("polls", "in a closed theme that its planner left"): "Engelwortel",
    ("meetups", "under way"): "Teunisbloem", ("meetups", "under way in a closed theme"): "Smeerwortel",
    ("comments", "practice for everybody"): "Pimpernel", ("comments", "practice for the theme"): "Ratelaar",
    ("comments", "practice in a closed theme"): "Salomonszegel", ("comments", "archived practice"): "Tormentil",
    ("comments", "meetup for the network"): "Vogelmuur", ("comments", "meetup in a closed theme"): "Waterviolier",
    ("comments", "finding"): "Zandblauwtje",
    ("organisations", "of the author"): "Ketelbrug", ("organisations", "not confirmed"): "Heksenkruid",
    ("people", "who hides"): "Ganzerik", ("people", "not confirmed"): "Speenkruid", ("people", "shut out"): "Zuring",
}  # fmt: skip

OLD = "Zoals het eerst heette"  # what somebody who left may have heard of

# The words by which a part of a page is known, and on which thing's page it stands.
PARTS = {
    "what a firm asks and offers": ("of the author", "muntthee"),
    "who works at a firm": ("of the author", "Gijs Mol"),
    "when one may ask": ("for everybody", "Na de appelkers"),
    "comments on a practice": ("for everybody", MARKS["comments", "practice for everybody"]),
    "comments on a meetup": ("for the network", MARKS["comments", "meetup for the network"]),
    "comments on a finding": ("a finding", MARKS["comments", "finding"]),
    "firms in a theme": ("open", "Glasoven"),
    "firms that come": ("for the network", "Staalhof"),
    "meetups at the same time": ("for the network", "Kijk nog eens naar de dag"),
    "materials of a meetup": ("for the network", "Wouw en meekrap"),
    "materials for afterwards": ("for the network", "Weefsel van wede"),
    "link to take part online": ("for the network", "https://example.org/aardaker"),
    "link in the calendar": ("for the network", "https://example.org/aardaker"),
    "code for the door": ("for the network", 'class="code"'),
    "link when it is over": ("over", "https://example.org/aardaker"),
}


def everything() -> tuple[People, Things]:
    """Make it all, in one commit."""
    with writing():
        import_publications()
        study = read(FOLDER / f"{STUDY}.yaml")
        same = [each for each in study["findings"] if each["key"] == "goals"]
        import_content({**study, "key": EDITION, "findings": same, "worries": [], "team_meeting": []})
        people = _people()
        things = _things(people)
        catch_up()
    return people, things


def _things(people: People) -> Things:
    groups = _groups(people)
    questions = _questions(people, groups)
    practices = _practices(people, groups)
    meetups = _meetups(people, groups)
    series = _series(people, groups)
    comments = _comments(people, practices, meetups, questions)
    archive(practices["archived"])
    call_off(meetups["called off"], "Ziek")
    _close(people, groups, practices, meetups)
    _rename(series["in a closed theme"])
    polls = _polls(people, groups)
    made: dict[str, Mapping[str, Any]] = {
        "themes": groups, "practices": practices, "meetups": meetups, "polls": polls, "questions": questions,
    }  # fmt: skip
    things = {(place, name): _facts(each) for place, named in made.items() for name, each in named.items()}
    things |= {("series", name): {"slug": each.slug, "version": each.version} for name, each in series.items()}
    for name in ("open", "on request", "closed"):
        things["themes", name] |= {
            "asks": people.loes.id, "answer": "grant", "leads_too": people.kees.id, "takes_part": people.eva.id,
        }  # fmt: skip
    for name in ("one’s own", "of another"):
        things["practices", name] = {"choice_id": 1}
    write_letter(practices["for everybody"], people.eva.id, people.eva, people.bram, f"Een {EVERYWHERE}.", once=None)
    for name in ("for everybody", "a draft"):
        things["practices", name] |= {"asker_id": people.eva.id}
    things["practices", "in an open theme"] = {"theme": groups["open"].slug}
    for name in questions:
        said = comments["comments", "question" if "open" in name else "question in a closed theme"]
        things["questions", name]["said"] = said["comment_id"]
    links = _links(practices, meetups, questions, groups)
    files = _materials(people, meetups, things) | _beside_practices(people, practices, things)
    calendars = _calendars(people, groups)
    things |= _learning(people, meetups)
    return {
        **things,
        **comments,
        **links,
        **files,
        **calendars,
        **_firms_and_people(people),
        **_letters(people, groups),
        ("scan", "about the author’s firm"): {"step": 1, "question": "goals", "firm": people.bram.organisation_id},
        **_nowhere(),
    }


def _facts(thing: Any) -> dict[str, Any]:
    db.session.refresh(thing, ["slug", "version"])
    facts = {"slug": thing.slug, "version": thing.version}
    if not isinstance(thing, Theme):
        facts["theme"] = thing.theme.slug if thing.theme else ""
    if isinstance(thing, Meetup):
        facts |= _at_the_door(thing)
        facts["date"] = clock.local(thing.starts_at).date().isoformat()
        first = db.session.scalars(select(Signup).where(Signup.meetup_id == thing.id).order_by(Signup.id)).first()
        facts |= {"signup_id": first.id, "invitee": first.member_id} if first else {}
    if isinstance(thing, DatePoll):
        facts["option"] = _option_of(thing).id
    return facts


def _holiday() -> int:
    add_free_days(soon().date(), soon().date(), kind="public", name_nl="Kermis")
    return db.session.scalars(select(FreePeriod.id)).one()


def _at_the_door(meetup: Meetup) -> dict[str, Any]:
    """Whose code it is (the author's, who has a seat), and who helps or could."""
    guest = db.session.scalar(select(Attendance.id).where(Attendance.meetup_id == meetup.id))
    helper = db.session.scalar(select(Member.id).where(Member.slug == "eva"))
    own = select(Signup).where(Signup.meetup_id == meetup.id, Signup.member_id == meetup.planner_id)
    signup = db.session.scalars(own).one()
    return {"token": token_of(signup.id), "attendee": signup.member_id, "guest": guest or 999, "helper": helper}


def _nowhere() -> Things:
    """What is not there: no answer may tell it from what one may not know of."""
    unknown = {
        "slug": "nowhere", "kind": "practice", "id": 999, "subject_id": 999,
        "comment_id": 999, "notification_id": "0" * 32, "version": 1,
        "code": "CDFH-JKMN-PRTV-WX34", "language": "nl", "entry_id": 999,
        "theme": "nowhere", "date": soon().date().isoformat(), "asks": 1, "leads_too": 1, "takes_part": 1, "answer": "grant",
        "said": 999, "number": 999, "along": 999, "material_id": 999, "key": "0" * 32, "name": "verf.txt",
        "feed_id": 999, "nonce": "x", "option": 999,
        "signup_id": 1, "invitee": 1, "asker_id": 999, "step": 999, "question": "nowhere",
        "token": "x.y", "attendee": 1, "guest": 1, "helper": 1,
    }  # fmt: skip
    places = (
        "themes", "practices", "meetups", "series", "polls", "files", "comments", "organisations", "people", "notifications",
        "settings", "learning", "certificates", "conversations", "questions", "links", "scan",
    )  # fmt: skip
    return {
        **{(place, "nowhere"): unknown for place in places},
        **{
            (place, "spoiled"): {"token": "spoiled"}
            for place in (
                "invitation",
                "notifications",
                "confirm",
                "reset",
                "settings",
                "calendars",
                "intentions",
                "reminders",
            )
        },
        ("coordination", "a holiday"): {"period_id": _holiday()},
        ("polls", "spoiled"): {"token": "spoiled", "option": 999},
        ("library", "a finding"): {"publication": STUDY, "key": FINDING},
        ("library", "a concept"): {"publication": STUDY, "key": "llo"},
        ("library", "an edition"): {"publication": EDITION},
    }


def _groups(people: People) -> dict[str, Theme]:
    """Five themes, open or on request; three of them close later."""
    groups = {
        name: themes.open_theme(
            people.fatma,
            slug=_slug(name),
            title_nl=title,
            title_en="",
            tagline_nl="Een zin",
            purpose_nl=f"Een {EVERYWHERE}.",
            access=access,
        )
        for name, title, access in (
            ("open", MARKS["themes", "open"], OPEN),
            ("on request", MARKS["themes", "on request"], ON_REQUEST),
            ("closed", OLD, OPEN),
            ("closed while one waits", OLD, ON_REQUEST),
            ("left", OLD, OPEN),
        )
    }
    for theme in groups.values():
        themes.lead(theme, people.kees)
        for member in (people.bram, people.eva):
            themes.join(theme, member)
            themes.grant(theme, member.id)
    themes.join(groups["open"], people.loes)
    for member in (people.loes, people.chen):  # asked, and were not answered yet
        for name in ("on request", "closed while one waits"):
            themes.join(groups[name], member)
    for member in people:
        give_rights(member)
    return groups


def _practices(people: People, groups: Mapping[str, Theme]) -> dict[str, Practice]:
    def written(name: str, group: str, audience: str = FOR_ALL, author: Member = people.bram) -> Practice:
        words = {"problem": "Dat.", "action": "Dit.", "result": "Zoveel.", "summary": f"Een {EVERYWHERE}."}
        title = MARKS["practices", name]
        practice = write(
            author, groups[group], slug=_slug(name), title=title, audience=audience, ask_when="Na de appelkers", **words
        )
        if "draft" not in name:
            publish(practice)
        return practice

    practices = {
        "a draft": written("a draft", "open"),
        "a draft in a closed theme": written("a draft in a closed theme", "closed"),
        "for the theme": written("for the theme", "open", FOR_THEME),
        "for the network": written("for the network", "open", FOR_NETWORK),
        "for everybody": written("for everybody", "open"),
        "archived": written("archived", "open"),
        "in a closed theme": written("in a closed theme", "closed"),
        "in a theme that closed": written("in a theme that closed", "closed"),
        "in a closed theme that its author left": written("in a closed theme that its author left", "left"),
        "of another firm": written("of another firm", "open", author=people.eva),
    }
    report_replication(practices["of another firm"], people.bram, again=True)
    themes.join(groups["closed"], people.chen)  # for a while, see `_close`
    give_rights(people.chen)
    report_replication(practices["in a closed theme"], people.chen, again=True)
    return practices


def _meetups(people: People, groups: Mapping[str, Theme]) -> dict[str, Meetup]:
    def planned(name: str, group: str, days: float = 14, **more: Any) -> Meetup:
        begin = soon(days)
        facts = {
            "title": OLD if "closed" in name else MARKS["meetups", name], "kind": "webinar", "mode": "hybrid",
            "place": "Helmond", "link": "https://example.org/aardaker", "description": f"Een {EVERYWHERE}.",
            "starts_at": begin, "ends_at": begin + timedelta(hours=2), "capacity": 9, **more,
        }  # fmt: skip
        meetup = plan(people.bram, groups.get(group), slug=_slug(name), **facts)
        for member in (people.bram, people.eva) if "audience" in more else ():
            invite(meetup, member, people.ada)
        for member in (people.bram, people.eva, people.chen)[: 3 if group == "closed" else 2]:
            sign_up(meetup, member)
        return meetup

    with clock.at(clock.now() - timedelta(days=9)):
        over = planned("over", "open", days=3)
        under_way = {
            "under way": planned("under way", "open", days=9),
            "under way in a closed theme": planned("under way in a closed theme", "closed", days=9),
        }
    let_help(under_way["under way"], people.fatma, people.eva.id)
    for each in under_way.values():
        let_in_guest(each, people.fatma, "Een gast", "")
    invited = planned("for who was invited", "open", audience=FOR_INVITED)
    return {
        **under_way,
        "for the network": planned("for the network", ""),
        "in an open theme": planned("in an open theme", "open"),
        "for members of the theme": planned("for members of the theme", "open", audience=SEATS_FOR_THEME),
        "in a closed theme": planned("in a closed theme", "closed"),
        "in a closed theme that its planner left": planned("in a closed theme that its planner left", "left"),
        "for who was invited": invited,
        "called off": planned("called off", "open"),
        "over": over,
    }


def _series(people: People, groups: Mapping[str, Theme]) -> dict[str, Series]:
    """Circles that Bram began, and to which he, Eva and, before it closed, Chen come."""

    def begun(name: str, group: str, **more: Any) -> Series:
        start = soon(14)
        facts = {
            "title": OLD if group == "closed" else "Vaste kring", "kind": "peer_review", "mode": "hybrid", "place": "Horst",
            "link": "https://example.org/elders", "description": "Samen.", "capacity": 9, "starts_at": start,
            "ends_at": start + timedelta(hours=2), **more,
        }  # fmt: skip
        meetup = plan(people.bram, groups.get(group), slug=f"circle-{_slug(name)}", **facts)
        day = clock.local(start).date()
        series = circles.begin(
            people.bram, meetup, "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TU,WE,TH,FR,SA,SU", day + timedelta(days=1)
        )
        series.slug = f"circle-{_slug(name)}"
        for member in (people.bram, people.eva, people.chen)[: 3 if group == "closed" else 2]:
            circles.sign_up(series, member)
        return series

    series = {
        "for the network": begun("for the network", ""),
        "in an open theme": begun("in an open theme", "open"),
        "for members of the theme": begun("for members of the theme", "open", audience=SEATS_FOR_THEME),
        "in a closed theme": begun("in a closed theme", "closed"),
        "ended": begun("ended", "open"),
    }
    circles.end(series["ended"])
    return series


def _rename(series: Series) -> None:
    """Give a series a name that those who left have not heard."""
    now = {name: value for name, value in filled(series).items() if name != "ends"}
    now["title"] = MARKS["meetups", "in a closed theme"]
    circles.change(series, series.version, minutes=series.minutes, **now)


def _questions(people: People, groups: Mapping[str, Theme]) -> dict[str, Question]:
    return {
        f"in {name} theme": ask_theme(
            people.bram,
            groups[group],
            slug=_slug(f"in {name} theme"),
            text=f"Een {EVERYWHERE}.",
            title=MARKS["questions", f"in {name} theme"],
        )
        for name, group in (("an open", "open"), ("a closed", "closed"))
    }


def _links(
    practices: Mapping[str, Practice], meetups: Mapping[str, Meetup], questions: Mapping[str, Question],
    groups: Mapping[str, Theme],
) -> Things:  # fmt: skip
    """Things of each kind whose links somebody may change."""
    of = {
        "practice for everybody": ("practice", practices["for everybody"]),
        "practice in a closed theme": ("practice", practices["in a closed theme"]),
        "draft": ("practice", practices["a draft"]),
        "meetup for the network": ("meetup", meetups["for the network"]),
        "meetup in a closed theme": ("meetup", meetups["in a closed theme"]),
        "question": ("question", questions["in an open theme"]),
        "question in a closed theme": ("question", questions["in a closed theme"]),
        "open theme": ("theme", groups["open"]),
        "closed theme": ("theme", groups["closed"]),
    }
    return {("links", name): {"kind": kind, "subject_id": thing.id} for name, (kind, thing) in of.items()}


def _comments(
    people: People, practices: Mapping[str, Practice], meetups: Mapping[str, Meetup], questions: Mapping[str, Question]
) -> Things:
    """What the author said under each kind of thing."""
    finding = db.session.scalars(select(Finding).where(Finding.key == FINDING)).one()
    under: dict[str, tuple[str, Any]] = {
        "practice for everybody": ("practice", practices["for everybody"]),
        "practice for the theme": ("practice", practices["for the theme"]),
        "practice in a closed theme": ("practice", practices["in a theme that closed"]),
        "archived practice": ("practice", practices["archived"]),
        "meetup for the network": ("meetup", meetups["for the network"]),
        "meetup in a closed theme": ("meetup", meetups["in a closed theme"]),
        "finding": ("finding", finding),
        "question": ("question", questions["in an open theme"]),
        "question in a closed theme": ("question", questions["in a closed theme"]),
    }
    said: Things = {("comments", "draft"): {"kind": "practice", "id": practices["a draft"].id}}
    for name, (kind, subject) in under.items():
        words = comment(people.bram, kind, subject.id, MARKS["comments", name])
        said["comments", name] = {"kind": kind, "id": subject.id, "comment_id": words.id}
    return said | {("conversations", name): {**each, "subject_id": each["id"]} for (_, name), each in said.items()}


def _materials(people: People, meetups: Mapping[str, Meetup], things: Things) -> Things:
    """A file beside each meetup, and one for afterwards."""
    files: Things = {}
    for name, meetup in meetups.items():
        title = f"{MARKS['meetups', name]}: Wouw en meekrap"
        beside = add_file(meetup, people.fatma, "before", title, "verf.txt", b"Verf.")
        things["meetups", name]["material_id"] = beside.id
        files["files", f"meetup {name}"] = _address_of(beside)
    later = add_file(meetups["in an open theme"], people.fatma, "after", "", "later.txt", b"Later.")
    add_link(meetups["for the network"], people.fatma, "after", "Weefsel van wede", "https://example.org/later")
    return {**files, ("files", "for afterwards"): _address_of(later)}


def _beside_practices(people: People, practices: Mapping[str, Practice], things: Things) -> Things:
    """A file beside each practice."""
    files: Things = {}
    for name, practice in practices.items():
        file = attach(practice, people.bram, "kaart.txt", b"Kaart.", words=f"{MARKS['practices', name]}: een kaart")
        if practice.author_id == people.bram.id:
            add_author(practice, people.nora, by=people.bram)
        things["practices", name] |= {"key": file.key, "number": 1, "along": people.nora.id}
        files["files", f"practice {name}"] = {"key": file.key, "name": file.name}
    return files


def _address_of(material: Material) -> dict[str, Any]:
    of = (StoredFile.subject_kind == "material", StoredFile.subject_id == material.id)
    stored = db.session.scalars(select(StoredFile).where(*of)).one()
    return {"key": stored.key, "name": stored.name}


def _asked(planner: Member, group: Theme | None, name: str, title: str) -> DatePoll:
    facts = {
        "title": title, "kind": "webinar", "mode": "in_person", "place": "Helmond", "capacity": 9,
        "minutes": 90, "closes_at": soon(10), "description": f"Een {EVERYWHERE}.",
    }  # fmt: skip
    return ask(planner, group, [soon(20), soon(21)], slug=_slug(name), **facts)


def _polls(people: People, groups: Mapping[str, Theme]) -> dict[str, DatePoll]:
    """Asked once the themes have closed, so that whoever left them before was never asked."""

    def asked(name: str, group: str) -> DatePoll:
        return _asked(people.bram, groups.get(group), name, MARKS["polls", name])

    polls = {
        "for the network": asked("for the network", ""),
        "in an open theme": asked("in an open theme", "open"),
        "in a closed theme": asked("in a closed theme", "closed"),
        "in a closed theme that its planner left": asked("in a closed theme that its planner left", "left"),
        "over": asked("over", "open"),
    }
    # Who hides is taken away in a test, and the administrator counts the mails that wait.
    db.session.execute(delete(Notification).where(Notification.member_id == people.hilde.id))
    chosen = _option_of(polls["over"])
    decide(
        polls["over"], people.fatma, chosen.id, title="Een gekozen middag", mode="in_person", place="Helmond", capacity=9,
        starts_at=chosen.starts_at, ends_at=chosen.starts_at + timedelta(hours=2), slug="chosen",
    )  # fmt: skip
    return polls


def _option_of(poll: DatePoll) -> PollOption:
    first = select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.starts_at)
    return db.session.scalars(first).first()  # type: ignore[return-value]


def _learning(people: People, meetups: Mapping[str, Meetup]) -> Things:
    """Eva and the author were at the meetup that is over, and so did Loes seem to be; the author wrote something down."""
    over, codes = meetups["over"], {}
    for person in (people.bram, people.eva, people.loes):
        db.session.add(Attendance(meetup_id=over.id, member_id=person.id))
        db.session.flush()
        codes[person.slug] = issue(over, person).code
    taken_back = (Attendance.meetup_id == over.id, Attendance.member_id == people.loes.id)
    db.session.execute(delete(Attendance).where(*taken_back))
    entry = write_down(
        people.bram, what="Lassen", minutes=90, form="informal", learned_on=clock.today(), note="Van mij alleen"
    )
    return {
        ("learning", "of the author"): {"entry_id": entry.id, "version": entry.version},
        ("certificates", "genuine"): {"code": codes["eva"], "language": "nl"},
        ("certificates", "withdrawn"): {"code": codes["loes"], "language": "nl"},
    }


def _close(
    people: People, groups: Mapping[str, Theme], practices: Mapping[str, Practice], meetups: Mapping[str, Meetup]
) -> None:
    """Three themes close; some leave two of them, and do not hear the names that things have got since."""
    for name in ("closed", "closed while one waits", "left"):
        theme = groups[name]
        db.session.refresh(theme, ["version"])
        themes.change(theme, theme.version, access=CLOSED, title_nl=MARKS.get(("themes", name), OLD))
    themes.leave(groups["closed"], people.chen)
    themes.leave(groups["left"], people.bram)
    for member in people:
        give_rights(member)
    practice = practices["in a closed theme"]
    db.session.refresh(practice, ["version"])
    save(practice, practice.version)  # whatever it was meant for, from now on it is for the theme
    for name in ("in a closed theme", "in a closed theme that its planner left", "under way in a closed theme"):
        db.session.refresh(meetups[name], ["version"])
        change(meetups[name], meetups[name].version, title=MARKS["meetups", name])


def _calendars(people: People, groups: Mapping[str, Theme]) -> Things:
    """What may be followed, and addresses that open something and nothing. Bram leaves one of the themes."""
    ended = follow(people.bram, MINE)
    tokens = {
        "of a member": follow(people.chen, NETWORK), "of a theme that its owner left": follow(people.bram, THEME, groups["left"]),
        "ended": ended,
    }  # fmt: skip
    things: Things = {("calendars", name): {"token": _token(feed)} for name, feed in tokens.items()}
    stop(ended)
    own = follow(people.bram, NETWORK)
    return {
        **things,
        ("settings", "of the author"): {"feed_id": own.id, "nonce": own.nonce},
        ("settings", "one’s own meetups"): {"which": MINE},
        ("settings", "an open theme"): {"which": f"{THEME}:{groups['open'].slug}"},
        ("settings", "a closed theme"): {"which": f"{THEME}:{groups['closed'].slug}"},
    }


def _token(feed: CalendarFeed) -> str:
    return url_of(feed).rpartition("/")[2].removesuffix(".ics")


def _firms_and_people(people: People) -> Things:
    """Firms and people of every kind; Kees moved on, and left a practice behind."""
    practice = write(
        people.kees, db.session.scalars(select(Theme).where(Theme.slug == "open")).one(), title="Wat er was",
        audience=FOR_ALL, problem="Dat.", action="Dit.", result="Zoveel.", summary="Een zin.",
    )  # fmt: skip
    publish(practice)
    gone, people.kees.organisation = people.kees.organisation, people.eva.organisation
    gone.listed_at = None
    db.session.flush()
    firms = {
        "of the author": people.bram.organisation, "another": people.chen.organisation,
        "not confirmed": people.ivo.organisation, "that nobody is of any more": gone,
    }  # fmt: skip
    persons = {
        "who can be found": people.eva, "the author": people.bram, "who hides": people.hilde,
        "not confirmed": people.ivo, "shut out": people.joke,
    }  # fmt: skip
    return {
        **{("organisations", name): {"slug": firm.slug, "version": firm.version} for name, firm in firms.items()},
        **{("people", name): {"slug": person.slug} for name, person in persons.items()},
        ("admin", "somebody"): {"slug": people.loes.slug},
        ("admin", "who hides"): {"slug": people.hilde.slug},
        ("admin", "shut out"): {"slug": people.joke.slug},
        ("admin", "oneself"): {"slug": people.dina.slug},
        ("admin", "nobody"): {"slug": "nowhere", "key": "0" * 32},
        ("admin", "a sheet"): {"key": _sheet(people.dina)},
        ("admin", "of another administrator"): {"key": _sheet(people.otto)},
    }


def _sheet(sender: Member) -> str:
    return keep(sheets.read(book([MOVES_IN]), "leden.xlsx"), "leden.xlsx", sender).id


def _invited(people: People) -> Member:
    person = {"name": "Olga Speerdistel", "email": "olga@example.org", "job": "", "language": "nl"}
    return bring_in(person=person, firm=people.bram.organisation, is_contact=False)


def _letters(people: People, groups: Mapping[str, Theme]) -> Things:
    """What comes by mail: links that open something by themselves, and a line in an inbox."""
    meant = Intention(
        member_id=people.hilde.id, words="Op maandag beginnen.",
        meetup_id=db.session.scalars(select(Meetup.id).where(Meetup.slug == "in-a-closed-theme")).one(),
    )  # fmt: skip
    db.session.add(meant)
    db.session.flush()
    poll = _asked(people.bram, groups["open"], "by mail", "Per mail gevraagd")
    line = select(Notification.id).where(Notification.member_id == people.bram.id, Notification.in_inbox).limit(1)
    return {
        ("notifications", "of the author"): {"notification_id": db.session.scalars(line).one()},
        ("notifications", "from a mail"): {"token": path_for(people.hilde.id, "news").rpartition("/")[2]},
        ("polls", "from a mail"): {
            "token": answer_path(poll.id, people.eva.id).rpartition("/")[2],
            "option": _option_of(poll).id,
        },
        ("confirm", "from a mail"): {"token": generate_confirmation_token(people.ivo)},
        ("invitation", "from a mail"): {"token": link_for(_invited(people)).rpartition("/")[2]},
        ("intentions", "from a mail"): {"token": tokens.path_of(meant.id).rpartition("/")[2]},
        ("reminders", "from a mail"): {
            "token": path_for_place(db.session.scalars(select(Signup.id).limit(1)).one())[11:]
        },
        ("reset", "from a mail"): {"token": generate_reset_password_token(people.hilde)},
        ("settings", "from a mail"): {"token": _generate_token(people.hilde, "hilde@example.net")},
    }
