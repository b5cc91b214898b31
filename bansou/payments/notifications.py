"""What payees are told by mail: a changed account, a payment, a payment that came back."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from bansou.notices.actions import queue_mail
from bansou.payments.enums import TransferState
from bansou.payments.models import Account, Payee, Transfer

# A thief changes the mail address first: the former one still hears of a new account for this long.
FORMER_MAIL_TOLD = timedelta(days=30)


def tell_account_changed(account: Account, *, now: datetime) -> None:
    """To the contact as it was before the change, and to an address given up shortly before."""
    payee = account.payee
    to = [payee.mail]
    if payee.former_mail and payee.mail_changed_at and payee.mail_changed_at > now - FORMER_MAIL_TOLD:
        to.append(payee.former_mail)
    for address in to:
        _queue(payee, "account_changed", {"account": account}, now, to=address)


def tell_account_withdrawn(account: Account, *, now: datetime) -> None:
    _queue(account.payee, "account_withdrawn", {"account": account}, now)


def tell_contact_changed(payee: Payee, *, former: str, now: datetime) -> None:
    """To the address that is given up; the new one is not named."""
    _queue(payee, "contact_changed", {}, now, to=former)


def tell_returned(transfer: Transfer, *, now: datetime) -> None:
    _queue(transfer.payee, "payment_returned", {"transfer": transfer}, now)


def tell_paid(run_id: uuid.UUID, *, now: datetime) -> int:
    """Tell the payees of a run who were paid and do not know yet; how many.

    One short transaction for each payee, so that a crash halfway repeats and forgets nobody.
    """
    waiting = Transfer.objects.filter(run=run_id, state=TransferState.PAID, notified_at=None)
    return sum(_tell_one(pk, now) for pk in waiting.order_by("number").values_list("pk", flat=True))


def _tell_one(transfer_id: uuid.UUID, now: datetime) -> bool:
    with transaction.atomic():
        rows = Transfer.objects.filter(pk=transfer_id, state=TransferState.PAID, notified_at=None)
        if not rows.update(notified_at=now):
            return False
        transfer = Transfer.objects.select_related("payee").get(pk=transfer_id)
        _queue(transfer.payee, "payment_made", {"transfer": transfer}, now)
    return True


def _queue(payee: Payee, name: str, context: dict, now: datetime, *, to: str = "") -> None:
    page = "my_account" if "account" in context else "my_payments"
    with translation.override(payee.language):
        link = settings.SITE_URL + reverse(page)
    queue_mail(
        to=to or payee.mail,
        language=payee.language,
        template=f"payments/mail/{name}",
        context={"payee": payee, "link": link, **context},
        now=now,
    )
