"""Months as bars: how one is named, and what was paid in each."""

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import get_language, to_locale

from bansou.core import charts
from bansou.payments.queries import month_totals


def month_label(month: date) -> str:
    """Short, with the year where one begins."""
    skeleton = "yMMM" if month.month == 1 else "MMM"
    return format_skeleton(skeleton, month, locale=to_locale(get_language() or "en"))


def payment_totals(today: date) -> charts.BarChart:
    """Yen paid in each of the last twelve months."""
    return charts.bars([(month_label(day), yen) for day, yen, _ in month_totals(today)])
