"""Coming back by code and PIN, writing again, and taking things back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.enquiries.rules.receipts import CODE_DIGITS, PIN_DIGITS, Receipt, as_digits
from bansou.help.forms import HelpForm
from bansou.help.forms.asking import TEXT_LIMIT, FilesForm


class DigitsField(forms.CharField):
    """So many digits in any script, with or without blanks."""

    def __init__(self, *, count: int, **kwargs: Any) -> None:
        super().__init__(max_length=60, strip=True, **kwargs)
        self.count = count
        self.widget.attrs |= {
            "class": "input-code", "inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "spellcheck": "false",
        }  # fmt: skip

    def clean(self, value: Any) -> str:
        digits = as_digits(super().clean(value))
        if len(digits) != self.count:
            raise forms.ValidationError(self.error_messages["count"])
        return digits


class CodeForm(HelpForm):
    code = DigitsField(
        label=_("Code"), count=CODE_DIGITS, error_messages={"count": _("The code has 16 numbers.")}
    )
    pin = DigitsField(label=_("PIN"), count=PIN_DIGITS, error_messages={"count": _("The PIN has 6 numbers.")})

    def receipt(self) -> Receipt:
        return Receipt(self.cleaned_data["code"], self.cleaned_data["pin"])


class WriteForm(FilesForm):
    text = forms.CharField(
        label=_("Write to us"),
        help_text=_("Write in your language."),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ("token", "text", "photo", "voice")


class TakeBackForm(HelpForm):
    """Which parts of one message: its words, and each of its files."""

    parts = forms.MultipleChoiceField(
        label=_("You can choose many."),
        widget=forms.CheckboxSelectMultiple({"class": "tiles-1"}),
    )

    def __init__(self, *args: Any, parts: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = parts
        self.fields["parts"].initial = [value for value, _label in parts]
