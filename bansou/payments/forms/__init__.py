"""The shapes of input: accounts, closing a month, decisions, the paying account."""

from bansou.payments.forms.accounts import AccountForm, BankPicker, ResidencyForm
from bansou.payments.forms.runs import (
    ApproveForm,
    CloseForm,
    PayDayForm,
    PayeeSearchForm,
    RejectForm,
    ReturnForm,
)
from bansou.payments.forms.settings import PayingForm, TaxForm

__all__ = [
    "AccountForm",
    "ApproveForm",
    "BankPicker",
    "CloseForm",
    "PayDayForm",
    "PayeeSearchForm",
    "PayingForm",
    "RejectForm",
    "ResidencyForm",
    "ReturnForm",
    "TaxForm",
]
