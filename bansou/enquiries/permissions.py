"""Who sees which threads. The one file that a privacy officer reviews."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.accounts.permissions import has_role, regions
from bansou.cases.models import Case, Conflict
from bansou.cases.permissions import access_to, live_members, memberships
from bansou.cases.rules.fields import ROLES, Access, Part
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
        return Q(case=None) & _not_barred(user)
    if has_role(user, RoleKind.COORDINATOR):
        return Q(case=None, region__in=[*regions(user), ""]) & _not_barred(user)
    return None


def _not_barred(user: Any) -> Q:
    """Who must never see a case sees nothing else of its person either."""
    # A list: nearly everybody's is empty, and long lists of threads then need not look at people at all. Read once
    # for a user as they were loaded, as their roles are.
    if not hasattr(user, "barred_people"):
        barred = Conflict.objects.filter(user=user)
        user.barred_people = list(barred.values_list("case__person", flat=True))
    return ~Q(person__in=user.barred_people) if user.barred_people else Q()


def _of_cases(user: Any, now: datetime) -> Q:
    return Q(case__in=memberships(user, now=now).filter(role__in=READERS).values("case"))


def threads_of_case(user: Any, case: Case, *, now: datetime) -> QuerySet[Thread]:
    """The threads of one case, for those of its members who read messages."""
    return visible_threads(user, now=now).filter(case=case)


def access_to_thread(user: Any, thread: Thread, *, now: datetime) -> Access | None:
    """What somebody reads and writes around a thread: with a case, as the case says; None if they may not know of it.

    The desk does with a thread without a case what a lead does with a case.
    """
    if thread.case is not None:
        access = access_to(user, thread.case, now=now)
        return access if access and Part.MESSAGES in access.reads else None
    desk = _of_desk(user)
    found = desk is not None and Thread.objects.filter(desk, pk=thread.pk).exists()
    return ROLES["lead"] if found else None


def candidates(thread: Thread, *, now: datetime) -> QuerySet[User]:
    """Who could answer a thread: those who see it."""
    if thread.case_id:
        members = live_members(now=now).filter(case=thread.case_id, role__in=READERS)
        return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name")
    near = Q(roles__kind=RoleKind.COORDINATOR)
    if thread.region:
        near &= Q(roles__region=thread.region)
    desk = User.objects.filter(near | Q(roles__kind=RoleKind.SECRETARIAT), is_active=True)
    return desk.exclude(conflicts__case__person=thread.person_id).distinct().order_by("name")
