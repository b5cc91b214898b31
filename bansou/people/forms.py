"""How many cards to print."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CardsForm(forms.Form):
    sheets = forms.IntegerField(
        label=_("Sheets"), help_text=_("Ten cards on a sheet of A4."), min_value=1, max_value=20, initial=1
    )
