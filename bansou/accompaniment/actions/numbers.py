"""Giving claims their numbers."""

from datetime import date

from django.db.models import F

from bansou.accompaniment.models import Series


def next_number(filed_on: date) -> str:
    """The next number of the year, "C-24-000123", without gaps: the row stays locked until the claim is stored."""
    year = Series.objects.filter(year=filed_on.year)
    if not year.update(last=F("last") + 1):
        Series.objects.get_or_create(year=filed_on.year)
        year.update(last=F("last") + 1)
    last = year.get().last
    return f"C-{filed_on.year % 100:02}-{last:06}"
