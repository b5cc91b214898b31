"""The inbox: which threads a view shows, how many there are, and what a row of it needs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from bansou.core.checkchars import normalise
from bansou.core.paging import Page, page
from bansou.enquiries.enums import Direction, State, View
from bansou.enquiries.models import Message, Reading, Thread, ThreadTopic, Translation

LATE = timedelta(hours=24)
# Who has not asked for the page again for so long has left it.
READING = timedelta(seconds=60)
NUMBER = re.compile(r"B(\d{2})(\d{6})")
WAITING = (State.NEW, State.OPEN)
LATELY, LONGEST, SOONEST = ("last_at", "id"), ("waiting_since", "id"), ("snoozed_until", "id")
# Views of what waits for an answer begin with who waits longest, and their tabs say how many; the rest only grows.
COUNTED = (View.WAITING, View.NEW, View.LATE, View.NOBODYS)
SHOWN = (
    "id", "state", "urgency", "language", "prefecture", "sealed_preview", "waiting_since", "last_at", "reply_until",
    "snoozed_until", "taken_at", "version", "channel__kind", "channel__name", "case__number", "taken_by__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the inbox is narrowed to; empty means all. `text` is a case number as typed."""

    view: str = View.WAITING
    urgency: str = ""
    region: str = ""
    language: str = ""
    topic: str = ""
    kind: str = ""
    text: str = ""


def narrowed(threads: QuerySet[Thread], filters: Filters) -> QuerySet[Thread]:
    """All filters but the view."""
    if filters.text:
        return threads.filter(case__number=case_number(filters.text))
    equal = {"urgency": filters.urgency, "region": filters.region, "language": filters.language}
    equal["channel__kind"] = filters.kind
    if filters.topic:
        threads = threads.filter(
            Exists(ThreadTopic.objects.filter(thread=OuterRef("pk"), topic=filters.topic))
        )
    return threads.filter(**{name: value for name, value in equal.items() if value})


def case_number(text: str) -> str:
    """The case number that somebody typed in any width and case; an impossible one for anything else."""
    found = NUMBER.fullmatch(normalise(text))
    return f"B-{found[1]}-{found[2]}" if found else "-"


def of_view(view: str, user: Any, *, now: datetime) -> Q:
    """The condition of a view."""
    # The index of what waits holds rows by this field, whatever their state.
    waits = Q(waiting_since__isnull=False, state__in=WAITING)
    return {
        View.WAITING: waits,
        View.NEW: waits & Q(state=State.NEW),
        View.LATE: waits & Q(waiting_since__lt=now - LATE),
        View.NOBODYS: waits & Q(taken_by=None),
        View.MINE: Q(taken_by=user) & ~Q(state=State.CLOSED),
        View.CASES: Q(case__isnull=False) & ~Q(state=State.CLOSED),
        View.SNOOZED: Q(snoozed_until__isnull=False, state=State.SNOOZED),
        View.CLOSED: Q(state=State.CLOSED),
    }.get(View(view), Q())


def waiting(threads: QuerySet[Thread], user: Any, *, now: datetime) -> int:
    """How many wait for an answer, for the menu."""
    return threads.filter(of_view(View.WAITING, user, now=now)).count()


def counts(parts: Sequence[QuerySet[Thread]], view: str, user: Any, *, now: datetime) -> dict[str, int]:
    """How many wait behind each tab that says so, and as `total` how many are in a view; in one query."""
    # Of rows that wait already, so that each condition says no more than what it adds.
    columns: dict[str, Any] = {
        View.WAITING: Count("pk"),
        View.NEW: Count("pk", filter=Q(state=State.NEW)),
        View.LATE: Count("pk", filter=Q(waiting_since__lt=now - LATE)),
        View.NOBODYS: Count("pk", filter=Q(taken_by=None)),
        View.MINE: Count("pk", filter=Q(taken_by=user)),
    }
    waits = of_view(View.WAITING, user, now=now)
    lines = [_counted(part.filter(waits), **columns, total=Value(0)) for part in parts]
    if view not in COUNTED:
        none = {each: Value(0) for each in columns}
        condition = of_view(view, user, now=now)
        lines += [_counted(part.filter(condition), **none, total=Count("pk")) for part in parts]
    sums = dict(zip((*columns, "total"), map(sum, zip(*_together(lines), strict=True)), strict=True))
    return sums | ({"total": sums[view]} if view in COUNTED else {})


def _counted(threads: QuerySet[Thread], **columns: Any) -> QuerySet:
    return threads.order_by().values(_=Value(0)).annotate(**columns).values_list(*columns)


def _together(lines: list[QuerySet]) -> QuerySet:
    first, *rest = lines
    return first.union(*rest, all=True) if rest else first


def rows(
    parts: Sequence[QuerySet[Thread]], filters: Filters, asked: Mapping[str, str], *, user: Any, now: datetime
) -> Page:
    """One page of a view, as the list shows it."""
    condition = of_view(filters.view, user, now=now)
    shown, *also = (_with_row_data(part.filter(condition)) for part in parts)
    if filters.view == View.SNOOZED:
        return page(shown, asked, SOONEST, rising=True, also=also)
    if filters.view in COUNTED:
        return page(shown, asked, LONGEST, rising=True, also=also)
    return page(shown, asked, LATELY, also=also)


def one(threads: QuerySet[Thread], pk: Any) -> QuerySet[Thread]:
    """One of these threads as the list shows it, or none."""
    return _with_row_data(threads.filter(pk=pk))


def _with_row_data(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return threads.select_related("channel", "case", "taken_by").only(*SHOWN)


def readers(threads: list[Thread], *, besides: Any, now: datetime) -> dict[Any, list[str]]:
    """Who else has these threads open now: names by thread."""
    found = Reading.objects.filter(thread__in=threads, seen_at__gt=now - READING).exclude(user=besides)
    names: dict[Any, list[str]] = {}
    for thread, name in found.order_by("seen_at").values_list("thread_id", "user__name"):
        names.setdefault(thread, []).append(name)
    return names


def latest_translations(threads: list[Thread], language: str) -> dict[Any, Translation]:
    """Of each thread the translation of the person's last message into a language, where there is one."""
    foreign = [thread.pk for thread in threads if thread.language != language]
    said = Message.objects.filter(thread=OuterRef("pk"), direction=Direction.IN).order_by("-at", "-id")
    last = Thread.objects.filter(pk__in=foreign).values_list(Subquery(said.values("pk")[:1]))
    found = Translation.objects.filter(message__in=last, language=language, back=False).order_by("at")
    return {each.thread: each for each in found.annotate(thread=F("message__thread"))}
