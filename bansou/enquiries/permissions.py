"""Who sees which threads. The one file that a privacy officer reviews."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role, regions
from bansou.cases.models import Case
from bansou.cases.permissions import visible_cases
from bansou.cases.rules.fields import ROLES, Part
from bansou.enquiries.models import Thread

# Roles on a case that read what was written.
READERS = [role for role, access in ROLES.items() if Part.MESSAGES in access.reads]


def visible_threads(user: Any, *, now: datetime) -> QuerySet[Thread]:
    """Threads without a case: those of the desk's regions and those that told none. With a case: its members'."""
    desk, of_cases = _of_desk(user), _of_cases(user, now)
    return Thread.objects.filter(of_cases if desk is None else desk | of_cases)


def visible_parts(user: Any, *, now: datetime) -> list[QuerySet[Thread]]:
    """The same threads, those of the desk and those of cases apart: for long lists, which walk an index for each."""
    desk, of_cases = _of_desk(user), _of_cases(user, now)
    return [Thread.objects.filter(part) for part in (desk, of_cases) if part is not None]


def _of_desk(user: Any) -> Q | None:
    if has_role(user, RoleKind.SECRETARIAT):
        return Q(case=None)
    if has_role(user, RoleKind.COORDINATOR):
        return Q(case=None, region__in=[*regions(user), ""])
    return None


def _of_cases(user: Any, now: datetime) -> Q:
    return Q(case__in=visible_cases(user, now=now, roles=READERS))


def threads_of_case(user: Any, case: Case, *, now: datetime) -> QuerySet[Thread]:
    """The threads of one case, for those of its members who read messages."""
    return visible_threads(user, now=now).filter(case=case)
