"""Keeping claims in step with the payments, within the transaction that marks them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F

from bansou.accompaniment.enums import State
from bansou.accompaniment.models import Claim, Event
from bansou.audit import actions as audit
from bansou.payments.enums import TransferState
from bansou.payments.models import Line, Payable

BATCH = 500


def note_settled(sources: Iterable[uuid.UUID], *, now: datetime) -> None:
    """Set each of these claims to paid when all its payables are, and back to approved when money came back."""
    ids = sorted(set(sources))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        open_ones = _not_all_paid(batch)
        _move(batch, open_ones, State.PAID, State.APPROVED, now)
        _move(batch, set(batch) - open_ones, State.APPROVED, State.PAID, now)


def _not_all_paid(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    paid = Line.objects.filter(live=True, transfer__state=TransferState.PAID).values("payable")
    return set(Payable.objects.filter(source__in=ids).exclude(pk__in=paid).values_list("source", flat=True))


def _move(
    batch: Iterable[uuid.UUID], ids: set[uuid.UUID], before: State, after: State, now: datetime
) -> None:
    wanted = [pk for pk in batch if pk in ids]
    claims = list(Claim.objects.filter(pk__in=wanted, state=before).select_for_update())
    if not claims:
        return
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(state=after, version=F("version") + 1)
    Event.objects.bulk_create(
        Event(claim=claim, state=after, version=claim.version + 1, at=now) for claim in claims
    )
    audit.record(None, f"claims.{after}", *claims, now=now)
