"""Runs, their payments and their sums, and the settings that apply to them."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from bansou.core.calendar import is_bank_business_day, next_business_day
from bansou.core.months import add_months, following_month, month_end
from bansou.payments.enums import LeftOut, PaymentKind, RunState, TaxClass, TransferState
from bansou.payments.models import (
    Account,
    Exclusion,
    Line,
    Payable,
    PayingAccount,
    Run,
    TaxDecision,
    Transfer,
)
from bansou.payments.queries.plans import decisions_on

# Without an earlier run, the day of the month on which many offices pay.
USUAL_DAY = 20


def run_queryset() -> QuerySet[Run]:
    """Runs without the sealed file, which only a download needs."""
    return Run.objects.defer("sealed_file").select_related("drafted_by", "approved_by", "exported_by")


def paying_account() -> PayingAccount | None:
    return PayingAccount.objects.select_related("entered_by").order_by("-entered_at").first()


def transfer_rows(run: Run) -> QuerySet[Transfer]:
    """The payments of a run with payee, account, sums of lines, in the order of the bank file."""
    return (
        run.transfers.select_related("payee", "account")
        .defer("account__sealed_number", "account__sealed_name")
        .annotate(
            gross_yen=Sum("lines__gross_yen"), tax_yen=Sum("lines__tax_yen"), lines_count=Count("lines")
        )
        .order_by("number")
    )


def exclusion_rows(run: Run) -> QuerySet[Exclusion]:
    """What a run left out, with payable and payee."""
    return run.exclusions.select_related("payable__payee").order_by(
        "reason", "payable__payee__reference", "id"
    )


def exclusion_counts(run: Run) -> list[tuple[LeftOut, int, int]]:
    """(reason, payables, yen) of what a run left out, most first."""
    rows = run.exclusions.values_list("reason").annotate(count=Count("pk"), yen=Sum("payable__amount_yen"))
    return [(LeftOut(reason), count, yen) for reason, count, yen in rows.order_by("-count", "reason")]


def transfer_states(run: Run) -> dict[str, tuple[int, int]]:
    """By state: how many payments of a run, and their yen."""
    rows = (
        run.transfers.values_list("state")
        .order_by("state")
        .annotate(count=Count("pk"), yen=Sum("amount_yen"))
    )
    return {state: (count, yen) for state, count, yen in rows}


def changed_accounts(run: Run) -> set[uuid.UUID]:
    """Payments of a run to an account to which nothing was paid before: what an approver looks at twice."""
    known = Transfer.objects.filter(account=OuterRef("account"), state=TransferState.PAID).exclude(run=run)
    return set(run.transfers.filter(~Exists(known)).values_list("pk", flat=True))


def stale_transfers(run: Run) -> int:
    """How many payments of a run go to an account that is no longer the one that counts."""
    newer = Account.objects.filter(
        payee=OuterRef("payee"), withdrawn_at=None, entered_at__gt=OuterRef("account__entered_at")
    )
    gone = Q(account__withdrawn_at__isnull=False) | Q(account__refused_at__isnull=False)
    return run.transfers.filter(gone | Exists(newer)).count()


def same_destination(run: Run) -> list[Transfer]:
    """Payments of a run with an account and amount that another payment of the run has too."""
    shared = (
        run.transfers.values_list("account__number_index", "amount_yen")
        .order_by()
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
    )
    twins = {(bytes(index), amount) for index, amount, _ in shared}
    rows = transfer_rows(run).filter(account__number_index__in=[index for index, _ in twins]) if twins else ()
    return [row for row in rows if (bytes(row.account.number_index), row.amount_yen) in twins]


def month_totals(last_on: date, months: int = 12) -> Sequence[tuple[date, int, int]]:
    """(month, yen, payments) paid in each of the months up to that of `last_on`, empty months too."""
    first = add_months(last_on.replace(day=1), 1 - months)
    rows = (
        Transfer.objects.filter(state=TransferState.PAID, paid_on__gte=first)
        .values_list("paid_on")
        .annotate(yen=Sum("amount_yen"), count=Count("*"))
    )
    # A month has few pay days: they are added up here, since SQLite would call Python for each payment.
    found: dict[date, tuple[int, int]] = {}
    for day, yen, count in rows:
        before = found.get(day.replace(day=1), (0, 0))
        found[day.replace(day=1)] = before[0] + yen, before[1] + count
    every = [add_months(first, step) for step in range(months)]
    return [(month, *found.get(month, (0, 0))) for month in every]


def open_months() -> list[dict[str, Any]]:
    """What is owed and in no living payment, by the month of filing: month, count, yen, payees."""
    rows = (
        Payable.objects.exclude(lines__live=True)
        .annotate(month=TruncMonth("filed_on"))
        .values("month")
        .order_by("month")
        .annotate(count=Count("pk"), yen=Sum("amount_yen"), payees=Count("payee", distinct=True))
    )
    return [dict(row) for row in rows]


def undecided_kinds(day: date) -> list[PaymentKind]:
    """Kinds of payment of which nothing can be paid on that day, for want of a tax decision."""
    decided = {row.kind for row in decisions_on(day) if row.tax_class != TaxClass.UNDECIDED}
    return [kind for kind in PaymentKind if kind not in decided]


def tax_history() -> QuerySet[TaxDecision]:
    return TaxDecision.objects.select_related("decided_by").order_by("kind", "-valid_from")


def run_sums(run: Run) -> dict[str, int]:
    """Gross, tax and net yen of a run, its payables and payments."""
    sums = Line.objects.filter(transfer__run=run).aggregate(
        gross_yen=Sum("gross_yen"), tax_yen=Sum("tax_yen"), net_yen=Sum("net_yen"), payables=Count("pk")
    )
    return {name: value or 0 for name, value in sums.items()}


def line_rows(transfer: Transfer) -> QuerySet[Line]:
    """What a payment pays, with the payments that tried it before and after."""
    rows = transfer.lines.select_related("payable", "predecessor__transfer")
    then = {"next_id": F("successor__transfer"), "next_number": F("successor__transfer__number")}
    return rows.annotate(**then).order_by("payable__done_on", "id")


def transfer_sums(transfer: Transfer) -> dict[str, int]:
    return transfer.lines.aggregate(
        gross_yen=Sum("gross_yen"), tax_yen=Sum("tax_yen"), net_yen=Sum("net_yen")
    )


def last_closable(today: date) -> date:
    """The month to close next: the one before this, while this month has a day on which banks pay."""
    this = today.replace(day=1)
    return add_months(this, -1) if suggest_pay_day(add_months(this, -1), today) else this


def suggest_pay_day(month_on: date, today: date) -> date | None:
    """A pay day like the last run's in the month after: a bank business day to come, or None if none is left."""
    pay_month = following_month(month_on)
    last = Run.objects.exclude(state=RunState.DISCARDED).order_by("-number").first()
    wanted = pay_month.replace(day=min(last.pay_on.day if last else USUAL_DAY, 28))
    day = max(wanted, today + timedelta(days=1))
    if not is_bank_business_day(day):
        day = next_business_day(day)
    if day <= month_end(pay_month):
        return day
    rest = [month_end(pay_month) - timedelta(days=back) for back in range(31)]
    return next((day for day in rest if pay_month <= day and day > today and is_bank_business_day(day)), None)
