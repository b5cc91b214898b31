"""When an answer is promised: today before closing, else on the next open day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.core.calendar import is_day_off
from bansou.core.office import opening_hours
from bansou.enquiries.rules.promise import promise

TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = {0: (10, 18), 1: (13, 18), 2: (10, 18), 3: (10, 18), 4: (10, 18), 5: (10, 16)}


def tokyo(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("now", "by", "open_now"),
    [
        (tokyo(2026, 11, 25, 11), tokyo(2026, 11, 25, 18), True),
        (tokyo(2026, 11, 25, 3), tokyo(2026, 11, 25, 18), False),
        (tokyo(2026, 11, 25, 16), tokyo(2026, 11, 25, 18), True),
        (tokyo(2026, 11, 25, 16, 1), tokyo(2026, 11, 26, 12), True),
        (tokyo(2026, 11, 25, 18), tokyo(2026, 11, 26, 12), False),
        # Saturday afternoon, Sunday, Monday is Labour Thanksgiving Day; Tuesday opens after noon.
        (tokyo(2026, 11, 21, 15), tokyo(2026, 11, 24, 18), True),
        (tokyo(2026, 11, 22, 9), tokyo(2026, 11, 24, 18), False),
        (tokyo(2026, 11, 23, 11), tokyo(2026, 11, 24, 18), False),
        # From 28 December over the New Year.
        (tokyo(2026, 12, 28, 20), tokyo(2027, 1, 4, 12), False),
    ],
)
def test_the_promise(now, by, open_now):
    made = promise(now, HOURS)
    assert (made.by, made.open_now) == (by, open_now)


def test_who_never_opens_promises_nothing():
    assert promise(tokyo(2026, 11, 25, 11), {}).by is None


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)))
def test_a_promise_is_ahead_and_within_opening_hours(naive):
    now = naive.replace(tzinfo=TOKYO)
    by = promise(now, HOURS).by
    assert now < by < now + timedelta(days=10)
    assert not is_day_off(by.date())
    start, end = HOURS[by.weekday()]
    assert start < by.hour <= end


def test_the_sample_of_the_office_has_hours():
    assert opening_hours()[0] == (10, 18)
    assert 6 not in opening_hours()
