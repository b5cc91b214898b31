"""Break-glass: opening a case that one is not on, in an emergency, and looking at it afterwards."""

from datetime import datetime, timedelta

from django.db import transaction

from bansou.accounts.models import User
from bansou.audit import actions as audit
from bansou.cases import notifications, permissions
from bansou.cases.actions.common import locked_case, seal
from bansou.cases.enums import Reason
from bansou.cases.models import BreakGlass, Case
from bansou.core.refusal import Refused

LASTS = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(hours=72)
LEAST_REASON = 20


@transaction.atomic
def break_glass(case: Case, *, emergency: str, reason: str, actor: User, now: datetime) -> BreakGlass:
    """Read one case for an hour. The lead and the secretariat are told at once; somebody else reviews it.

    Raises Refused(SHORT_REASON, UNREVIEWED, UNREADABLE).
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(Reason.SHORT_REASON, least=LEAST_REASON)
    case = locked_case(case.pk)
    # Two openings at once wait here for each other, whichever cases they are about.
    User.objects.select_for_update().get(pk=actor.pk)
    if BreakGlass.objects.filter(user=actor, reviewed_at=None).exists():
        raise Refused(Reason.UNREVIEWED)
    opening = BreakGlass(case=case, user=actor, emergency=emergency, opened_at=now, until_at=now + LASTS)
    seal(case.pk, opening, "sealed_reason", reason.strip())
    opening.save(force_insert=True)
    audit.record(actor, "cases.glass", case, now=now, fields=[emergency])
    notifications.tell_of_opening(opening, now=now)
    return opening


@transaction.atomic
def show_red(case: Case, *, actor: User, now: datetime) -> None:
    """The second click: names, contact, residence, messages and files too. Nothing without a running opening."""
    opening = permissions.running_opening(actor, case, now=now)
    if opening and opening.red_at is None:
        opening.red_at = now
        opening.save(update_fields=["red_at"])
        audit.record(actor, "cases.glass_red", case, now=now)


@transaction.atomic
def review(opening: BreakGlass, verdict: str, *, actor: User, now: datetime) -> None:
    """Say whether it was right. Raises Refused(OWN_REVIEW, REVIEWED)."""
    opening = BreakGlass.objects.select_for_update(of=("self",)).select_related("case").get(pk=opening.pk)
    if opening.user_id == actor.pk:
        raise Refused(Reason.OWN_REVIEW)
    if opening.reviewed_at:
        raise Refused(Reason.REVIEWED)
    opening.verdict, opening.reviewed_at, opening.reviewed_by = verdict, now, actor
    opening.save(update_fields=["verdict", "reviewed_at", "reviewed_by"])
    audit.record(actor, "cases.glass_review", opening.case, now=now, fields=[verdict])
