"""Care of the task queue and of sessions: what a killed worker left, what is over, what is too old."""

import logging
from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from bansou.core import clock
from bansou.core.periodic import every

logger = logging.getLogger(__name__)

# Longer than the slowest task: there is no heartbeat, so age alone tells that a worker died.
LEASE = timedelta(minutes=5)
TRIES = 5
KEPT = timedelta(days=1)


@every(seconds=30)
def reap_tasks() -> None:
    reap(now=clock.now())


@every(hours=1)
def prune_tasks() -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()


@every(hours=1)
def prune_sessions() -> None:
    SessionStore.clear_expired()


def reap(*, now: datetime) -> None:
    """Give tasks of dead workers to others, five times; then they have failed. Also blanks told errors."""
    for task in DBTaskResult.objects.running().filter(started_at__lt=now - LEASE):
        lost = DBTaskResult.objects.filter(
            pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
        )
        if len(task.worker_ids) < TRIES:
            lost.update(status=TaskResultStatus.READY, started_at=None)
        elif lost.update(status=TaskResultStatus.FAILED, finished_at=now):
            logger.error("task %s was lost %d times and is given up", task.task_path, TRIES)
    _blank_errors()


def _blank_errors() -> None:
    # The text of an error may hold personal data; where it arose is enough.
    for task in DBTaskResult.objects.failed().exclude(traceback="").exclude(traceback__startswith="at "):
        logger.error("task %s failed: %s", task.task_path, task.exception_class_path)
        places = [line.strip() for line in task.traceback.splitlines() if line.startswith('  File "')]
        DBTaskResult.objects.filter(pk=task.pk).update(traceback="at " + "\n".join(places))
