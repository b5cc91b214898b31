"""When to act before a period of stay ends."""

from datetime import date, timedelta

from bansou.core.months import add_months


def warnings(valid_to: date, *, today: date) -> tuple[date, ...]:
    """The days on which somebody must act: 3 months (renewal opens), 1 month and 2 weeks before the end.

    Days that have passed are left out; if all have but the end has not, there is still today.
    """
    days = (add_months(valid_to, -3), add_months(valid_to, -1), valid_to - timedelta(days=14))
    ahead = tuple(dict.fromkeys(day for day in days if day >= today))
    return ahead or ((today,) if valid_to >= today else ())
