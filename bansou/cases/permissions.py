"""Who sees which case and which part of it. The one file that a privacy officer reviews."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.accounts.permissions import has_role, regions
from bansou.cases.enums import Role, State
from bansou.cases.models import BreakGlass, Case, CaseMember, Conflict
from bansou.cases.rules.fields import Access, Part, access

# Who may lead a case, take an enquiry and open a case in an emergency.
DESK = (RoleKind.SECRETARIAT, RoleKind.COORDINATOR)
# Who may be on a case at all.
ON_CASES = (*DESK, RoleKind.SUPPORTER, RoleKind.SPECIALIST)


def live_members(*, now: datetime) -> QuerySet[CaseMember]:
    """Memberships that hold at this instant."""
    return CaseMember.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), ended_at=None)


def visible_cases(user: Any, *, now: datetime) -> QuerySet[Case]:
    """The cases that a user is on. Not those they opened in an emergency: these are never in a list."""
    mine = memberships(user, now=now).values("case")
    return Case.objects.filter(pk__in=mine).exclude(state=State.ERASED)


def memberships(user: Any, *, now: datetime) -> QuerySet[CaseMember]:
    """What shows cases to a user: live memberships, but of a case that they must never see. Erasing ends them all."""
    barred = Conflict.objects.filter(user=user, case=OuterRef("case"))
    return live_members(now=now).filter(~Exists(barred), user=user)


def access_to(user: Any, case: Case, *, now: datetime) -> Access | None:
    """What a user may read and write of a case; None if they may not know of it."""
    if case.state == State.ERASED or Conflict.objects.filter(case=case, user=user).exists():
        return None
    official = user.is_public_official
    role = live_members(now=now).filter(case=case, user=user).values_list("role", flat=True).first()
    if role:
        return access(role, official=official)
    opening = running_opening(user, case, now=now)
    return access("glass", official=official, red=opening.red_at is not None) if opening else None


def parts_writable(user: Any, case: Case, *, now: datetime) -> frozenset[Part]:
    """The parts that a user may change: none of a closed case."""
    found = access_to(user, case, now=now)
    return found.writes if found and case.is_open else frozenset()


def running_opening(user: Any, case: Case, *, now: datetime) -> BreakGlass | None:
    """The emergency opening of this user that runs now."""
    if not has_role(user, *DESK):
        return None
    return BreakGlass.objects.filter(case=case, user=user, opened_at__lte=now, until_at__gt=now).first()


def heads(user: Any) -> QuerySet[Case]:
    """Cases of which the desk may know number, region and topic, without being on them: for counts and emergencies."""
    if has_role(user, RoleKind.SECRETARIAT):
        return Case.objects.exclude(state=State.ERASED)
    return Case.objects.filter(region__in=regions(user)).exclude(state=State.ERASED)


def can_be(user: Any, role: str) -> bool:
    """Whether somebody may have a role on cases: only the desk leads."""
    return user.is_active and has_role(user, *(DESK if role == Role.LEAD else ON_CASES))


def can_erase(user: Any, found: Access) -> bool:
    """The lead, and whoever of the secretariat is on the case."""
    return found.role == Role.LEAD or (found.role in Role.values and has_role(user, RoleKind.SECRETARIAT))


def candidates() -> QuerySet[User]:
    """Everybody who may be put on a case."""
    return User.objects.filter(is_active=True, roles__kind__in=ON_CASES).distinct()


def reviewable_openings(user: Any) -> QuerySet[BreakGlass]:
    """Emergency openings that somebody of the secretariat looks at: not of cases that they must never see."""
    barred = Conflict.objects.filter(user=user).values("case")
    return (
        BreakGlass.objects.exclude(case__in=barred)
        if can_review_openings(user)
        else BreakGlass.objects.none()
    )


def is_desk(user: Any) -> bool:
    return has_role(user, *DESK)


def can_review_openings(user: Any) -> bool:
    """Emergency openings are looked at afterwards by the secretariat, never one's own."""
    return has_role(user, RoleKind.SECRETARIAT)
