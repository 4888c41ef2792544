"""Everything that happens by itself, on one page, and the process that does it.

The scheduler only ticks: what is to be done stands in tables, and jobs claim it there. So a second worker does no harm,
and a worker that stood still catches up.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask

from network.accounts.invitations import forget_unanswered
from network.benchmark.edition import make_last_years
from network.coordination.moving_in.services import forget_waiting_sheets
from network.files.jobs import sweep_files
from network.kernel import clock, health, limits, mail
from network.meetups.afterwards.jobs import ask_for_feedback, ask_for_reports, ask_how_it_went
from network.meetups.clashes.jobs import fill_calendar
from network.meetups.door.jobs import forget_guests
from network.meetups.jobs import let_lines_move, pass_on_lapsed_offers
from network.meetups.materials.jobs import tell_of_materials
from network.meetups.polls.jobs import remind_of_polls, tell_of_polls_to_decide
from network.meetups.reminders.jobs import remind_attendees
from network.meetups.series.jobs import make_meetups_ahead
from network.notifications.digests import write_digests
from network.notifications.jobs import deliver
from network.practices.letters.services import forget_old_letters
from network.questions.jobs import pass_on_unanswered
from network.scans.drawing import draw_network_figures
from network.scans.services import forget_old_answers

log = logging.getLogger(__name__)

OFTEN = "every WORKER_POLL_SECONDS"


def forget_old_limits(now: datetime) -> None:
    """Delete the counters of rate limits that ended long ago."""
    limits.forget_old(int(now.timestamp()))


@dataclass(frozen=True)
class Slot:
    """A job, which takes the time, and when it runs: a line of cron in Amsterdam time, or OFTEN."""

    job: Callable[[datetime], object]
    cron: str


TIMETABLE = (
    Slot(health.beat, "* * * * *"),
    Slot(deliver, OFTEN),
    Slot(pass_on_lapsed_offers, "*/5 * * * *"),
    Slot(let_lines_move, "*/5 * * * *"),
    Slot(draw_network_figures, "30 5 * * mon"),
    Slot(make_last_years, "0 6 * 1 *"),
    Slot(write_digests, "0 7 * * mon"),
    Slot(remind_attendees, "*/10 * * * *"),
    Slot(pass_on_unanswered, "10 8 * * *"),
    Slot(tell_of_materials, "5 8-20 * * *"),
    Slot(fill_calendar, "30 3 1 * *"),
    Slot(sweep_files, "45 3 * * *"),
    Slot(ask_for_feedback, "*/10 * * * *"),
    Slot(ask_for_reports, "*/10 * * * *"),
    Slot(ask_how_it_went, "*/10 * * * *"),
    Slot(make_meetups_ahead, "45 2 * * *"),
    Slot(remind_of_polls, "*/10 * * * *"),
    Slot(tell_of_polls_to_decide, "*/10 * * * *"),
    Slot(forget_old_limits, "15 3 * * *"),
    Slot(forget_guests, "25 3 * * *"),
    Slot(forget_unanswered, "35 3 * * *"),
    Slot(forget_old_letters, "40 3 * * *"),
    Slot(forget_old_answers, "50 3 1 * *"),
    Slot(forget_waiting_sheets, "20 * * * *"),
)


def run_once(app: Flask) -> bool:
    """Run every job once, mail last, so that what the others tell goes out as well. Says whether all went well."""
    went_well = [_run(app, slot.job) for slot in sorted(TIMETABLE, key=lambda slot: slot.job is deliver)]
    return all(went_well)


def run(app: Flask) -> None:
    """Run the jobs at their times until the process is told to stop; a job that is running then is finished."""
    scheduler = BlockingScheduler(timezone=clock.AMSTERDAM)
    for slot in TIMETABLE:
        _plan(scheduler, app, slot)
    signal.signal(signal.SIGTERM, _leave)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        scheduler.shutdown(wait=True)


def _plan(scheduler: BlockingScheduler, app: Flask, slot: Slot) -> None:
    """The first round is at once; a round that was missed is made up for, several missed ones by one."""
    often = IntervalTrigger(seconds=app.config["SETTINGS"].worker_poll_seconds, timezone=clock.AMSTERDAM)
    trigger = often if slot.cron == OFTEN else CronTrigger.from_crontab(slot.cron, clock.AMSTERDAM)
    scheduler.add_job(
        _run, trigger, (app, slot.job), id=slot.job.__name__, next_run_time=clock.local(clock.now()),
        coalesce=True, max_instances=1, misfire_grace_time=None,
    )  # fmt: skip


def _run(app: Flask, job: Callable[[datetime], object]) -> bool:
    """Run one job; what goes wrong in it is logged and stops no other."""
    try:
        with app.app_context():
            job(clock.now())
    except mail.Unreachable as trouble:
        log.error("the mail server takes no mail; it is kept and tried again later: %s", trouble)
        return False
    except Exception:
        log.exception("job %s failed", job.__name__)
        return False
    return True


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)
