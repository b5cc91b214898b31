"""What the staff pages of this room take: the list's search, scanned codes, chosen papers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.core.forms import CodeField
from bansou.core.languages import language_choices
from bansou.programmes.models import Terms
from bansou.supporters.enums import State
from bansou.supporters.forms.profile import prefecture_groups
from bansou.supporters.models import Registration
from bansou.supporters.queries import Search


class SearchForm(forms.Form):
    """What the staff's list is narrowed to; an answer that makes no sense narrows nothing."""

    q = forms.CharField(label=_("Bansou ID or name"), required=False, max_length=100)
    prefecture = forms.ChoiceField(
        label=_("Prefecture"), required=False, choices=lambda: [("", _("All")), *prefecture_groups()]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=lambda: [("", _("All")), *language_choices()]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    interprets = forms.BooleanField(label=_("Interprets"), required=False)
    with_left = forms.BooleanField(label=_("Also those who left"), required=False)

    def __init__(self, data: Any, terms: Terms | None) -> None:
        super().__init__(data)
        self.terms = terms

    def wanted(self) -> Search:
        self.is_valid()
        told = self.cleaned_data
        return Search(
            text=told.get("q", "").strip(),
            prefecture=told.get("prefecture", ""),
            language=told.get("language", ""),
            interprets=told.get("interprets", False),
            state=told.get("state", ""),
            terms=self.terms,
            with_left=told.get("with_left", False),
        )


class ScanForm(forms.Form):
    """The field into which a scanner types."""

    code = CodeField(
        label=_("Code on the paper"),
        max_length=100,
        help_text=_("Scan the QR code, or type the Bansou ID under it."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class BatchForm(forms.Form):
    """Papers chosen on the desk."""

    def __init__(self, waiting: Sequence[Registration], data: Any = None) -> None:
        super().__init__(data)
        choices = [(str(each.pk), str(each)) for each in waiting]
        self.fields["ids"] = forms.TypedMultipleChoiceField(label=_("Papers"), coerce=UUID, choices=choices)
