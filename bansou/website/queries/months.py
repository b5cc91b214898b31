"""Months as bars: what was paid in each."""

from datetime import date

from bansou.core import charts
from bansou.core.templatetags.bansou import short_month
from bansou.payments.queries import month_totals


def payment_totals(today: date) -> charts.BarChart:
    """Yen paid in each of the last twelve months."""
    return charts.bars([(short_month(day), yen) for day, yen, _ in month_totals(today)])
