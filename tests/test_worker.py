"""The worker does every job, whatever happens to the others, and says that it lives."""

from __future__ import annotations

import socket
import subprocess
import sys
from datetime import timedelta

from apscheduler.schedulers.blocking import BlockingScheduler
from conftest import both_databases

from network import worker
from network.kernel import clock, health
from network.kernel.database import db
from network.notifications.models import SENT
from network.notifications.services import notify
from network.worker import TIMETABLE, Slot, run_once


def test_the_timetable_lists_what_happens_by_itself():
    assert {slot.job.__name__ for slot in TIMETABLE} >= {
        "deliver", "remind_attendees", "pass_on_lapsed_offers", "forget_old_limits", "beat",
    }  # fmt: skip


@both_databases
def test_one_round_mails_what_is_due(app, bram):
    row = notify(bram, "themes.join_granted", title="Verzuim")

    assert run_once(app)

    db.session.refresh(row)
    assert row.mail_state == SENT


def test_a_job_that_fails_stops_no_other_and_is_told(app, monkeypatch, caplog):
    done = []

    def breaks(_now):
        raise RuntimeError("the moon is in the way")

    monkeypatch.setattr(worker, "TIMETABLE", (Slot(breaks, "* * * * *"), Slot(done.append, "* * * * *")))

    assert not run_once(app)
    assert len(done) == 1
    assert "the moon is in the way" in caplog.text


def test_a_mail_server_that_takes_nothing_is_told_in_words(app, bram, caplog):
    notify(bram, "themes.join_granted", title="Verzuim")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"smtp://127.0.0.1:{nobody.getsockname()[1]}"
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"smtp_url": address})
        assert not run_once(app)

    assert "takes no mail" in caplog.text
    assert "refused" in caplog.text
    assert "Traceback" not in caplog.text
    assert run_once(app)  # what waits its minute is not due


def test_every_slot_can_be_planned_and_is_made_up_for_when_missed(app):
    scheduler = BlockingScheduler(timezone=clock.AMSTERDAM)
    for slot in TIMETABLE:
        worker._plan(scheduler, app, slot)

    planned = [job for job, _store, _replace in scheduler._pending_jobs]

    assert len(planned) == len(TIMETABLE)
    assert all(job.coalesce and job.max_instances == 1 and job.misfire_grace_time is None for job in planned)


@both_databases
def test_readyz_tells_when_the_worker_was_seen(app, visitor):
    assert visitor.get("/readyz").json["worker"] is None
    assert visitor.get("/readyz").status_code == 200

    health.beat(clock.now() - timedelta(seconds=40))
    health.beat(clock.now() - timedelta(seconds=30))

    assert 30 <= visitor.get("/readyz").json["worker"] < 40


def test_a_beat_leaves_visitors_pages_as_they_are(app, visitor):
    page = visitor.get("/themes")
    health.beat(clock.now())

    again = visitor.get("/themes", headers={"If-None-Match": page.headers["ETag"]})

    assert again.status_code == 304


def test_an_idle_round_writes_nothing(app, visitor):
    run_once(app)  # the first one fills the calendar of free days
    page = visitor.get("/themes")
    run_once(app)

    assert visitor.get("/themes", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_a_web_process_loads_neither_alembic_nor_the_scheduler(tmp_path):
    script = (
        "import sys, network; network.create_app(); "
        "print([name for name in ('alembic', 'mako', 'apscheduler', 'yaml') if name in sys.modules])"
    )
    environment = {"NETWORK_INSTANCE": str(tmp_path), "PATH": "/usr/bin"}

    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
