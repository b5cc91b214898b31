"""What the worker does again and again. A job is a function without arguments in some app's `tasks.py`.

    @every(minutes=1)
    def seal_entries() -> None:
        actions.seal_entries()

Two workers may run a job at the same moment, and a new worker runs all of them at once: jobs must bear both.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

logger = logging.getLogger(__name__)


@dataclass
class Job:
    run: Callable[[], object]
    seconds: float
    due: float = 0.0


JOBS: list[Job] = []


def every(**period: float) -> Callable:
    """Register a job; the period is given like a timedelta's: `seconds=30`, `hours=1`."""

    def decorate(function: Callable[[], object]) -> Callable[[], object]:
        JOBS.append(Job(function, timedelta(**period).total_seconds()))
        return function

    return decorate


def run_due(monotonic: float) -> None:
    """Run what is due by this reading of a monotonic clock. A job that fails is logged and tried again."""
    for job in JOBS:
        if job.due <= monotonic:
            job.due = monotonic + job.seconds
            try:
                job.run()
            except Exception as error:
                # The class only: the text of an error may hold personal data.
                logger.error("%s.%s: %s", job.run.__module__, job.run.__name__, type(error).__name__)
