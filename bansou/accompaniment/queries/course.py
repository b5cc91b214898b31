"""Where a claim stands, told in words: payment, signs, history, and what a reviewer reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bansou.accompaniment.enums import UNDECIDED, State
from bansou.accompaniment.models import Claim, Event, Flag, Participation
from bansou.payments.enums import UNDER_WAY, RunState, TransferState
from bansou.payments.models import Line
from bansou.supporters.models import Registration, Supporter

IN_A_RUN = (*UNDER_WAY, RunState.PAID)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands for one supporter.

    `pay_on` is the day of the run that pays it, once there is one; before that `pays_in` is the month that the rules
    give, unless the approval came too late for it.
    """

    state: str
    since: datetime | None = None
    waits_for_second: bool = False
    pay_on: date | None = None
    pays_in: date | None = None
    papers_missing: bool = False


def standings(claims: Iterable[Claim], supporter: Supporter) -> dict[UUID, Standing]:
    """By claim id, with the same number of queries for any number of claims."""
    claims = list(claims)
    ids = [claim.pk for claim in claims]
    since = dict(Event.objects.filter(claim__in=ids).order_by("version").values_list("claim", "at"))
    asked = Participation.objects.filter(claim__in=ids, confirmed_at=None, declined_at=None)
    waiting = set(asked.values_list("claim", flat=True))
    lines = Line.objects.filter(live=True, payable__payee=supporter.payee_id, payable__source__in=ids)
    lines = lines.exclude(transfer__state__in=[TransferState.RETURNED, TransferState.REJECTED])
    paid = dict(
        lines.filter(transfer__run__state__in=IN_A_RUN).values_list(
            "payable__source", "transfer__run__pay_on"
        )
    )
    ready = Registration.objects.filter(supporter=supporter).exclude(payable_on=None)
    payable = set(ready.values_list("terms", flat=True))
    return {
        claim.pk: Standing(
            claim.state,
            since.get(claim.pk),
            claim.pk in waiting,
            paid.get(claim.pk),
            _pays_in(claim, since.get(claim.pk)),
            bool(claim.terms.rules.requirements.papers) and claim.terms_id not in payable,
        )
        for claim in claims
    }


def _pays_in(claim: Claim, since: datetime | None) -> date | None:
    if claim.state != State.APPROVED or since is None:
        return None
    approved_on = timezone.localtime(since).date()
    return claim.pay_month_on if approved_on < claim.pay_month_on else None


def signs_of(claim: Claim) -> QuerySet[Flag]:
    """Signs of a claim, and those of other claims that point at it."""
    return (
        Flag.objects.filter(Q(claim=claim) | Q(other=claim))
        .select_related("claim__applicant", "other__applicant", "cleared_by")
        .order_by("cleared_at", "raised_at", "pk")
    )


def waiting_confirmations(user: Any) -> QuerySet[Participation]:
    """Claims in which a supporter was named as the second and has not answered."""
    return (
        Participation.objects.filter(supporter__user=user, position=2, confirmed_at=None, declined_at=None)
        .filter(claim__state__in=UNDECIDED)
        .select_related("claim__applicant")
        .order_by("claim__filed_at")
    )
