"""The worker: killed tasks come back, and it stops when told."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from bansou.core import periodic, tasks

ROOT = Path(__file__).resolve().parents[2]


def running(now, workers=1, minutes=6, **fields):
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=now - timedelta(minutes=minutes),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.core.test_work.nothing",
        worker_ids=[str(number) for number in range(workers)],
        backend_name="default",
        run_after=now,
        exception_class_path="",
        traceback="",
        **fields,
    )


@pytest.mark.django_db
def test_a_task_of_a_dead_worker_is_given_to_another(now):
    late, young = running(now), running(now, minutes=4)
    tasks.reap(now=now)
    late.refresh_from_db()
    young.refresh_from_db()
    assert (late.status, young.status) == ("READY", "RUNNING")


@pytest.mark.django_db
def test_a_task_that_kills_its_worker_five_times_has_failed(now, caplog):
    task = running(now, workers=5)
    tasks.reap(now=now)
    task.refresh_from_db()
    assert task.status == "FAILED" and "given up" in caplog.text


@pytest.mark.django_db
def test_told_errors_keep_the_place_but_not_the_words(now):
    task = running(now)
    try:
        raise ValueError("山田花子")
    except ValueError as error:
        task.set_failed(error)
    tasks.reap(now=now)
    task.refresh_from_db()
    assert "test_work.py" in task.traceback and "山田" not in task.traceback


def test_a_job_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    done = []
    jobs = [periodic.Job(lambda: 1 / 0, 60), periodic.Job(lambda: done.append(1), 60)]
    monkeypatch.setattr(periodic, "JOBS", jobs)
    periodic.run_due(100.0)
    periodic.run_due(159.0)
    assert done == [1] and "ZeroDivisionError" in caplog.text
    periodic.run_due(160.0)
    assert done == [1, 1]


@pytest.fixture
def installation(tmp_path):
    """A data folder of its own with fresh SQLite databases."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BANSOU_")},
        "BANSOU_DATA_DIR": str(tmp_path),
        "BANSOU_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    script = (
        "import django; django.setup(); from django.core.management import call_command as call\n"
        "call('migrate', verbosity=0); call('migrate', database='vault', verbosity=0)\n"
        "from bansou.core import clock; from bansou.notices.actions import queue_mail\n"
        "for n in range(20): queue_mail(to=f'a{n}@example.org', language='en',"
        " template='notices/mail/audit_anchor', context={'seq': str(n), 'mac': 'x'}, now=clock.now())"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)
    return tmp_path, environment


def work(environment) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment)


def unsent(folder: Path) -> int:
    with sqlite3.connect(folder / "bansou.sqlite3", timeout=20) as database:
        return database.execute("SELECT count(*) FROM notices_mail WHERE sent_at IS NULL").fetchone()[0]


def written(folder: Path) -> set[str]:
    text = "".join(file.read_text() for file in (folder / "mail").glob("*.log"))
    return {line for line in text.splitlines() if line.startswith("To: ")}


def wait_until(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_killed_again_and_again_it_loses_no_mail_and_stops_when_told(installation):
    folder, environment = installation
    for left in (19, 15, 9):
        worker = work(environment)
        wait_until(lambda left=left: unsent(folder) <= left)
        worker.kill()
        worker.wait()
    # A mail in a dead worker's hands waits for the end of its lease; here it ends at once.
    with sqlite3.connect(folder / "bansou.sqlite3", timeout=20) as database:
        database.execute("UPDATE notices_mail SET next_try_at = created_at WHERE sent_at IS NULL")
    worker = work(environment)
    wait_until(lambda: unsent(folder) == 0)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert written(folder) == {f"To: a{n}@example.org" for n in range(20)}
