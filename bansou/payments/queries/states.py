"""Where a payable stands, for the apps above and for the payee's own pages."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bansou.payments.enums import LeftOut, ReturnReason, RunState, TransferState
from bansou.payments.models import Account, Exclusion, Line, Payable, Payee
from bansou.payments.queries.plans import latest_accounts

AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class PayableState:
    """`state`: owed (in no run), planned, paid, or returned (the bank sent it back; to be tried again)."""

    state: str
    amount_yen: int
    # The planned day, from the approval of the run on.
    pay_on: date | None = None
    paid_on: date | None = None
    return_reason: ReturnReason | None = None
    # Why the latest run left it out.
    left_out: LeftOut | None = None


def state_of_payables(sources: Iterable[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], PayableState]:
    """By (source, payee id): what became of the payables of these sources (ids of the app above)."""
    wanted = list(sources)
    found: dict[tuple[uuid.UUID, uuid.UUID], PayableState] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= _states(wanted[start : start + AT_ONCE])
    return found


def _states(sources: list[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], PayableState]:
    payables = list(Payable.objects.filter(source__in=sources))
    lines = Line.objects.filter(payable__in=payables).select_related("transfer__run").order_by("id")
    last_line = {line.payable_id: line for line in lines.defer("transfer__run__sealed_file")}
    exclusions = Exclusion.objects.filter(payable__in=payables).select_related("run").order_by("run__number")
    last_out = {row.payable_id: row for row in exclusions.defer("run__sealed_file")}
    return {
        (payable.source, payable.payee_id): _state(
            payable, last_line.get(payable.pk), last_out.get(payable.pk)
        )
        for payable in payables
    }


def _state(payable: Payable, line: Line | None, out: Exclusion | None) -> PayableState:
    amount = line.net_yen if line else payable.amount_yen
    left_out = LeftOut(out.reason) if out else None
    if line is None or (not line.live and line.transfer.state == TransferState.REJECTED):
        return PayableState("owed", amount, left_out=left_out)
    transfer = line.transfer
    if transfer.state == TransferState.PAID:
        return PayableState("paid", amount, pay_on=transfer.run.pay_on, paid_on=transfer.paid_on)
    if transfer.state == TransferState.RETURNED:
        return PayableState("returned", amount, return_reason=ReturnReason(transfer.return_reason))
    # A draft may still change: no day is told before two people have agreed on it.
    pay_on = None if transfer.run.state == RunState.DRAFT else transfer.run.pay_on
    return PayableState("planned" if pay_on else "owed", amount, pay_on=pay_on)


def current_account(payee: Payee) -> Account | None:
    """The account that counts: the latest not withdrawn. It may be held or refused by the bank."""
    return payee.accounts.filter(withdrawn_at=None).order_by("-entered_at", "-id").first()


def has_account(payee: Payee) -> bool:
    """Whether an account is entered that the bank has not refused."""
    account = current_account(payee)
    return account is not None and account.refused_at is None


def payees_with_account(payee_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these payees for whom `has_account` is true, in one query."""
    accounts = latest_accounts(list(payee_ids))
    return {payee_id for payee_id, account in accounts.items() if account.refused_at is None}
