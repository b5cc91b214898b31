"""Who finds helpers for which case, and who sees which request, appointment and blank spot.

Everything follows from who is on the case (cases.permissions); supporters see what they were asked, and theirs.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import coordinated_prefectures, has_role
from bansou.cases.models import Conflict
from bansou.cases.permissions import DESK, ON_CASES, access_to, visible_cases
from bansou.cases.rules.fields import Part
from bansou.core.municipalities import REGIONS
from bansou.matching.models import Ask, Asked, BlankSpot, Booking, Visit

# Who may open the pages of helpers of a case; which case, its members decide.
READERS = ON_CASES
# Who sees what the network lacks, and books interpreters.
PLANNERS = DESK


def can_find(user: Any, case: Any, *, now: datetime) -> bool:
    """Whoever may put people on the case may ask them."""
    access = access_to(user, case, now=now)
    return access is not None and Part.MEMBERS in access.writes


def asked_of(user: Any) -> QuerySet[Asked]:
    """The requests that a supporter got, but of cases that they must never see."""
    barred = Conflict.objects.filter(user=user).values("case")
    return Asked.objects.filter(supporter__user=user).exclude(ask__case__in=barred)


def own_visits(user: Any) -> QuerySet[Visit]:
    """The visits on which a supporter goes along."""
    return Visit.objects.filter(parts__supporter__user=user)


def own_bookings(user: Any) -> QuerySet[Booking]:
    """What a supporter is booked for as interpreter."""
    return Booking.objects.filter(supporter__user=user)


def visible_asks(user: Any, *, now: datetime) -> QuerySet[Ask]:
    """The requests of the cases that somebody is on."""
    return Ask.objects.filter(case__in=visible_cases(user, now=now))


def visible_bookings(user: Any, *, now: datetime) -> QuerySet[Booking]:
    """The bookings of the cases that somebody is on."""
    return Booking.objects.filter(case__in=visible_cases(user, now=now))


def visible_blank_spots(user: Any) -> QuerySet[BlankSpot]:
    """What the network lacks: everywhere for the secretariat, in their regions for coordinators."""
    return BlankSpot.objects.filter(prefecture__in=seen_prefectures(user))


def seen_prefectures(user: Any) -> frozenset[str]:
    """The prefectures of which somebody sees the blank spots."""
    if has_role(user, RoleKind.SECRETARIAT):
        return frozenset(code for codes in REGIONS.values() for code in codes)
    return coordinated_prefectures(user)
