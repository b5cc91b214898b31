"""The Japanese calendar: bank business days, months and fiscal years."""

from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

# Holidays are certain as far as the Cabinet Office has published them; past this day pages say so.
_KNOWN_UNTIL = date(2027, 12, 31)
_NEW_YEAR = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})


def known_until() -> date:
    """The last day for which the national holidays have been published officially."""
    return _KNOWN_UNTIL


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(day for day, _ in jpholiday.year_holidays(year))


def is_bank_business_day(day: date, overrides: Set[date] = frozenset()) -> bool:
    """Monday to Friday, no national holiday, not 31 December to 3 January (銀行法 15条, 施行令 5条).

    `overrides` are further days on which banks are closed: holidays decided after the calendar was packaged.
    """
    return not (
        day.weekday() >= 5
        or (day.month, day.day) in _NEW_YEAR
        or day in overrides
        or day in _holidays(day.year)
    )


def next_business_day(day: date, overrides: Set[date] = frozenset()) -> date:
    """The first bank business day after `day`, never `day` itself."""
    following = day + timedelta(days=1)
    while not is_bank_business_day(following, overrides):
        following += timedelta(days=1)
    return following


def add_months_clamped(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day: 31 January plus 1 is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month in which `day` lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def following_month(day: date) -> date:
    """The first day of the month after the one in which `day` lies."""
    return month_end(day) + timedelta(days=1)


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year, which starts on 1 April and is named after that year."""
    return day.year if day.month >= 4 else day.year - 1
