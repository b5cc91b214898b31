"""`bansou work`: the one background process. Sends mail, runs queued tasks and every app's periodic jobs."""

import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from bansou.core import periodic

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1
# So that mail does not wait behind a long queue.
TASKS_AT_ONCE = 10


class Command(BaseCommand):
    help = "Send mail, run queued tasks and care for the installation until stopped (SIGTERM or Ctrl-C)."

    def handle(self, **options):
        autodiscover_modules("tasks")
        # It logs the text of errors, which may hold personal data; core.tasks logs their class.
        logging.getLogger("django_tasks").setLevel(logging.CRITICAL)
        self.stopped = threading.Event()
        self.worker_id = get_random_string(32)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        while not self.stopped.is_set():
            try:
                busy = self._round()
            except Error as error:
                # The database is away: keep asking.
                logger.error("%s", type(error).__name__)
                busy = False
            if not busy:
                self.stopped.wait(PAUSE_SECONDS)

    def _round(self) -> bool:
        """Do what is due; whether more waits."""
        close_old_connections()
        periodic.run_due(time.monotonic())
        self.worker = Worker(
            queue_names=["*"], excluded_queue_names=[], backend_name="default", worker_id=self.worker_id,
            interval=0, startup_delay=False, batch=True, max_tasks=TASKS_AT_ONCE,
        )  # fmt: skip
        self.worker.running = not self.stopped.is_set()
        self.worker.run()
        return DBTaskResult.objects.ready().exists()

    def _stop(self, number, frame) -> None:
        # The task in hand is finished first.
        self.stopped.set()
        if hasattr(self, "worker"):
            self.worker.running = False
