"""Questions about what is owed, planned and paid."""

from .plans import Plan, PlannedTransfer, plan
from .runs import (
    decision_on,
    month_totals,
    office,
    open_months,
    paying_account,
    run_queryset,
    same_destination,
    stale_transfers,
    transfer_rows,
)
from .states import PayableState, current_account, has_account, payees_with_account, state_of_payables

__all__ = [
    "PayableState",
    "Plan",
    "PlannedTransfer",
    "current_account",
    "decision_on",
    "has_account",
    "month_totals",
    "office",
    "open_months",
    "payees_with_account",
    "paying_account",
    "plan",
    "run_queryset",
    "same_destination",
    "stale_transfers",
    "state_of_payables",
    "transfer_rows",
]
