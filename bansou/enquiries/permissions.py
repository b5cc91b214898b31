"""Who sees which threads. The one file that a privacy officer reviews."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role, regions
from bansou.cases.models import Case
from bansou.cases.permissions import live_members, visible_cases
from bansou.cases.rules.fields import ROLES, Part
from bansou.enquiries.models import Thread

# Roles on a case that read what was written.
READERS = [role for role, access in ROLES.items() if Part.MESSAGES in access.reads]


def visible_threads(user: Any, *, now: datetime) -> QuerySet[Thread]:
    """Threads without a case: those of the desk's regions and those that told none. With a case: its members'."""
    mine = live_members(now=now).filter(user=user, role__in=READERS).values("case")
    of_cases = Q(case__in=visible_cases(user, now=now).filter(pk__in=mine))
    if has_role(user, RoleKind.SECRETARIAT):
        return Thread.objects.filter(Q(case=None) | of_cases)
    if has_role(user, RoleKind.COORDINATOR):
        return Thread.objects.filter(Q(case=None, region__in=[*regions(user), ""]) | of_cases)
    return Thread.objects.filter(of_cases)


def threads_of_case(user: Any, case: Case, *, now: datetime) -> QuerySet[Thread]:
    """The threads of one case, for those of its members who read messages."""
    return visible_threads(user, now=now).filter(case=case)
