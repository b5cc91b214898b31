"""What the receiver says, by themselves or written down by the sender; and what comes back for want of an answer."""

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions import members
from bansou.cases.enums import Role
from bansou.cases.models import CaseMember
from bansou.cases.queries.sealed import place
from bansou.core.refusal import Refused
from bansou.referrals import notifications
from bansou.referrals.actions.common import locked_referral
from bansou.referrals.actions.sending import require_consent
from bansou.referrals.enums import Kind, Reason, State
from bansou.referrals.models import Referral
from bansou.vault import actions as vault

UNANSWERED = (State.SENT, State.OVERDUE)


@transaction.atomic
def accept(referral: Referral, *, actor: Any, now: datetime) -> Referral:
    """They take it. With a whole case the receiver becomes its lead, and the one who led it leaves it.

    Raises Refused(WRONG_STATE), NO_CONSENT where a colleague takes what the person no longer agrees to, and those of
    members.add_member.
    """
    referral = locked_referral(referral.pk, *UNANSWERED)
    if referral.to_user_id:
        require_consent(referral.case, referral.body)
    referral.state, referral.answered_at = State.ACCEPTED, now
    if referral.kind == Kind.TRANSFER:
        _hand_over(referral, actor, now)
        referral.state, referral.ended_at = State.DONE, now
    referral.save(update_fields=["state", "answered_at", "ended_at"])
    audit.record(actor, "referrals.accept", referral, referral.case, now=now)
    notifications.tell_sender(referral, "answered", now=now)
    return referral


@transaction.atomic
def decline(referral: Referral, reason: str, *, actor: Any, now: datetime) -> Referral:
    """They do not take it, and say why. Raises Refused(WRONG_STATE, WHY)."""
    if not reason.strip():
        raise Refused(Reason.WHY)
    referral = locked_referral(referral.pk, *UNANSWERED)
    referral.state, referral.answered_at, referral.ended_at = State.DECLINED, now, now
    _keep_words(referral, reason)
    referral.save(update_fields=["state", "answered_at", "ended_at", "sealed_answer"])
    audit.record(actor, "referrals.decline", referral, referral.case, now=now)
    notifications.tell_sender(referral, "answered", now=now)
    return referral


@transaction.atomic
def finish(referral: Referral, result: str, words: str, *, actor: Any, now: datetime) -> Referral:
    """What came of it. Raises Refused(WRONG_STATE)."""
    referral = locked_referral(referral.pk, State.ACCEPTED)
    referral.state, referral.result, referral.ended_at = State.DONE, result, now
    _keep_words(referral, words)
    referral.save(update_fields=["state", "result", "ended_at", "sealed_answer"])
    audit.record(actor, "referrals.finish", referral, referral.case, now=now, fields=[result])
    notifications.tell_sender(referral, "answered", now=now)
    return referral


def return_silent(*, today: date, now: datetime) -> int:
    """Referrals whose day passed without an answer come back to their senders. Returns how many."""
    silent = Referral.objects.filter(state=State.SENT, answer_by_on__lt=today).values_list("pk", flat=True)
    return sum(_return(pk, now) for pk in list(silent))


@transaction.atomic
def _return(pk: Any, now: datetime) -> bool:
    try:
        referral = locked_referral(pk, State.SENT)
    except Refused:
        # Answered in this very moment.
        return False
    referral.state = State.OVERDUE
    referral.save(update_fields=["state"])
    audit.record(None, "referrals.overdue", referral, referral.case, now=now)
    notifications.tell_sender(referral, "overdue", now=now)
    return True


def _hand_over(referral: Referral, actor: Any, now: datetime) -> None:
    live = CaseMember.objects.filter(case=referral.case_id, ended_at=None)
    before = live.filter(role=Role.LEAD).exclude(user=referral.to_user).values_list("user", flat=True)
    led_by = list(before)
    members.add_member(referral.case, referral.to_user, Role.LEAD, actor=actor, now=now)
    for member in live.filter(user__in=led_by):
        members.end_member(member, actor=actor, now=now)


def _keep_words(referral: Referral, words: str) -> None:
    text = json.dumps({"words": words.strip()}, ensure_ascii=False)
    referral.sealed_answer = vault.seal(referral.case_id, place(referral, "sealed_answer"), text)
