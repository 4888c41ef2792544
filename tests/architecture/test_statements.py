"""The budget of SQL statements of every page, everything included: 4 for a visitor, 7 for a member, however much there is."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from cast import Browser, soon, statements
from conftest import make_app
from sqlalchemy import insert, select

from bench.filling import Size, fill
from network.benchmark.edition import make
from network.kernel import clock
from network.kernel.database import db, writing
from network.library.services import import_publications
from network.meetups.afterwards import tokens
from network.meetups.afterwards.models import Feedback, Intention
from network.meetups.afterwards.services import draw_afresh
from network.meetups.models import Attendance, Meetup
from network.meetups.polls.models import DatePoll
from network.meetups.series.services import begin, sign_up
from network.meetups.services import plan
from network.members.audit import Audit
from network.members.models import ADMINISTRATOR, Member
from network.themes.models import Theme

YEAR = clock.today().year
FOR_EVERYBODY = [
    "/", "/themes", "/themes/thema-1", "/themes/thema-1/web", "/practices", "/practices?theme=thema-1",
    "/practices?theme=thema-1&sector=care&hr=none&cost=1500&maturity=proven&stimulus=can&generation=z",
    "/practices/praktijk-7", "/meetups",
    "/meetups?when=past", "/meetups?view=month",
    "/meetups?kind=workshop&language=nl&room=yes&mode=online", "MEETUP", "/library", "/library/llo-mkb-2023",
    "/library/llo-mkb-2023/transitions", "/organisations", "/organisations/firma-1", "/search?q=vakman", "/about", "/register",
    "/sign-in", "/series/kring", "/meetups/kring", "/scan", "/scan/method",
    "/library/llo-mkb-2023/worries", "/library/llo-mkb-2023/team-meeting", "/library/llo-mkb-2023/concepts/stimuli",
    "/library/llo-mkb-2023/hr_roles/embed", "/library/llo-mkb-2023.csv", f"/library/network-{YEAR}",
    f"/library/network-{YEAR}/beside",
]  # fmt: skip
FOR_MEMBERS = [
    "/learning", "/scan/answers/2", "/scan/benchmark", "/scan/benchmark?group=sector:care", "/scan/benchmark/has_budget",
    "/scan/benchmark.csv",
    "/notifications", "/people", "/people/lid-1", "/settings", "/settings/calendars",
    "/practices/mine", "/practices/saved", "/practices/choices", "/practices/new",
    "/questions", "/questions/new", "/questions/vraag", "/meetups/mine",
    "/practices/praktijk-4/replications/new", "/series/kring/signup/withdrawal", "PAST/feedback", "INTENTION",
    "/practices/praktijk-4/replications/new", "PAST/feedback", "INTENTION", "POLL",
]  # fmt: skip
FOR_COORDINATORS = [
    "/coordination",
    "/meetups/new",
    "MEETUP/edit",
    "MEETUP/roster",
    "MEETUP/reminders",
    "MEETUP/materials",
    "PAST/outcome",
    "PAST/feedback/answers",
    "MEETUP/invitees",
    "MEETUP/invitees?q=a",
    "/coordination/calendar",
    "/coordination/white-spots",
    "/practices/praktijk-7/files",
    "/practices/praktijk-7/revisions",
    "/practices/praktijk-7/edit",
    "/links/practice/7",
    "/links/practice/7?q=vakman",
    "MEETUP/series",
    "/series/kring/edit",
    "/series/kring/ending",
    "/polls/new",
    "POLL/edit",
    "POLL/meetup",
    "POLL/closing",
    "MEETUP/door",
    "MEETUP/door?q=lid",
    "MEETUP/door/helpers",
    "MEETUP/attendance.csv",
    "/themes/new",
    "/themes/thema-1/requests",
]
FOR_ADMINISTRATORS = [
    "/admin", "/admin/people", "/admin/people?q=lid", "/admin/people/lid-5", "/admin/people/lid-5/erasure", "/admin/moving-in",
    "/admin/log", "/admin/log?act=suspended", "/settings/departure",
]  # fmt: skip

FEW, MANY = Size(24, 10, 20, 10), Size(400, 1_000, 3_000, 2_500)  # of the meetups most are over


def _answered() -> dict[str, str]:
    """Let all the members have been at the newest meetup that is over, and answer. Gives its address and one of a mail."""
    past = select(Meetup).where(Meetup.ends_at < clock.now()).order_by(Meetup.ends_at.desc()).limit(1)
    meetup, members = db.session.scalars(past).one(), db.session.scalars(select(Member.id)).all()
    with writing() as session:
        for n, member_id in enumerate(members):
            own = {"meetup_id": meetup.id, "member_id": member_id}
            session.add(Attendance(**own))
            session.add(Feedback(**own, worth=n % 4 + 1, would_host=True, may_be_named=True))
            session.add(Intention(**own, words=f"Plan {n}", asked_at=clock.now(), answer="yes"))
    draw_afresh([meetup.id])
    return {"PAST": meetup.path, "INTENTION": tokens.path_of(1)}


def _costs(folder: Path, migrated: Path, size: Size) -> dict[tuple[str, str], int]:
    """How many statements each page takes for a visitor (-), a member (m), a coordinator (c) and an administrator (a)."""
    folder.mkdir()
    (folder / "network.sqlite").write_bytes((migrated / "network.sqlite").read_bytes())
    app = make_app(folder, f"sqlite:///{folder / 'network.sqlite'}")
    app.test_client_class = Browser
    with app.app_context():
        import_publications()
        fill(size)
        make(YEAR)
        with writing():
            db.session.get_one(Member, 3).role = ADMINISTRATOR
            log = {"by_id": 3, "by_name": "Lid 3", "act": "suspended", "about_kind": "member", "about_name": "Lid"}
            db.session.execute(insert(Audit), [{**log, "about_id": n} for n in range(size.members)])
        names = _answered()
        coming = select(Meetup.slug).where(Meetup.starts_at > clock.now()).order_by(Meetup.starts_at).limit(1)
        names["MEETUP"] = f"/meetups/{db.session.scalars(coming).one()}"
        _make_a_series(size)
        people = {each.slug: each for each in db.session.scalars(select(Member).where(Member.id <= 3))}
        readers = {"-": None, "m": people["lid-2"], "c": people["lid-1"], "a": people["lid-3"]}
        names["POLL"] = f"/polls/{db.session.scalars(select(DatePoll.slug).order_by(DatePoll.id)).first()}"
        asked = [
            (who, path)
            for who in "-mc"
            for path in FOR_EVERYBODY
            if who == "-" or path not in {"/register", "/sign-in"}
        ]
        asked += [(who, path) for who in "mc" for path in FOR_MEMBERS] + [("c", path) for path in FOR_COORDINATORS]
        asked += [("a", path) for path in FOR_ADMINISTRATORS]
        costs = {}
        for who, path in asked:
            browser = app.test_client()
            assert isinstance(browser, Browser)
            reader = readers[who]
            if reader is not None:
                browser.sign_in(reader)
            with statements() as seen:
                answer = browser.get(re.sub(r"^[A-Z]+", lambda name: names[name[0]], path))
            assert answer.status_code == 200, (who, path)
            costs[who, path] = len(seen)
        db.session.remove()
        db.engine.dispose()
    return costs


def _make_a_series(size: Size) -> None:
    """A meetup that repeats, once or as often as is made at once; both people come to all of it."""
    coordinator, member = (db.session.get_one(Member, key) for key in (1, 2))
    theme = db.session.get_one(Theme, 1)
    start = soon(600)
    parts = {"title": "Kring", "kind": "meeting", "mode": "in_person", "place": "Horst", "capacity": 9}
    meetup = plan(coordinator, theme, starts_at=start, ends_at=start + timedelta(hours=2), **parts)
    until = None if size == MANY else clock.local(start).date() + timedelta(days=1)
    with clock.at(start - timedelta(days=7)):
        series = begin(coordinator, meetup, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", until)
        for each in (coordinator, member):
            sign_up(series, each)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> dict[tuple[str, str], int]:
    return _costs(tmp_path_factory.mktemp("few") / "instance", migrated, FEW)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> dict[tuple[str, str], int]:
    return _costs(tmp_path_factory.mktemp("many") / "instance", migrated, MANY)


def test_every_page_keeps_to_its_budget(many: dict[tuple[str, str], int]) -> None:
    over = {page: cost for page, cost in many.items() if cost > (4 if page[0] == "-" else 7)}

    assert over == {}


def test_a_page_costs_the_same_with_ten_and_with_a_thousand_rows(
    few: dict[tuple[str, str], int], many: dict[tuple[str, str], int]
) -> None:
    assert {page: (few[page], many[page]) for page in many if many[page] > few[page]} == {}
