"""A database as large as one asks for, written in bulk; counters and full-text rows as the verbs would leave them."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from network.conversations.models import Comment
from network.kernel import clock
from network.kernel.database import db, transactional
from network.links.models import EVERYONE, Node
from network.meetups.models import SEATED, Meetup, Signup
from network.meetups.polls.models import DatePoll, PollAnswer, PollOption, PollVote
from network.members.models import COORDINATOR, Member, Organisation
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES
from network.notifications.models import NO_MAIL, Notification
from network.practices.models import FOR_ALL, PUBLISHED, Practice, Replication
from network.questions.models import Question
from network.scans.drawing import draw_at_once
from network.scans.models import Submission
from network.scans.questionnaire import QUESTIONS
from network.search.models import SearchText
from network.search.words import stems
from network.themes.models import Membership, Theme

WORDS = (
    "leerling vakman machine werkplaats donderdag generatie kennis uur euro team leiding fout gesprek planning "
    "training cursus bakkerij zorg metaal proef koppel starter ervaring vraag antwoord netwerk praktijk"
).split()
LOOKS = (
    ("coral", "rings"),
    ("amber", "weave"),
    ("pink", "return"),
    ("teal", "mesh"),
    ("green", "bands"),
    ("blue", "branch"),
)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    members: int = 1_000
    practices: int = 5_000
    comments: int = 50_000
    meetups: int = 2_000

    @property
    def organisations(self) -> int:
        return max(self.members // 4, 2)


@transactional
def fill(size: Size, seed: int = 1) -> None:
    """Write so many rows into an empty, migrated database with six themes. Member 1 coordinates; member 2 is plain."""
    chance = random.Random(seed)  # noqa: S311  the same rows each time, nothing secret
    _organisations(size, chance)
    _members(size)
    _themes(size)
    _practices(size, chance)
    _questions(size, chance)
    _comments(size, chance)
    _meetups(size, chance)
    _polls(size)
    _scans(size, chance)
    draw_at_once(clock.now())


def text(chance: random.Random, words: int) -> str:
    """Dutch words in no order."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _write(table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5_000):
        db.session.execute(insert(table), rows[start : start + 5_000])


def _organisations(size: Size, chance: random.Random) -> None:
    rows = [
        {
            "slug": f"firma-{n}", "name": f"Firma {n}", "place": "Helmond", "province": chance.choice(list(PROVINCES)),
            "size_class": chance.choice(SIZE_CLASSES), "sector": chance.choice(list(SECTORS)), "has_hr": n % 3 == 0,
            "listed_at": clock.now(), "verified_at": clock.now(), "about": text(chance, 30),
        }
        for n in range(1, size.organisations + 1)
    ]  # fmt: skip
    _write(Organisation, rows)


def _scans(size: Size, chance: random.Random) -> None:
    """What each firm answers this year, for figures of the network."""
    firms = db.session.scalars(select(Organisation)).all()
    rows = [
        {
            "organisation_id": firm.id, "year": clock.today().year, "number": 1, "size_class": firm.size_class,
            "sector": firm.sector, "typology": firm.typology, "province": firm.province,
            "answers": {each.key: [chance.choice(each.options).key] for each in QUESTIONS},
        }
        for firm in firms
    ]  # fmt: skip
    _write(Submission, rows)


def _members(size: Size) -> None:
    rows = [
        {
            "slug": f"lid-{n}", "name": f"Lid {n}", "email": f"lid{n}@example.org", "fs_uniquifier": uuid.uuid4().hex,
            "organisation_id": n % size.organisations + 1, "confirmed_at": clock.now(), "is_contact": n <= size.organisations,
            "role": COORDINATOR if n == 1 else "member",
        }
        for n in range(1, size.members + 1)
    ]  # fmt: skip
    _write(Member, rows)
    told = [
        {"id": uuid.uuid4().hex, "member_id": n % size.members + 1, "kind": "themes.join_granted",
         "facts": {"title": "Thema", "title_en": "Theme"}, "path": "/themes", "mail_state": NO_MAIL}
        for n in range(size.members * 10)
    ]  # fmt: skip
    _write(Notification, told)


def _themes(size: Size) -> None:
    for n, (colour, motif) in enumerate(LOOKS, start=1):
        db.session.add(
            Theme(
                slug=f"thema-{n}",
                title_nl=f"Thema {n}",
                title_en=f"Theme {n}",
                tagline_nl="Waar het om gaat",
                colour=colour,
                purpose_nl="Wat we willen weten.",
                motif=motif,
                lead_id=1,
                member_count=size.members // 3,
                organisation_count=size.organisations // 3,
                practice_count=size.practices // 6,
                meetup_count=size.meetups // 6,
            )
        )
    db.session.flush()
    rows = [{"theme_id": n % 6 + 1, "member_id": n, "leads": n == 1} for n in range(1, size.members + 1)]
    rows += [{"theme_id": (n + 1) % 6 + 1, "member_id": n, "leads": False} for n in range(1, size.members + 1)]
    _write(Membership, rows)


