"""The one clock. Only views, tasks and commands read it; rules and actions get the time passed in."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """The current day in Japan (Asia/Tokyo, the zone of every *_on field)."""
    return timezone.localdate()
