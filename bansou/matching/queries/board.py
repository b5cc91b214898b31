"""What was asked and planned for a case or of a supporter, and what the network lacks."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from bansou.cases.models import Case
from bansou.cases.permissions import live_members
from bansou.core.municipalities import region_of
from bansou.matching.enums import Answer, AskState, BookingState, VisitState
from bansou.matching.models import Ask, Asked, BlankSpot, Booking, Visit
from bansou.supporters.models import Supporter

SHOWN = 100


def asks_of(case: Case) -> list[Ask]:
    """The requests of a case with everybody who was asked, the newest first."""
    asked = Asked.objects.select_related("supporter__user").prefetch_related("supporter__languages")
    asked = asked.order_by("-answer", "pk")
    return list(case.asks.prefetch_related(Prefetch("asked", queryset=asked)).order_by("-asked_at")[:SHOWN])


def visits_of(case: Case) -> list[Visit]:
    return list(case.visits.prefetch_related("supporters").order_by("-day", "-starts")[:SHOWN])


def bookings_of(case: Case) -> list[Booking]:
    return list(case.bookings.select_related("supporter").order_by("-starts_at")[:SHOWN])


def helpers_on(case: Case, *, now: datetime) -> QuerySet[Supporter]:
    """The supporters who are on a case."""
    users = live_members(now=now).filter(case=case).values("user")
    return Supporter.objects.filter(user__in=users).order_by("kana", "pk")


def coming(bookings: QuerySet[Booking], *, now: datetime) -> QuerySet[Booking]:
    """The bookings that are still to come, the next one first."""
    ahead = bookings.filter(state=BookingState.BOOKED, ends_at__gt=now)
    return ahead.select_related("supporter", "case").order_by("starts_at", "pk")


def waiting(asked: QuerySet[Asked]) -> list[Asked]:
    """The requests that a supporter can still accept, the next to run out first."""
    rows = asked.filter(answer=Answer.WAITING, ask__state=AskState.OPEN).select_related("ask")
    return list(rows.order_by("ask__expires_at", "pk")[:SHOWN])


def answered(asked: QuerySet[Asked]) -> list[Asked]:
    """The last requests that are over for a supporter."""
    rows = asked.exclude(answer=Answer.WAITING).select_related("ask")
    return list(rows.order_by("-answered_at", "pk")[:20])


def upcoming_and_past(visits: QuerySet[Visit]) -> tuple[list[Visit], list[Visit]]:
    """Visits that are planned, the next one first; the others, the last one first."""
    rows = visits.select_related("case")
    planned = rows.filter(state=VisitState.PLANNED).order_by("day", "starts", "pk")
    return list(planned[:SHOWN]), list(
        rows.exclude(state=VisitState.PLANNED).order_by("-day", "-starts", "pk")[:SHOWN]
    )


def by_region_and_language(spots: Iterable[BlankSpot]) -> list[tuple[str, str, int]]:
    """How often each language lacked in each region, the most frequent first."""
    counted = Counter((region_of(spot.prefecture), spot.language) for spot in spots)
    rows = [(region, language, count) for (region, language), count in counted.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def by_prefecture(spots: Iterable[BlankSpot]) -> dict[str, int]:
    return dict(Counter(spot.prefecture for spot in spots))
