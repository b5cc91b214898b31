"""What a case is opened with, and how long it is kept."""

from dataclasses import dataclass
from datetime import date

from bansou.core.months import add_months

# After closing; the lead or the secretariat on the case may erase it earlier.
KEPT_MONTHS = 24
# The key of an open case always has at least so long; a daily job sees to it.
KEY_MONTHS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The facts of a case, in codes of cases.enums, core.languages and core.municipalities.

    `topics` are further ones beside the main topic, `languages` further ones as (code, mode); `municipality` is a
    six-digit code or blank, `through` who asked for the person. What is blank was not told.
    """

    language: str
    prefecture: str
    main_topic: str
    route: str
    language_mode: str = "speaks"
    languages: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    urgency: str = "3"
    summary: str = ""
    wish: str = ""
    municipality: str = ""
    through: str = ""


def erase_on(closed_on: date) -> date:
    """The day after which a case that was closed on a day is erased."""
    return add_months(closed_on, KEPT_MONTHS)


def key_until(today: date) -> date:
    """Until when the key of an open case is kept at least, if today were its last day of care."""
    return add_months(today, KEY_MONTHS)


def number(year: int, count: int) -> str:
    """The number of the `count`-th case of a year: "B-26-000001"."""
    return f"B-{year % 100:02}-{count:06}"
