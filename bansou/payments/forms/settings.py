"""Decisions for all payments: the tax class of a kind, and the paying account with its bank's habits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.core.forms import DayField
from bansou.payments.enums import AccountType, NameFault, PaymentKind, TaxClass
from bansou.payments.forms.accounts import BankPicker, DigitsField
from bansou.payments.rules.kana import PAYER_NAME_BYTES, NameRefused, normalise_name
from bansou.payments.rules.zengin import Blank, LineEnd, PayingBank

BLANKS = [(Blank.ZEROS.value, _("Zeros")), (Blank.SPACES.value, _("Spaces"))]
# A payer's account is never a savings account.
PAYER_TYPES = [choice for choice in AccountType.choices if choice[0] != AccountType.SAVINGS]
HABITS = tuple(PayingBank.__dataclass_fields__)


class TaxForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of payment"), choices=PaymentKind.choices)
    tax_class = forms.ChoiceField(
        label=_("Tax class"), choices=TaxClass.choices, widget=forms.RadioSelect(attrs={"class": "tiles-1"})
    )
    valid_from = DayField(label=_("For pay days from"))
    net_agreed = forms.BooleanField(
        label=_("The agreed amount is what arrives: the network bears the tax"), required=False
    )
    label = forms.CharField(
        label=_("Name of the fee on the payment record (区分)"), required=False, max_length=60
    )
    source = forms.CharField(
        label=_("On whose advice"),
        help_text=_("For example: tax accountant, letter of 3 April. It is shown with the decision."),
        max_length=300,
    )


class PayingForm(BankPicker):
    """Valid, it has `settings` as actions.set_paying_account takes them."""

    name = forms.CharField(
        label=_("Name of the payer in kana"),
        help_text=_("Payees see it in their passbooks; at most 40 bytes in half width."),
        max_length=80,
        widget=forms.TextInput(attrs={"lang": "ja"}),
    )
    requester_code = DigitsField(
        label=_("Requester code (振込依頼人コード)"),
        help_text=_("10 digits from the bank; empty if it gave none"),
        required=False,
        max_length=10,
    )
    line_end = forms.ChoiceField(
        label=_("End of each record"),
        choices=[
            (LineEnd.CRLF.value, _("CR and LF (122 bytes)")),
            (LineEnd.NONE.value, _("Nothing (120 bytes)")),
        ],
        initial=LineEnd.CRLF.value,
    )
    blank_requester_code = forms.ChoiceField(
        label=_("An empty requester code is written as"), choices=BLANKS, initial=Blank.ZEROS.value
    )
    clearing_house = forms.ChoiceField(
        label=_("The unused clearing-house number is written as"), choices=BLANKS, initial=Blank.ZEROS.value
    )
    write_names = forms.BooleanField(
        label=_("Write the names of banks and branches"), required=False, initial=True
    )
    dot_in_names = forms.BooleanField(
        label=_("The bank takes full stops in names"), required=False, initial=True
    )
    edi = forms.BooleanField(label=_("Write the payment number as EDI information"), required=False)
    max_payments = forms.IntegerField(label=_("Payments in one file, at most"), initial=999_999, min_value=1)
    days_ahead = forms.IntegerField(label=_("Days ahead, at most"), initial=30, min_value=1, max_value=366)
    lead_business_days = forms.IntegerField(
        label=_("Business days before the pay day, at least"), initial=1, min_value=0, max_value=30
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_type"].choices = PAYER_TYPES

    def clean_name(self) -> str:
        try:
            return normalise_name(self.cleaned_data["name"], PAYER_NAME_BYTES).text
        except NameRefused as refused:
            words = NameFault(refused.reason.value).label % {"detail": refused.detail}
            raise forms.ValidationError(words) from None

    def clean_requester_code(self) -> str:
        code = self.cleaned_data["requester_code"]
        if code and not (code.isascii() and code.isdigit() and len(code) == 10):
            raise forms.ValidationError(_("Enter 10 digits, or nothing."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        account = self.clean_bank_part(data)
        if account and not self.errors:
            account["account_number"] = account.pop("number")
            self.settings = {
                "payer": {"name": data["name"], "requester_code": data["requester_code"], **account},
                "bank": {name: data[name] for name in HABITS},
            }
        return data


def initial_of(settings: dict[str, Any]) -> dict[str, Any]:
    """What the form shows of settings in force."""
    payer = settings["payer"]
    return {
        **settings["bank"],
        **payer,
        "bank": payer["bank_code"],
        "branch": payer["branch_code"],
        "number": payer["account_number"],
    }
