"""Hears from payments, which must not know claims."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from bansou.accompaniment.actions.settling import note_settled
from bansou.payments.enums import PaymentKind
from bansou.payments.signals import payables_settled


@receiver(payables_settled)
def keep_claims_in_step(sender: Any, *, sources: list, kind: str, now: datetime, **kwargs: Any) -> None:
    if kind == PaymentKind.ACCOMPANIMENT:
        note_settled(sources, now=now)
