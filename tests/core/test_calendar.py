"""The Japanese calendar, cross-checked against a second source."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.core import calendar, months

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(("year", "count"), [(2026, 242), (2027, 244), (2028, 245)])
def test_business_days_of_a_year(year, count):
    days = _days(date(year, 1, 1), date(year, 12, 31))
    assert sum(calendar.is_bank_business_day(day) for day in days) == count


def test_agrees_with_a_second_calendar():
    other = holidays.country_holidays("JP", years=range(2024, 2030), categories=("public", "bank"))
    for day in _days(date(2024, 1, 1), date(2029, 12, 31)):
        assert calendar.is_bank_business_day(day) == (day.weekday() < 5 and day not in other), day


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 1), date(2029, 1, 2), date(2029, 1, 3)])
def test_banks_are_closed_around_new_year(day):
    assert not calendar.is_bank_business_day(day)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # a weekend, then 勤労感謝の日
        (date(2026, 11, 24), date(2026, 11, 25)),
        (date(2026, 12, 30), date(2027, 1, 4)),
        (date(2026, 5, 1), date(2026, 5, 7)),
    ],
)
def test_next_business_day(day, following):
    assert calendar.next_business_day(day) == following


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 31), -2, date(2023, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 8, 1), 0, date(2024, 8, 1)),
    ],
)
def test_add_months(day, count, expected):
    assert months.add_months(day, count) == expected


@given(DAYS, st.integers(-240, 240))
def test_adding_months_lands_in_that_month(day, count):
    moved = months.add_months(day, count)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + count
    assert moved.day == min(day.day, months.month_end(moved).day)


@given(DAYS)
def test_months_meet(day):
    assert months.following_month(day) == months.month_end(day) + timedelta(days=1)
    assert months.following_month(day).day == 1


def test_holidays_are_known_for_a_while():
    assert calendar.known_until() == date(2027, 12, 31)
