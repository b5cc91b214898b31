"""Decisions that hold for all payments: the tax class of a kind, the paying account."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.accounts.models import User
from bansou.audit import actions as audit
from bansou.core.calendar import next_business_day
from bansou.core.refusal import Refused
from bansou.payments import permissions
from bansou.payments.actions.common import payer_of, require
from bansou.payments.enums import FileFault, PaymentKind, Refusal, TaxClass
from bansou.payments.models import PayingAccount, TaxDecision
from bansou.payments.rules.zengin import PayingBank, Transfer, ZenginRefused, render


@transaction.atomic
def decide_tax(
    kind: PaymentKind,
    tax_class: TaxClass,
    *,
    valid_from: date,
    actor: User,
    now: datetime,
    label: str = "",
    net_agreed: bool = False,
    source: str = "",
) -> TaxDecision:
    """The tax class of a kind for pay days from `valid_from`; a second one for the day replaces the first.

    Runs that exist keep the tax with which they were drafted; a draft takes the new one when drafted again.
    Raises Refused(NOT_ALLOWED).
    """
    require(permissions.can_draft(actor))
    decision, _created = TaxDecision.objects.update_or_create(
        kind=kind,
        valid_from=valid_from,
        defaults={
            "tax_class": tax_class,
            "label": label,
            "net_agreed": net_agreed,
            "source": source,
            "decided_at": now,
            "decided_by": actor,
        },
    )
    audit.record(
        actor, "payments.tax_decided", decision, now=now, fields=("tax_class",), reason=str(tax_class)
    )
    return decision


@transaction.atomic
def set_paying_account(settings: dict[str, Any], *, actor: User, now: datetime) -> PayingAccount:
    """{"payer": Payer fields, "bank": PayingBank fields}, if a file can be written with them.

    Raises Refused(NOT_ALLOWED, SETTINGS_INVALID).
    """
    require(permissions.can_draft(actor))
    _try_out(settings, timezone.localtime(now).date())
    latest = PayingAccount.objects.order_by("-entered_at").first()
    if latest and latest.settings == settings:
        return latest
    account = PayingAccount.objects.create(settings=settings, entered_at=now, entered_by=actor)
    audit.record(actor, "payments.paying_account_set", account, now=now, fields=("settings",))
    return account


def _try_out(settings: dict[str, Any], today: date) -> None:
    """Write a file of one yen to ourselves and throw it away: the surest check of names, codes and habits."""
    payer = payer_of(settings)
    to_ourselves = Transfer(
        payer.bank_code, payer.branch_code, payer.account_type, payer.account_number, "ﾃｽﾄ", 1, "0000000001"
    )
    try:
        render(payer, PayingBank(**settings["bank"]), next_business_day(today), [to_ourselves])
    except ZenginRefused as refused:
        fault = refused.faults[0]
        words = FileFault(fault.reason.value).label % {"detail": fault.detail}
        raise Refused(Refusal.SETTINGS_INVALID, fault=words) from None
