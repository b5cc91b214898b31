"""Who sees which referrals. The one file that a privacy officer reviews."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.cases.enums import Answer, Purpose
from bansou.cases.enums import State as CaseState
from bansou.cases.models import Case, Conflict, Consent
from bansou.cases.permissions import DESK, live_members, parts_writable, visible_cases
from bansou.cases.rules.fields import ROLES, Part
from bansou.referrals.enums import State
from bansou.referrals.models import Referral

# Roles on a case that read what was referred.
READERS = [role for role, access in ROLES.items() if Part.REFERRALS in access.reads]
# What a receiver no longer sees: it was taken back, or they said no.
GONE = (State.REVOKED, State.DECLINED)
# Who can receive a referral here.
RECEIVERS = (*DESK, RoleKind.SPECIALIST)


def readable_referrals(user: Any, *, now: datetime) -> QuerySet[Referral]:
    """What a user received, or what was sent from cases where they read this part."""
    mine = live_members(now=now).filter(user=user, role__in=READERS).values("case")
    of_cases = Q(case__in=visible_cases(user, now=now).filter(pk__in=mine))
    return Referral.objects.filter(of_cases | Q(pk__in=received_referrals(user).values("pk")))


def received_referrals(user: Any) -> QuerySet[Referral]:
    """What others asked this user to do: the chosen fields, never the case behind them, while the person agrees."""
    said = Consent.objects.filter(case=OuterRef("case"), purpose=Purpose.SHARE)
    last = said.order_by("-recorded_at", "-said_on", "-pk").values("answer")[:1]
    barred = Conflict.objects.filter(user=user).values("case")
    found = Referral.objects.filter(to_user=user).exclude(state__in=GONE)
    found = found.alias(said=Subquery(last)).filter(said=Answer.GIVEN)
    return found.exclude(case__in=barred).exclude(case__state=CaseState.ERASED)


def can_answer(user: Any, referral: Referral, *, now: datetime) -> bool:
    """The receiver who reads it here; for everybody outside the sender's side writes down what they said."""
    if referral.to_user_id:
        return referral.to_user_id == user.pk
    return can_refer(user, referral.case, now=now)


def can_refer(user: Any, case: Case, *, now: datetime) -> bool:
    return Part.REFERRALS in parts_writable(user, case, now=now)


def receivers(case: Case, *, but: Any) -> QuerySet[User]:
    """Colleagues whom a referral may go to: the desk and specialists, none whom the case must be kept from."""
    found = User.objects.filter(is_active=True, roles__kind__in=RECEIVERS).exclude(pk=but.pk)
    return found.exclude(conflicts__case=case).distinct().order_by("name")
