"""A case's facts, and how the list is narrowed."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bansou.cases.enums import LanguageMode, Outcome, Route, State, Topic, Urgency
from bansou.cases.rules.opening import Details
from bansou.core.languages import language_choices
from bansou.core.municipalities import (
    REGION_NAMES,
    Municipality,
    municipalities,
    municipality,
    prefecture_name,
    prefectures,
)

TEXT_LENGTH = 5000
FURTHER_LANGUAGES = 3


def area(rows: int, most: int = TEXT_LENGTH) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


def wide(**attrs: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"class": "input-wide", "autocomplete": "off", "spellcheck": "false"} | attrs
    )


def _prefectures() -> list[tuple[str, str]]:
    lang = get_language() or "en"
    return [("", _("Choose")), *((one.code, prefecture_name(one.code, lang)) for one in prefectures())]


def _spoken() -> list[tuple[str, str]]:
    return [("", _("None")), *language_choices()]


class FactsForm(forms.Form):
    """The facts of a case; `hidden` are the sealed ones that this reader may neither see nor change."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    main_topic = forms.ChoiceField(label=_("Main topic"), choices=Topic)
    topics = forms.MultipleChoiceField(
        label=_("Further topics"), choices=Topic, required=False, widget=forms.CheckboxSelectMultiple
    )
    urgency = forms.ChoiceField(
        label=_("How soon must somebody act?"), choices=Urgency, widget=forms.RadioSelect, initial=Urgency.ANY
    )
    language = forms.ChoiceField(label=_("Language of the person"), choices=language_choices)
    language_mode = forms.ChoiceField(
        label=_("How to speak with the person"), choices=LanguageMode, widget=forms.RadioSelect,
        initial=LanguageMode.SPEAKS,
    )  # fmt: skip
    prefecture = forms.ChoiceField(label=_("Prefecture"), choices=_prefectures)
    municipality = forms.CharField(
        label=_("Municipality"),
        required=False,
        max_length=40,
        help_text=_("Name or code, only if it matters for finding help nearby."),
        widget=wide(),
    )
    route = forms.ChoiceField(label=_("How they came to us"), choices=Route)
    through = forms.CharField(
        label=_("Asked through somebody else (who, and how they know the person)"),
        required=False, max_length=200, widget=wide(),
    )  # fmt: skip
    summary = forms.CharField(label=_("What it is about"), required=False, widget=area(6))
    wish = forms.CharField(label=_("What the person wishes"), required=False, widget=area(3))

    def __init__(self, *args: Any, hidden: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in hidden:
            del self.fields[name]
        for turn in range(1, FURTHER_LANGUAGES + 1):
            self.fields[f"language_{turn}"] = forms.ChoiceField(
                label=_("Further language"), choices=_spoken, required=False
            )
            self.fields[f"mode_{turn}"] = forms.ChoiceField(
                label=_("How"), choices=LanguageMode, required=False
            )
        self.order_fields(["version", "main_topic", "topics", "urgency", "language", "language_mode"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        name, code = typed.get("municipality", ""), typed.get("prefecture", "")
        if name and code:
            found = [one.code for one in municipalities(code) if name.lower() in _spellings(one)]
            if found:
                typed["municipality"] = found[0]
            else:
                self.add_error("municipality", _("There is no such municipality in this prefecture."))
        return typed

    def name_fields(self) -> list[Any]:
        """The names, where the form asks for them."""
        return [self[name] for name in ("name", "kana", "native") if name in self.fields]

    def more_fields(self) -> list[Any]:
        """What not every reader may see."""
        return [self[name] for name in ("municipality", "through") if name in self.fields]

    def further(self) -> list[tuple[Any, Any]]:
        """The pairs of fields of the further languages, for the template."""
        turns = range(1, FURTHER_LANGUAGES + 1)
        return [(self[f"language_{turn}"], self[f"mode_{turn}"]) for turn in turns]

    def details(self, kept: Details | None = None) -> Details:
        """What was typed; what the form does not show stays as in `kept`."""
        typed = self.cleaned_data
        before = {name: getattr(kept, name) for name in ("municipality", "through")} if kept else {}
        spoken = [
            (typed[f"language_{turn}"], typed[f"mode_{turn}"] or LanguageMode.SPEAKS)
            for turn in range(1, FURTHER_LANGUAGES + 1)
        ]
        names = Details.__slots__
        return Details(
            **before
            | {name: typed[name] for name in names if name in typed and name not in ("topics", "languages")},
            topics=tuple(typed["topics"]),
            languages=tuple(pair for pair in spoken if pair[0]),
        )


def _spellings(one: Municipality) -> tuple[str, ...]:
    romaji = one.romaji.lower()
    return one.code, one.name.lower(), one.kana, romaji, romaji.rpartition("-")[0]


def typed_of(details: Details) -> dict[str, Any]:
    """Facts as the form's initial values."""
    spoken = {
        name: value
        for turn, (code, mode) in enumerate(details.languages[:FURTHER_LANGUAGES], start=1)
        for name, value in ((f"language_{turn}", code), (f"mode_{turn}", mode))
    }
    plain = {name: getattr(details, name) for name in Details.__slots__ if name != "languages"}
    town = municipality(details.municipality).name if details.municipality else ""
    return plain | {"topics": list(details.topics), "municipality": town} | spoken


class NewCaseForm(FactsForm):
    """A walk-in: the facts, and the person's name if they wish to give one."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name (Latin letters)"), help_text=_("As they like to be called; may stay empty."),
        required=False, max_length=100, widget=wide(),
    )  # fmt: skip
    kana = forms.CharField(label=_("Name (kana)"), required=False, max_length=100, widget=wide())
    native = forms.CharField(label=_("Name (own script)"), required=False, max_length=100, widget=wide())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        self.order_fields(["token", "name", "kana", "native"])

    def identity(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "kana", "native")}


ONLY = [
    ("", _("All of mine")),
    ("lead", _("Led by me")),
    ("neglected", _("Nothing for 14 days")),
    ("due", _("A task due within 7 days")),
]


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Case number or card code"), required=False, max_length=40)
    only = forms.ChoiceField(label=_("Show"), choices=ONLY, required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=[("", _("All")), *Urgency.choices], required=False
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=[("", _("All")), *REGION_NAMES.items()], required=False
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=[("", _("All")), *Topic.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [choice for choice in State.choices if choice[0] != State.ERASED]
        self.fields["state"].choices = [("", _("All")), *states]
        self.fields["language"].choices = [("", _("All")), *language_choices()]


class FindForm(forms.Form):
    words = forms.CharField(
        label=_("Name or words of a note"), min_length=2, max_length=60,
        help_text=_("Names in Latin letters, kana or their own script. Twenty searches a day; each is in the log."),
        widget=wide(),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), widget=area(3, 1000), max_length=1000)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Outcome, widget=forms.RadioSelect(attrs={"class": "tiles-1"})
    )
    reason = forms.CharField(label=_("In your words"), widget=area(3, 1000), max_length=1000)
