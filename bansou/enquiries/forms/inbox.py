"""How the inbox is narrowed, and a call or a visit as it is noted."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bansou.cases.enums import Topic, Urgency
from bansou.core.languages import language_choices
from bansou.core.municipalities import REGION_NAMES, prefecture_name, prefectures
from bansou.enquiries.actions.common import TEXT_LENGTH
from bansou.enquiries.enums import Kind, Safety, View
from bansou.enquiries.queries.inbox import Filters


def area(rows: int, most: int = TEXT_LENGTH) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


def _all(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("All")), *choices]


def _languages() -> list[tuple[str, str]]:
    return _all(language_choices())


def _one_language() -> list[tuple[str, str]]:
    return [("", _("Choose")), *language_choices()]


def _prefectures() -> list[tuple[str, str]]:
    lang = get_language() or "en"
    return [("", _("Not told")), *((one.code, prefecture_name(one.code, lang)) for one in prefectures())]


class FilterForm(forms.Form):
    """What the inbox is narrowed to; whatever cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Case number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "data-key-anywhere": "/"}
        ),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=_all(Urgency.choices))
    region = forms.ChoiceField(label=_("Region"), required=False, choices=_all(REGION_NAMES.items()))
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=_all(Topic.choices))
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=_all(Kind.choices))
    view = forms.ChoiceField(required=False, choices=View.choices, widget=forms.HiddenInput)

    def filters(self) -> Filters:
        self.is_valid()
        read = self.cleaned_data
        text = read.get("q", "")
        return Filters(
            # Whatever its state, a case that is searched for is found.
            view=View.ALL if text else read.get("view") or View.WAITING,
            kind=read.get("channel", ""),
            text=text,
            **{name: read.get(name, "") for name in ("urgency", "region", "language", "topic")},
        )


class CallForm(forms.Form):
    """What somebody said on the phone or at the desk, as the one who listened writes it down."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("How did they come?"),
        choices=[(one.value, one.label) for one in (Kind.PHONE, Kind.WALK_IN)],
        widget=forms.RadioSelect,
        initial=Kind.PHONE,
    )
    text = forms.CharField(
        label=_("What did they say?"), help_text=_("In their words if you can."), max_length=TEXT_LENGTH,
        widget=area(6),
    )  # fmt: skip
    nickname = forms.CharField(
        label=_("What should we call them?"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"class": "input-wide", "autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the person"), choices=_one_language)
    prefecture = forms.ChoiceField(label=_("Prefecture"), required=False, choices=_prefectures)
    safety = forms.ChoiceField(
        label=_("Are they safe now?"),
        choices=Safety.choices,
        required=False,
        widget=forms.RadioSelect,
        initial=Safety.NOT_ASKED,
    )
    urgency = forms.ChoiceField(
        label=_("How soon must somebody act?"),
        choices=Urgency,
        widget=forms.RadioSelect,
        initial=Urgency.ANY,
    )
    topics = forms.MultipleChoiceField(
        label=_("What is it about?"), choices=Topic, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
