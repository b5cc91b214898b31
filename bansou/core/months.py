"""Months as they are counted: adding some, and where one ends. Knows no holidays, so that it loads at once."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it has no such day.

    31 January 2024 plus 1 is 29 February. Never later than `date.max`, so that a mistyped year stays an answer.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = 28 if day.day <= 28 else monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """The last day of the month in which `day` lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def following_month(day: date) -> date:
    """The first day of the month after the one in which `day` lies."""
    return month_end(day) + timedelta(days=1)
