"""What is typed on the page of a thread: answers, notes, translations, and who does what until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.cases.enums import Topic
from bansou.core.languages import language_choices
from bansou.enquiries.actions.common import TEXT_LENGTH
from bansou.enquiries.forms.inbox import area

LATER = [
    (1, _("Tomorrow")),
    (3, _("In 3 days")),
    (7, _("In a week")),
    (14, _("In two weeks")),
    (30, _("In 30 days")),
]


def _later() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Show again"), choices=LATER, coerce=int, required=False, empty_value=3
    )


class AnswerForm(forms.Form):
    """An answer on its way from the first word to the last check.

    `by_machine` and `back_by_machine` repeat what a machine made: words that differ from it are somebody's own.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    by_machine = forms.CharField(required=False, widget=forms.HiddenInput)
    back_by_machine = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("You write in"), choices=language_choices)
    text = forms.CharField(label=_("Your answer"), max_length=TEXT_LENGTH, widget=area(6))
    translation = forms.CharField(
        label=_("Translation"), required=False, max_length=TEXT_LENGTH, widget=area(6),
        help_text=_("Leave it empty if you have none."),
    )  # fmt: skip
    back = forms.CharField(
        label=_("The translation, translated back"), required=False, max_length=TEXT_LENGTH, widget=area(4),
        help_text=_("By somebody else than the one who translated, if you can."),
    )  # fmt: skip
    by = forms.ChoiceField(label=_("Send by"), widget=forms.RadioSelect(attrs={"class": "tiles-1"}))
    days = _later()

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = ways
        self.fields["text"].widget.attrs["data-key-anywhere"] = "r"


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Private note"),
        help_text=_("The person never sees it."),
        max_length=TEXT_LENGTH,
        widget=area(3),
    )


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Into"), choices=language_choices)
    words = forms.CharField(label=_("Your translation"), max_length=TEXT_LENGTH, widget=area(4))


class LaterForm(forms.Form):
    days = _later()


class TopicsForm(forms.Form):
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=Topic, required=False, widget=forms.CheckboxSelectMultiple
    )


class GiveForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Give to"), queryset=None, required=False, empty_label=_("Nobody"))

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users


class LinkForm(forms.Form):
    number = forms.CharField(
        label=_("Case number"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it not belong to this case?"), help_text=_("At least 20 characters."), min_length=20,
        max_length=500, widget=area(2, 500),
    )  # fmt: skip
