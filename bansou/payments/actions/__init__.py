"""What can be done with payees, accounts, runs and bank files."""

from bansou.payments.actions.accounts import (
    HOLD,
    clear,
    enter_account,
    register_payee,
    set_residency,
    update_payee,
    withdraw_account,
)
from bansou.payments.actions.closing import approve_run, check_pay_day, close_month, discard, owe, redraft
from bansou.payments.actions.files import export_run
from bansou.payments.actions.settings import decide_tax, set_paying_account
from bansou.payments.actions.settlement import mark_accepted, mark_paid, mark_rejected, mark_returned

__all__ = [
    "HOLD",
    "approve_run",
    "check_pay_day",
    "clear",
    "close_month",
    "decide_tax",
    "discard",
    "enter_account",
    "export_run",
    "mark_accepted",
    "mark_paid",
    "mark_rejected",
    "mark_returned",
    "owe",
    "redraft",
    "register_payee",
    "set_paying_account",
    "set_residency",
    "update_payee",
    "withdraw_account",
]
