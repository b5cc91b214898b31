"""The days on which Japanese banks and offices are open."""

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


def is_bank_business_day(day: date) -> bool:
    """Monday to Friday, no national holiday, not 31 December to 3 January (銀行法 15条, 施行令 5条)."""
    return not (day.weekday() >= 5 or (day.month, day.day) in _NEW_YEAR or day in _holidays(day.year))


def is_day_off(day: date) -> bool:
    """A national holiday, or 29 December to 3 January, when public offices are closed (Act 91 of 1988, art. 1)."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3) or day in _holidays(day.year)


def next_business_day(day: date) -> date:
    """The first bank business day after `day`, never `day` itself."""
    following = day + timedelta(days=1)
    while not is_bank_business_day(following):
        following += timedelta(days=1)
    return following
