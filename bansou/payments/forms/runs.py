"""Closing a month, and what is said about a run."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.core.forms import DayField
from bansou.core.templatetags.bansou import month
from bansou.payments.enums import RejectReason, ReturnReason


class CloseForm(forms.Form):
    """The month that is closed and the day on which it is paid."""

    month = forms.ChoiceField(label=_("Month of filing"))
    pay_on = DayField(label=_("Pay day"), help_text=_("A bank business day in the following month"))

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(f"{day:%Y-%m}", month(day)) for day in months]

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


class PayDayForm(forms.Form):
    pay_on = DayField(label=_("Pay day"), help_text=_("A bank business day in the following month"))


class ApproveForm(forms.Form):
    """`version` is the draft that the approver has before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    shared_reason = forms.CharField(
        label=_("Why payments to one account are right"),
        help_text=_("For example: a couple with one account. No private details."),
        required=False,
        max_length=200,
    )


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What the bank says"),
        choices=ReturnReason.choices,
        widget=forms.RadioSelect(attrs={"class": "tiles-1"}),
    )


class RejectForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What the bank says"),
        choices=RejectReason.choices,
        widget=forms.RadioSelect(attrs={"class": "tiles-1"}),
    )


class PayeeSearchForm(forms.Form):
    q = forms.CharField(label=_("Bansou ID or a part of the name"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("All")),
            ("missing", _("No account yet")),
            ("held", _("Change held")),
            ("refused", _("Refused by the bank")),
            ("gone", _("Branch no longer exists")),
        ],
    )
