"""An account as on paper: bank and branch by name or code, or symbol and number of the post bank."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from bansou.core.typed import narrow
from bansou.payments.enums import AccountType, NameChange, NameFault, Residency, YuchoFault
from bansou.payments.rules import banks, yucho
from bansou.payments.rules.kana import NameRefused, normalise_name, suggest_name

AT_BANK, AT_POST = "bank", "post"
SHOWN = 12
# What people write after a name and the table leaves away.
ENDINGS = ("", "銀行", "支店")


class DigitsField(forms.CharField):
    """Digits in any width, with blanks or dashes between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "input-short"})

    def to_python(self, value: Any) -> str:
        return narrow(super().to_python(value)).replace(" ", "").replace("-", "")


def _searching(url: str, place: str) -> dict[str, Any]:
    """The list of what fits comes while typing; without script the check offers it."""
    return {
        "autocomplete": "off",
        "hx-get": reverse_lazy(url),
        "hx-trigger": "input changed delay:300ms",
        "hx-target": place,
        "hx-include": "closest form",
    }


def fitting(text: str, code: str, found: Sequence[Any]) -> list[Any]:
    """What is meant: one entry when the chosen code or the text says so, else all that fit."""
    chosen = [row for row in found if row.code == code]
    exact = [row for row in found if text in (row.code, *(row.name + end for end in ENDINGS))]
    return chosen or exact[:1] or list(found)


class BankPicker(forms.Form):
    """Bank, branch, kind and number; `bank_choices` and `branch_choices` are what fits an unclear name."""

    bank = forms.CharField(
        label=_("Bank"), help_text=_("Name or 4-digit code"), required=False, max_length=60
    )
    bank_code = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    branch = forms.CharField(
        label=_("Branch"), help_text=_("Name or 3-digit code"), required=False, max_length=60
    )
    branch_code = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    account_type = forms.ChoiceField(
        label=_("Kind of account"),
        choices=AccountType.choices,
        initial=AccountType.ORDINARY,
        required=False,
        widget=forms.RadioSelect,
    )
    number = DigitsField(
        label=_("Account number"), help_text=_("1 to 7 digits"), required=False, max_length=20
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].widget.attrs |= _searching("bank_choices", "#bank-choices")
        self.fields["branch"].widget.attrs |= _searching("branch_choices", "#branch-choices")
        self.bank_choices: list[Any] = []
        self.branch_choices: list[Any] = []

    def clean_bank_part(self, data: dict[str, Any]) -> dict[str, str] | None:
        """Code of bank and branch, kind and number as actions take them; None after adding errors."""
        bank = self._one("bank", data, banks.search_banks)
        branch = bank and self._one(
            "branch", data, lambda text, limit: banks.search_branches(bank.code, text, limit)
        )
        number = data.get("number", "")
        if not banks.is_account_number(number):
            self.add_error("number", _("Enter 1 to 7 digits, not all zeros."))
        if not data.get("account_type"):
            self.add_error("account_type", _("Choose one."))
        if self.errors or not branch:
            return None
        return {
            "bank_code": bank.code,
            "branch_code": branch.code,
            "account_type": data["account_type"],
            "number": number.zfill(7),
        }

    def _one(self, name: str, data: dict[str, Any], search: Callable[[str, int], list[Any]]) -> Any:
        text = narrow(data.get(name, ""))
        code = data.get(f"{name}_code", "")
        if not text:
            self.add_error(name, _("Enter a name or a code."))
            return None
        found = fitting(text, code, search(text, SHOWN))
        if len(found) == 1:
            return found[0]
        setattr(self, f"{name}_choices", found)
        self.add_error(
            name, _("Choose one of the list.") if found else _("Nothing fits. Try a part of the name.")
        )
        return None


class AccountForm(BankPicker):
    """A payee's account. Valid, it has `entered`: the keyword arguments of actions.enter_account."""

    where = forms.ChoiceField(
        label=_("Where is the account?"),
        choices=[(AT_BANK, _("At a bank")), (AT_POST, _("At ゆうちょ (Japan Post Bank)"))],
        initial=AT_BANK,
        widget=forms.RadioSelect,
    )
    symbol = forms.CharField(
        label=_("Symbol (記号)"), help_text=_("5 digits, as 14030"), required=False, max_length=12
    )
    post_number = forms.CharField(
        label=_("Number (番号)"), help_text=_("2 to 8 digits"), required=False, max_length=12
    )
    name = forms.CharField(
        label=_("Name on the account"),
        help_text=_("In katakana as printed inside the passbook"),
        max_length=100,
        widget=forms.TextInput(attrs={"lang": "ja", "autocomplete": "off"}),
    )
    shared_confirmed = forms.BooleanField(
        label=_("Two payees share this account; I have compared both papers."), required=False
    )

    def clean_name(self) -> str:
        raw = self.cleaned_data["name"]
        try:
            self.normalised = normalise_name(raw)
        except NameRefused as refused:
            words = NameFault(refused.reason.value).label % {"detail": refused.detail}
            suggestion = suggest_name(raw)
            if suggestion:
                words = _("%(fault)s Possible, if the passbook says so: %(name)s") % {
                    "fault": words,
                    "name": suggestion,
                }
            raise forms.ValidationError(words) from None
        return raw

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        account = self._post_account(data) if data.get("where") == AT_POST else self.clean_bank_part(data)
        if account and not self.errors:
            self.entered = {**account, "name": data["name"], "shared_confirmed": data["shared_confirmed"]}
        return data

    def _post_account(self, data: dict[str, Any]) -> dict[str, str] | None:
        try:
            account = yucho.convert(data.get("symbol", ""), data.get("post_number", ""))
        except yucho.YuchoRefused as refused:
            field = "post_number" if refused.reason.value.startswith("number") else "symbol"
            self.add_error(field, YuchoFault(refused.reason.value).label)
            return None
        return {
            "bank_code": account.bank_code,
            "branch_code": account.branch_code,
            "account_type": account.account_type,
            "number": account.account_number,
        }

    @property
    def name_changes(self) -> list[tuple[str, str, Any]]:
        """(before, after, what was done) for the person to confirm."""
        return [
            (before, after, NameChange(change.value).label)
            for before, after, change in self.normalised.changes
        ]


class ResidencyForm(forms.Form):
    residency = forms.ChoiceField(
        label=_("Residency"),
        choices=Residency.choices,
        help_text=_("Resident: domicile in Japan, or one year of residence. The visa does not decide."),
        widget=forms.RadioSelect(attrs={"class": "tiles-1"}),
    )
