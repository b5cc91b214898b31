"""What reviewers decide about a claim."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.accompaniment import notifications, permissions
from bansou.accompaniment.actions.common import going, locked_claim, move, parts_of, require_state
from bansou.accompaniment.actions.slots import fit_slots, free_slots
from bansou.accompaniment.enums import UNDECIDED, Refusal, Sign, State
from bansou.accompaniment.models import Claim, Flag, Participation
from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.payments.actions import clear, owe
from bansou.payments.enums import PaymentKind
from bansou.people import actions as people
from bansou.programmes.rules import PaidTo, PriorReview
from bansou.supporters.models import Supporter


@transaction.atomic
def approve(claim: Claim, *, version: int, actor: Any, now: datetime) -> Claim:
    """Approve, and owe each supporter who went along the amount of the band.

    Raises Refused(CHANGED, DECIDED, NOT_YOURS, SECOND_PENDING, PRIOR_REVIEW, JUDGED_BY_YOU, NO_SLOT).
    """
    [recipient] = people.lock(claim.recipient_id)
    claim, parts = _for_review(claim, version, actor, State.SUBMITTED)
    rules = claim.terms.rules
    if not all(part.answered for part in parts):
        raise Refused(Refusal.SECOND_PENDING)
    if rules.prior_review != PriorReview.NONE and claim.coordinator_ok_on is None:
        raise Refused(Refusal.PRIOR_REVIEW)
    if permissions.judged_by(actor, claim):
        raise Refused(Refusal.JUDGED_BY_YOU)
    # A place may have become free since the claim was filed.
    if not fit_slots(claim, recipient, len(going(parts))):
        raise Refused(Refusal.NO_SLOT, cap=rules.caps.claims_per_recipient)
    claim.flags.filter(sign=Sign.NO_SLOT, cleared_at=None).update(cleared_at=now, cleared_by=actor)
    move(claim, State.APPROVED, by=actor, now=now)
    _owe(claim, going(parts), now)
    audit.record(actor, "claims.approve", claim, now=now)
    notifications.tell_all(claim, going(parts), "approved", now=now)
    return claim


def _owe(claim: Claim, supporters: list[Supporter], now: datetime) -> None:
    rules = claim.terms.rules
    for supporter in supporters[:1] if rules.pay_rule.paid_to == PaidTo.APPLICANT else supporters:
        if not rules.requirements.papers:
            # Nothing is asked for, so nothing is missing.
            clear(supporter.payee, claim.terms_id, on=timezone.localtime(now).date(), actor=None, now=now)
        owe(
            payee=supporter.payee,
            kind=PaymentKind.ACCOMPANIMENT,
            scope=claim.terms_id,
            source=claim.pk,
            label=claim.number,
            amount_yen=claim.amount_yen,
            filed_on=claim.filed_on,
            done_on=claim.support_on,
            now=now,
        )


@transaction.atomic
def judge_first(claim: Claim, *, version: int, actor: Any, now: datetime, today: date) -> Claim:
    """The coordinator's judgement that the term asks for before the approval."""
    claim, _parts = _for_review(claim, version, actor, State.SUBMITTED)
    move(claim, State.SUBMITTED, by=actor, now=now, coordinator_ok_on=today)
    audit.record(actor, "claims.judge_first", claim, now=now)
    return claim


@transaction.atomic
def send_back(claim: Claim, *, version: int, reason: str, actor: Any, now: datetime) -> Claim:
    """Ask for a correction; the claim keeps its place and its first filing day."""
    claim, parts = _for_review(claim, version, actor, State.SUBMITTED)
    _require(reason)
    move(claim, State.RETURNED, by=actor, now=now, reason=reason)
    audit.record(actor, "claims.return", claim, now=now)
    notifications.tell_all(claim, going(parts)[:1], "returned", now=now)
    return claim


@transaction.atomic
def reject(claim: Claim, *, version: int, reason: str, actor: Any, now: datetime) -> Claim:
    """Not approved; the claim's place is free again."""
    claim, parts = _for_review(claim, version, actor, *UNDECIDED)
    _require(reason)
    free_slots(claim)
    move(claim, State.REJECTED, by=actor, now=now, reason=reason)
    audit.record(actor, "claims.reject", claim, now=now)
    notifications.tell_all(claim, going(parts), "rejected", now=now)
    return claim


@transaction.atomic
def clear_flag(flag: Flag, *, actor: Any, now: datetime) -> None:
    """The reviewer looked at a sign and found nothing in it."""
    if flag.cleared_at is None:
        flag.cleared_at, flag.cleared_by = now, actor
        flag.save()
        audit.record(actor, "claims.clear_sign", flag.claim, now=now, fields=[flag.sign])


def _for_review(claim: Claim, version: int, actor: Any, *states: State) -> tuple[Claim, list[Participation]]:
    claim = locked_claim(claim.pk, version=version)
    require_state(claim, *states)
    parts = parts_of(claim)
    if permissions.is_among(actor, parts):
        raise Refused(Refusal.NOT_YOURS)
    return claim, parts


def _require(reason: str) -> None:
    if not reason.strip():
        raise Refused(Refusal.REASON_NEEDED)
