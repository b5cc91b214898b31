"""The home of everybody who works on cases: what is theirs to do today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from bansou.cases import permissions
from bansou.cases.enums import State
from bansou.cases.models import Task
from bansou.enquiries.enums import State as ThreadState
from bansou.enquiries.permissions import visible_threads
from bansou.referrals.enums import State as ReferralState
from bansou.referrals.permissions import RECEIVERS, received_referrals

# How far ahead a day counts as near.
NEAR = timedelta(days=7)
UNANSWERED = (ReferralState.SENT, ReferralState.OVERDUE)


@dataclass(frozen=True, slots=True)
class HelpingHome:
    """What waits for somebody on cases; `enquiries` None for who is not at the desk."""

    cases: int
    late: int
    near: int
    referrals: int
    enquiries: int | None


def helping_home(user: Any, today: date, now: datetime) -> HelpingHome | None:
    """None for who has no case and no request, unless the desk expects some."""
    desk = permissions.is_desk(user)
    cases = permissions.visible_cases(user, now=now).filter(state=State.OPEN).count()
    found = HelpingHome(
        cases=cases,
        **(_days(user, today, now) if cases else {"late": 0, "near": 0}),
        referrals=_referrals(user),
        enquiries=_waiting(user, now) if desk else None,
    )
    return found if desk or found.cases or found.referrals or user.has_role("specialist") else None


def _days(user: Any, today: date, now: datetime) -> dict[str, int]:
    late, near = Q(due_on__lt=today), Q(due_on__range=(today, today + NEAR))
    return _own_tasks(user, now).aggregate(late=Count("pk", filter=late), near=Count("pk", filter=near))


def _own_tasks(user: Any, now: datetime) -> QuerySet[Task]:
    """Tasks given to this user, and in cases that they lead those given to nobody."""
    led = permissions.live_members(now=now).filter(user=user, role="lead").values("case")
    mine = Q(assigned_to=user) | Q(assigned_to=None, case__in=led)
    open_cases = permissions.visible_cases(user, now=now).filter(state=State.OPEN)
    found = Task.objects.filter(mine, done_at=None, case__in=open_cases)
    # Even their number tells that a stay ends soon.
    return found.filter(from_residence=False) if user.is_public_official else found


def _referrals(user: Any) -> int:
    if not user.has_role(*RECEIVERS):
        return 0
    return received_referrals(user).filter(state__in=UNANSWERED).count()


def _waiting(user: Any, now: datetime) -> int:
    waiting = visible_threads(user, now=now).exclude(waiting_since=None)
    return waiting.exclude(state=ThreadState.CLOSED).count()