def _practices(size: Size, chance: random.Random) -> None:
    now = clock.now()
    rows, nodes = [], []
    for n in range(1, size.practices + 1):
        author = n % size.members + 1
        at = now - timedelta(minutes=90 * n)
        parts = {name: text(chance, 60) for name in ("problem", "action", "cost", "result", "went_wrong", "advice")}
        rows.append(
            {
                "slug": f"praktijk-{n}",
                "theme_id": n % 6 + 1,
                "author_id": author,
                "organisation_id": author % size.organisations + 1,
                "state": PUBLISHED,
                "audience": FOR_ALL,
                "title": text(chance, 6),
                "summary": text(chance, 18),
                "hours": 40,
                "euros": 1_400,
                "weeks": 12,
                "effect_text": text(chance, 6),
                "published_at": at,
                "created_at": at,
                "updated_at": at,
                "facets": {
                    "orientations": ["people"],
                    "level": 4,
                    "stimuli": ["can"],
                    "forms": ["informal"],
                    "generations": [],
                },
                "facet_bits": chance.getrandbits(21),
                "comment_count": size.comments // size.practices,
                "applied_count": 2,
                "again_count": 2,
                "maturity": "proven",
                "chain": [["firma-1", True], ["firma-2", True]],
                "version": 1,
                **parts,
            }
        )
        nodes.append(_node("practice", n, f"/practices/praktijk-{n}", rows[-1]["title"], at, rows[-1]["theme_id"]))
    _write(Practice, rows)
    _write(Node, nodes)
    of_practices = select(Node.subject_id, Node.id).where(Node.kind == "practice")
    ids = {subject: node for subject, node in db.session.execute(of_practices)}  # noqa: C416  rows, not pairs
    _write(
        SearchText,
        [
            {
                "node_id": ids[n],
                "heading_stems": stems(row["title"]),
                "body_stems": stems(row["problem"]),
                "body": row["problem"],
            }
            for n, row in enumerate(rows, start=1)
        ],
    )
    reports = [
        {"practice_id": n, "organisation_id": other, "member_id": other, "again": True, "adapted": text(chance, 20),
         "changed": text(chance, 20)}
        for n in range(1, size.practices + 1) for other in (1, 2)
    ]  # fmt: skip
    _write(Replication, reports)


def _questions(size: Size, chance: random.Random) -> None:
    now = clock.now()
    rows = [
        {"slug": "vraag" if n == 1 else f"vraag-{n}", "theme_id": n % 6 + 1, "author_id": n % size.members + 1,
         "organisation_id": 1, "title": text(chance, 8), "text": text(chance, 40), "created_at": now - timedelta(hours=n)}
        for n in range(1, size.meetups + 1)
    ]  # fmt: skip
    _write(Question, rows)


def _node(kind: str, subject_id: int, path: str, title: str, at: Any, theme_id: int | None) -> dict[str, Any]:
    return {
        "kind": kind, "subject_id": subject_id, "path": path, "titles": {"nl": title}, "lines": {"nl": "", "en": ""},
        "audience": EVERYONE, "theme_id": theme_id, "at": at,
    }  # fmt: skip


def _comments(size: Size, chance: random.Random) -> None:
    now = clock.now()
    rows = [
        {"subject_kind": "practice", "subject_id": n % size.practices + 1, "author_id": n % size.members + 1,
         "text": text(chance, 25), "created_at": now - timedelta(minutes=n)}
        for n in range(size.comments)
    ]  # fmt: skip
    _write(Comment, rows)


def _meetups(size: Size, chance: random.Random) -> None:
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    rows, nodes, signups = [], [], []
    seats = min(12, size.members)
    for n in range(1, size.meetups + 1):
        begin = now + timedelta(hours=30 * (n - size.meetups * 9 // 10) + 2)
        rows.append(
            {
                "slug": f"bijeenkomst-{n}",
                "uid": uuid.uuid4().hex,
                "theme_id": n % 6 + 1,
                "planner_id": 1,
                "host_id": n % 5 + 1 if size.organisations >= 6 else 1,
                "title": text(chance, 5),
                "kind": "workshop",
                "mode": "in_person",
                "place": "Helmond",
                "address": "Smederijpad 7",
                "starts_at": begin,
                "ends_at": begin + timedelta(hours=2),
                "description": text(chance, 60),
                "capacity": seats,
                "taken": seats,
                "waiting": 0,
                "last_place": seats,
                "programme": [["15:30", "Koffie"], ["16:00", "Kijken"]],
                "version": 1,
            }
        )
        nodes.append(_node("meetup", n, f"/meetups/bijeenkomst-{n}", rows[-1]["title"], begin, rows[-1]["theme_id"]))
        first = chance.randrange(size.members)
        signups += [
            {"meetup_id": n, "member_id": (first + place) % size.members + 1, "status": SEATED, "place": place + 1}
            for place in range(seats)
        ]
    _write(Meetup, rows)
    _write(Node, nodes)
    _write(Signup, signups)


def _polls(size: Size) -> None:
    """An open poll in each theme, with five dates that a tenth of all members answered."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    numbers, days, voters = range(1, len(LOOKS) + 1), range(5), range(1, size.members // 10 + 1)
    facts = {
        "planner_id": 1, "title": "Wanneer kun je?", "kind": "workshop", "mode": "in_person", "place": "Helmond",
        "capacity": 12, "minutes": 120, "closes_at": now + timedelta(days=9),
    }  # fmt: skip
    _write(DatePoll, [{**facts, "slug": f"peiling-{n}", "theme_id": n} for n in numbers])
    _write(PollOption, [{"poll_id": n, "starts_at": now + timedelta(days=20 + each)} for n in numbers for each in days])
    options = [(n - 1) * len(days) + each + 1 for n in numbers for each in days]
    _write(PollVote, [{"option_id": key, "member_id": voter, "answer": "yes"} for key in options for voter in voters])
    _write(PollAnswer, [{"poll_id": n, "member_id": voter} for n in numbers for voter in voters])
