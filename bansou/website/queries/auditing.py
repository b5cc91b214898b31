"""The home of an auditor: how much was done and seen, and whether the chain of the log is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from bansou.audit.actions import ALARM
from bansou.audit.enums import VERBS
from bansou.audit.models import Entry, Seal
from bansou.core import charts

DAYS = 14


@dataclass(frozen=True, slots=True)
class AuditHome:
    """`verbs` are the most frequent ones of the last DAYS days, with their words."""

    entries: int
    alarms: int
    seals: int
    unsealed: int
    days: charts.BarChart
    verbs: Sequence[tuple[str, int]]


def audit_home(today: date, now: datetime) -> AuditHome:
    recent = Entry.objects.filter(at__gte=now - timedelta(days=DAYS))
    by_day = dict(recent.order_by().annotate(day=TruncDate("at")).values_list("day").annotate(Count("pk")))
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    by_verb = recent.order_by().values_list("verb").annotate(count=Count("pk")).order_by("-count", "verb")
    entries, seals = Entry.objects.count(), Seal.objects.count()
    return AuditHome(
        entries=entries,
        alarms=recent.filter(verb=ALARM).count(),
        seals=seals,
        unsealed=entries - seals,
        days=charts.bars([(f"{day.month}/{day.day}", by_day.get(day, 0)) for day in days]),
        verbs=[(str(VERBS.get(verb, verb)), count) for verb, count in by_verb[:10]],
    )
