"""The directory's entry and search."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bansou.core.forms import DayField
from bansou.core.municipalities import REGION_NAMES, prefecture_name, prefectures
from bansou.directory.models import Organisation


def _prefectures() -> list[tuple[str, Any]]:
    page = get_language() or "en"
    return [("", _("Choose one")), *((each.code, prefecture_name(each.code, page)) for each in prefectures())]


class OrganisationForm(forms.ModelForm):
    prefecture = forms.ChoiceField(label=_("Prefecture"), choices=_prefectures)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    joined_on = DayField(label=_("Joined on"), required=False)
    left_on = DayField(label=_("Left on"), required=False)

    class Meta:
        model = Organisation
        fields = ("name", "kana", "latin", "prefecture", "website", "mail", "phone", "joined_on", "left_on")
        labels = {
            "name": pgettext_lazy("organisation", "Name"), "kana": _("Reading in kana"),
            "latin": pgettext_lazy("organisation", "Name in Latin letters"),
            "mail": _("Mail address"), "phone": _("Phone"),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if told.get("joined_on") and told.get("left_on") and told["left_on"] < told["joined_on"]:
            self.add_error("left_on", _("This is before the day of joining. Correct one of the two days."))
        return told


class OrganisationSearchForm(forms.Form):
    q = forms.CharField(label=pgettext_lazy("organisation", "Name"), required=False, max_length=100)
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("All")), *REGION_NAMES.items()]
    )
    with_left = forms.BooleanField(label=_("Also those that left"), required=False)

    def asked(self) -> dict:
        self.is_valid()
        told = self.cleaned_data
        return {
            "text": told.get("q", ""),
            "region": told.get("region", ""),
            "with_left": told.get("with_left", False),
        }
