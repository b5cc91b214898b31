"""Pictures of the desk's work: how long people wait, what is open where, what is forgotten, who carries how much."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bansou.accounts.models import User
from bansou.cases import permissions
from bansou.cases.enums import Role, State, Topic
from bansou.cases.models import Case, CaseMember, Task
from bansou.core import charts
from bansou.core.languages import language
from bansou.core.municipalities import REGION_NAMES, prefecture_name
from bansou.core.templatetags.bansou import instant, num
from bansou.enquiries.enums import Direction
from bansou.enquiries.models import Thread
from bansou.enquiries.permissions import visible_threads

WEEKS = 12
NEGLECTED = timedelta(days=14)
# Upper bounds in hours of the classes of waiting.
WAITING = (4, 24, 72, 168)
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries: open cases that they lead, on which they help, and tasks past their day."""

    name: str
    leads: int
    helps: int
    late_tasks: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """Everything that the page draws. Times are hours, all else counts of open cases."""

    stats: list[dict[str, Any]]
    waits: tuple[charts.Line, ...]
    first_answers: charts.BarChart
    by_prefecture: charts.TileMap
    by_language: tuple[charts.Line, ...]
    by_topic: tuple[charts.Line, ...]
    neglected_by_region: tuple[charts.Line, ...]
    load: list[Load]


def pictures(user: Any, *, now: datetime) -> Pictures:
    """For the reader's regions; the secretariat sees all. Counts only: nothing tells of a person."""
    cases = permissions.heads(user).filter(state=State.OPEN)
    # Threads of cases are their members' alone; how long they wait shows on the cases.
    threads = visible_threads(user, now=now).filter(case=None)
    waiting = (
        threads.exclude(waiting_since=None).exclude(state="closed").values_list("waiting_since", flat=True)
    )
    since = list(waiting)
    neglected = cases.filter(last_at__lt=now - NEGLECTED)
    lang = get_language() or "en"
    return Pictures(
        stats=[
            {"label": _("Open cases"), "value": num(cases.count())},
            {"label": _("Nothing happened for 14 days"), "value": num(neglected.count())},
            {
                "label": _("Waiting for an answer now"),
                "value": num(len(since)),
                "note": format_html(_("oldest since {at}"), at=instant(min(since))) if since else "",
            },
        ],
        waits=charts.lines(_classes([(now - each).total_seconds() / HOUR for each in since])),
        first_answers=charts.bars(_first_answers(threads, now)),
        by_prefecture=charts.tile_map(
            {code: prefecture_name(code, lang) for code in charts.PLACES}, _counts(cases, "prefecture")
        ),
        by_language=_named(cases, "language", lambda code: str(language(code).name)),
        by_topic=_named(cases, "main_topic", lambda code: str(Topic(code).label)),
        neglected_by_region=_named(neglected, "region", lambda code: str(REGION_NAMES[code])),
        load=_load(cases, now),
    )


def _classes(hours: list[float]) -> list[tuple[str, int]]:
    words = (_("under 4 hours"), _("under a day"), _("1 to 3 days"), _("3 to 7 days"), _("over a week"))
    bounds = (0.0, *WAITING, float("inf"))
    return [
        (word, sum(low <= each < high for each in hours))
        for word, low, high in zip(words, bounds[:-1], bounds[1:], strict=True)
    ]


def _first_answers(threads: QuerySet[Thread], now: datetime) -> list[tuple[str, int]]:
    """Median hours until the first answer, by the week in which the person first wrote."""
    monday = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    answered = threads.filter(created_at__gte=first).annotate(
        answer=Min("messages__at", filter=Q(messages__direction=Direction.OUT))
    )
    weeks: list[list[float]] = [[] for _week in range(WEEKS)]
    for begun, answer in answered.exclude(answer=None).values_list("created_at", "answer"):
        weeks[(begun - first).days // 7].append((answer - begun).total_seconds() / HOUR)
    starts = [first + timedelta(weeks=week) for week in range(WEEKS)]
    return [
        (f"{start.month}/{start.day}", round(median(week)) if week else 0)
        for start, week in zip(starts, weeks, strict=True)
    ]


def _counts(cases: QuerySet[Case], column: str) -> dict[str, int]:
    return dict(cases.order_by().values_list(column).annotate(count=Count("*")))


def _named(cases: QuerySet[Case], column: str, name: Any) -> tuple[charts.Line, ...]:
    counts = sorted(_counts(cases, column).items(), key=lambda each: (-each[1], each[0]))
    return charts.lines([(name(code), count) for code, count in counts])


def _load(cases: QuerySet[Case], now: datetime) -> list[Load]:
    members = permissions.live_members(now=now).filter(case__in=cases, role__in=(Role.LEAD, Role.WORKER))
    counted = _members(members)
    today = timezone.localtime(now).date()
    late = Task.objects.filter(done_at=None, due_on__lt=today, case__in=cases).exclude(assigned_to=None)
    tasks = dict(late.order_by().values_list("assigned_to").annotate(count=Count("*")))
    names = dict(User.objects.filter(pk__in=counted.keys() | tasks.keys()).values_list("pk", "name"))
    rows = [Load(name, *counted.get(pk, (0, 0)), tasks.get(pk, 0)) for pk, name in names.items()]
    return sorted(rows, key=lambda row: (-row.leads, -row.helps, row.name))


def _members(members: QuerySet[CaseMember]) -> dict[Any, tuple[int, int]]:
    rows = (
        members.order_by()
        .values_list("user")
        .annotate(leads=Count("pk", filter=Q(role=Role.LEAD)), helps=Count("pk", filter=~Q(role=Role.LEAD)))
    )
    return {user: (leads, helps) for user, leads, helps in rows}
