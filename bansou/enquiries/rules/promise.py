"""When somebody may expect an answer, by the office's opening hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bansou.core.calendar import is_day_off

# What comes later than this before closing is answered on the next day that is open.
BEFORE_CLOSING = timedelta(hours=2)
NOON = 12
# Longer than any row of closed days; whoever is never open promises nothing.
FAR = 21


@dataclass(frozen=True, slots=True)
class Promise:
    """`by`: an answer comes before this instant, in the zone that was given; None for an office that never opens."""

    by: datetime | None
    open_now: bool


def promise(now: datetime, hours: Mapping[int, tuple[int, int]]) -> Promise:
    """What can be promised at an instant of the Japanese day; `hours` are whole hours (from, to) by weekday.

    In time: today before closing. Else on the next open day: before noon, or before closing where it opens later.
    """
    span = _hours_on(now.date(), hours)
    if span:
        start, end = (_at(now, now.date(), hour) for hour in span)
        if now <= end - BEFORE_CLOSING:
            return Promise(end, start <= now)
        return Promise(_next_day(now, hours), start <= now < end)
    return Promise(_next_day(now, hours), open_now=False)


def _next_day(now: datetime, hours: Mapping[int, tuple[int, int]]) -> datetime | None:
    for ahead in range(1, FAR):
        day = now.date() + timedelta(days=ahead)
        if span := _hours_on(day, hours):
            start, end = span
            return _at(now, day, NOON if start < NOON < end else end)
    return None


def _hours_on(day: date, hours: Mapping[int, tuple[int, int]]) -> tuple[int, int] | None:
    return None if is_day_off(day) else hours.get(day.weekday())


def _at(now: datetime, day: date, hour: int) -> datetime:
    # 24 is the end of the day.
    return datetime.combine(day, time(0), tzinfo=now.tzinfo) + timedelta(hours=hour)
