"""When something that was put off comes back, and how long somebody has waited."""

from datetime import datetime, time, timedelta

# The desk opens; what was put off lies on top then.
MORNING = time(9)


def morning_in(days: int, now: datetime) -> datetime:
    """The morning so many days after `now`, which is aware and in the zone of the desk."""
    return datetime.combine(now.date() + timedelta(days=days), MORNING, tzinfo=now.tzinfo)


def waited(since: datetime, now: datetime) -> tuple[int, int, int]:
    """Whole days, hours and minutes from one instant to another; nothing when it lies ahead."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    return minutes // 1440, minutes // 60 % 24, minutes % 60
