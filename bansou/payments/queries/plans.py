"""What a month's run would pay and what would stay out, in few queries."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from bansou.core.months import month_end
from bansou.payments.enums import LeftOut
from bansou.payments.models import Account, Clearance, Line, Payable, TaxDecision
from bansou.payments.rules import banks, lines, tax

# Payees asked for in one question.
BATCH = 10_000
_WHY = {
    tax.TaxReason.CLASS_UNDECIDED: LeftOut.TAX_UNDECIDED,
    tax.TaxReason.RESIDENCY_UNKNOWN: LeftOut.RESIDENCY_UNKNOWN,
}


class Owed(NamedTuple):
    """A payable with what decides about it; a plain row, since a run may have tens of thousands."""

    id: uuid.UUID
    payee_id: uuid.UUID
    reference: str
    name: str
    payee_kind: str
    residency: str
    kind: str
    scope: uuid.UUID
    label: str
    amount_yen: int
    filed_on: date


OWED_COLUMNS = (
    "id",
    "payee_id",
    "payee__reference",
    "payee__name",
    "payee__kind",
    "payee__residency",
    *("kind", "scope", "label", "amount_yen", "filed_on"),
)


class CountingAccount(NamedTuple):
    """Of the account that counts: what decides whether it can be paid to."""

    id: uuid.UUID
    payee_id: uuid.UUID
    bank_code: str
    branch_code: str
    usable_from: datetime
    refused_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedTransfer:
    """Everything a run would pay to one payee."""

    account_id: uuid.UUID
    lines: list[tuple[Owed, lines.Amounts, tax.TaxClass]]

    @property
    def payee(self) -> Owed:
        return self.lines[0][0]

    @property
    def amount_yen(self) -> int:
        return sum(amounts.net_yen for _, amounts, _ in self.lines)


@dataclass(frozen=True, slots=True)
class Plan:
    transfers: list[PlannedTransfer] = field(default_factory=list)
    left_out: list[tuple[Owed, LeftOut]] = field(default_factory=list)

    @property
    def total_yen(self) -> int:
        return sum(transfer.amount_yen for transfer in self.transfers)

    @property
    def payables_count(self) -> int:
        return sum(len(transfer.lines) for transfer in self.transfers)

    @property
    def left_out_yen(self) -> int:
        return sum(payable.amount_yen for payable, _ in self.left_out)

    @property
    def empty(self) -> bool:
        return not self.transfers and not self.left_out


def owed(month_on: date) -> QuerySet[Payable]:
    """Filed by the end of the month, whichever month that was, and in no payment that lives."""
    live = Line.objects.filter(payable=OuterRef("pk"), live=True)
    return Payable.objects.filter(~Exists(live), filed_on__lte=month_end(month_on))


def plan(month_on: date, pay_on: date, now: datetime) -> Plan:
    """What the run of this month would do if it were drafted now."""
    ordered = owed(month_on).order_by("payee__reference", "filed_on", "id")
    rows = [Owed._make(row) for row in ordered.values_list(*OWED_COLUMNS)]
    facts = _Facts(sorted({row.payee_id for row in rows}), pay_on, now)
    found = Plan()
    for _, group in groupby(rows, key=itemgetter(1)):
        mine = []
        for payable in group:
            reason = facts.left_out(payable)
            if reason:
                found.left_out.append((payable, reason))
            else:
                mine.append(payable)
        if mine:
            found.transfers.append(facts.transfer(mine))
    return found


class _Facts:
    """All that decides about what these payees are owed, read at once."""

    def __init__(self, payees: Sequence[uuid.UUID], pay_on: date, now: datetime) -> None:
        self.pay_on, self.now = pay_on, now
        self.accounts: dict[uuid.UUID, CountingAccount] = {}
        self.cleared: set[tuple[uuid.UUID, uuid.UUID]] = set()
        # Finding what is owed reads all that was ever owed: once, not again for accounts and clearances.
        for start in range(0, len(payees), BATCH):
            some = payees[start : start + BATCH]
            self.accounts |= latest_accounts(some)
            self.cleared |= set(Clearance.objects.filter(payee__in=some).values_list("payee_id", "scope"))
        self.decisions = {row.kind: row for row in decisions_on(pay_on)}

    def left_out(self, payable: Owed) -> LeftOut | None:
        if (payable.payee_id, payable.scope) not in self.cleared:
            return LeftOut.PAPERS
        return self._account_problem(payable.payee_id) or self._tax_problem(payable)

    def _account_problem(self, payee_id: uuid.UUID) -> LeftOut | None:
        account = self.accounts.get(payee_id)
        if account is None:
            return LeftOut.NO_ACCOUNT
        if account.refused_at:
            return LeftOut.ACCOUNT_REFUSED
        if account.usable_from > self.now:
            return LeftOut.ACCOUNT_WAITING
        if banks.find_branch(account.bank_code, account.branch_code) is None:
            return LeftOut.BRANCH_GONE
        return None

    def _tax_problem(self, payable: Owed) -> LeftOut | None:
        reason = tax.block_reason(self._tax_class(payable.kind), _kind(payable), _residency(payable))
        return _WHY[reason] if reason else None

    def _tax_class(self, kind: str) -> tax.TaxClass:
        decision = self.decisions.get(kind)
        return tax.TaxClass(decision.tax_class) if decision else tax.TaxClass.UNDECIDED

    def transfer(self, payables: list[Owed]) -> PlannedTransfer:
        first = payables[0]
        split: list[tuple[Owed, lines.Amounts, tax.TaxClass]] = []
        # The order of filing is kept inside a kind: each kind is a fee of its own with its own tax.
        for kind, group in groupby(sorted(payables, key=lambda row: row.kind), key=lambda row: row.kind):
            same = list(group)
            tax_class = self._tax_class(kind)
            amounts = lines.split(
                [payable.amount_yen for payable in same],
                tax_class,
                _kind(first),
                _residency(first),
                net_agreed=self.decisions[kind].net_agreed,
                on=self.pay_on,
            )
            split += [(payable, amount, tax_class) for payable, amount in zip(same, amounts, strict=True)]
        return PlannedTransfer(self.accounts[first.payee_id].id, split)


def latest_accounts(payees: Any) -> dict[uuid.UUID, CountingAccount]:
    """The account that counts for each payee (ids or a subquery), usable or not."""
    rows = Account.objects.filter(payee__in=payees, withdrawn_at=None).order_by("entered_at", "id")
    return {row[1]: CountingAccount._make(row) for row in rows.values_list(*CountingAccount._fields)}


def decisions_on(day: date) -> Iterable[TaxDecision]:
    """The decision in force on that day for each kind that has one."""
    later = TaxDecision.objects.filter(
        Q(kind=OuterRef("kind")), valid_from__gt=OuterRef("valid_from"), valid_from__lte=day
    )
    return TaxDecision.objects.filter(~Exists(later), valid_from__lte=day).select_related("decided_by")


def _kind(payable: Owed) -> tax.PayeeKind:
    return tax.PayeeKind(payable.payee_kind)


def _residency(payable: Owed) -> tax.Residency:
    return tax.Residency(payable.residency)
