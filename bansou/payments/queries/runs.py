"""Runs, their payments and their sums, and the settings that apply to them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from bansou.core.calendar import add_months_clamped
from bansou.payments.enums import TransferState
from bansou.payments.models import Account, Payable, PayingAccount, Run, TaxDecision, Transfer
from bansou.payments.queries.plans import decisions_on


def run_queryset() -> QuerySet[Run]:
    """Runs without the sealed file, which only a download needs."""
    return Run.objects.defer("sealed_file").select_related("drafted_by", "approved_by", "exported_by")


def decision_on(kind: str, day: date) -> TaxDecision | None:
    return next((row for row in decisions_on(day) if row.kind == kind), None)


def paying_account() -> PayingAccount | None:
    return PayingAccount.objects.select_related("entered_by").order_by("-entered_at").first()


def office() -> dict[str, str]:
    """The sender on papers, as bansou.core.documents.shapes.Office; empty texts until it is entered."""
    names = ("name", "postal_code", "address", "phone", "mail", "representative")
    account = paying_account()
    given = account.settings.get("office", {}) if account else {}
    return {name: given.get(name, "") for name in names}


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
    first = add_months_clamped(last_on.replace(day=1), 1 - months)
    rows = (
        Transfer.objects.filter(state=TransferState.PAID, paid_on__gte=first)
        .annotate(month=TruncMonth("paid_on"))
        .values("month")
        .order_by("month")
        .annotate(yen=Sum("amount_yen"), count=Count("pk"))
    )
    found = {row["month"]: (row["yen"], row["count"]) for row in rows}
    every = [add_months_clamped(first, step) for step in range(months)]
    return [(month, *found.get(month, (0, 0))) for month in every]


def open_months() -> list[dict[str, Any]]:
    """What is owed and in no living payment, by the month of filing: month, count, yen, payees."""
    return list(
        Payable.objects.exclude(lines__live=True)
        .annotate(month=TruncMonth("filed_on"))
        .values("month")
        .order_by("month")
        .annotate(count=Count("pk"), yen=Sum("amount_yen"), payees=Count("payee", distinct=True))
    )
