"""How long appointments may take, which quarters of an hour they use, and until when a request waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
WAITS = timedelta(days=3)
"""So long a request waits for an answer, at most until the appointment begins."""

AFTERWARDS = timedelta(days=14)
"""So long after the appointment whoever accepted stays on the case: to tell how it went, and to file the claim."""


def quarters(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """The starts of all quarters of an hour that a span touches; a span that ends as another begins shares none."""
    first = starts_at - timedelta(
        minutes=starts_at.minute % 15, seconds=starts_at.second, microseconds=starts_at.microsecond
    )
    count = -((first - ends_at) // QUARTER)
    return [first + QUARTER * number for number in range(count)]


def expires_at(asked_at: datetime, starts_at: datetime | None) -> datetime:
    """When a request ends by itself."""
    until = asked_at + WAITS
    return min(until, starts_at) if starts_at else until


def free_place(taken: Iterable[int | None], needed: int) -> int | None:
    """The first place of 1 to `needed` that nobody has."""
    used = set(taken)
    return next((number for number in range(1, needed + 1) if number not in used), None)
