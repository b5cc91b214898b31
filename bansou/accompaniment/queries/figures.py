"""Numbers for the drawings of the staff's home: claims by prefecture and by month."""

from collections import Counter
from datetime import date

from django.db.models import Count, QuerySet

from bansou.accompaniment.enums import LIVE
from bansou.accompaniment.models import Claim
from bansou.core.months import add_months
from bansou.core.municipalities import prefectures


def claims_by_prefecture(claims: QuerySet[Claim], *, since: date, until: date) -> dict[str, int]:
    """Live claims of support days in the period, for each of the 47 prefectures ("13": 41)."""
    supported = claims.filter(support_on__range=(since, until)).order_by()
    found = dict.fromkeys((one.code for one in prefectures()), 0)
    # Asked for the states too, SQLite would walk all claims by state instead of the days by their index.
    for prefecture, state, count in supported.values_list("prefecture", "state").annotate(count=Count("*")):
        found[prefecture] += count if state in LIVE else 0
    return found


def claims_by_month(claims: QuerySet[Claim], *, until: date, months: int = 12) -> list[tuple[date, int]]:
    """Claims by the month of filing, for the last `months` months up to that of `until`: (its first day, how many)."""
    first = add_months(until.replace(day=1), 1 - months)
    filed = claims.filter(filed_on__range=(first, until)).order_by()
    found = Counter[date]()
    # Days are added up here, since SQLite would call Python for the month of each claim.
    for day, count in filed.values_list("filed_on").annotate(count=Count("*")):
        found[day.replace(day=1)] += count
    return [(day, found[day]) for day in (add_months(first, n) for n in range(months))]
