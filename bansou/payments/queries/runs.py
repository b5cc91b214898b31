"""Runs, their payments and their sums, and the settings that apply to them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from bansou.payments.enums import TransferState
from bansou.payments.models import Payable, PayingAccount, Run, TaxDecision, Transfer
from bansou.payments.queries.plans import decisions_on, latest_accounts

SETTLED = (TransferState.PAID,)


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
    planned = dict(run.transfers.values_list("payee_id", "account_id"))
    now = latest_accounts(run.transfers.values("payee"))
    return sum(
        1
        for payee_id, account_id in planned.items()
        if payee_id not in now or now[payee_id].pk != account_id or now[payee_id].refused_at
    )


def same_destination(run: Run) -> list[Transfer]:
    """Payments of a run with an account and amount that another payment of the run has too."""
    rows = list(transfer_rows(run).only("number", "amount_yen", "payee", "account"))
    seen: dict[tuple[bytes, int], list[Transfer]] = {}
    for row in rows:
        seen.setdefault((bytes(row.account.number_index), row.amount_yen), []).append(row)
    return [row for group in seen.values() if len(group) > 1 for row in group]


def month_totals(last_on: date, months: int = 12) -> Sequence[tuple[date, int, int]]:
    """(month, yen, payments) paid in each of the months up to that of `last_on`, empty months too."""
    first = _back(last_on.replace(day=1), months - 1)
    rows = (
        Transfer.objects.filter(state=TransferState.PAID, paid_on__gte=first)
        .annotate(month=TruncMonth("paid_on"))
        .values("month")
        .order_by("month")
        .annotate(yen=Sum("amount_yen"), count=Count("pk"))
    )
    found = {row["month"]: (row["yen"], row["count"]) for row in rows}
    every = [_back(last_on.replace(day=1), back) for back in range(months - 1, -1, -1)]
    return [(month, *found.get(month, (0, 0))) for month in every]


def _back(month_on: date, months: int) -> date:
    year, month = divmod(month_on.year * 12 + month_on.month - 1 - months, 12)
    return date(year, month + 1, 1)


def open_months() -> list[dict[str, Any]]:
    """What is owed and in no living payment, by the month of filing: month, count, yen, payees."""
    return list(
        Payable.objects.exclude(lines__live=True)
        .annotate(month=TruncMonth("filed_on"))
        .values("month")
        .order_by("month")
        .annotate(count=Count("pk"), yen=Sum("amount_yen"), payees=Count("payee", distinct=True))
    )
