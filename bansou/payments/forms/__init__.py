"""The shapes of input: accounts, closing a month, decisions, the paying account."""

from .accounts import AccountForm, BankPicker, ResidencyForm
from .runs import ApproveForm, CloseForm, PayDayForm, PayeeSearchForm, RejectForm, ReturnForm
from .settings import PayingForm, TaxForm

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
