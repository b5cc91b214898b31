"""The translation board's text beside its source, its checks, and the emergency lines."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.core.languages import EASY_JAPANESE, language_choices
from bansou.guides import rules
from bansou.guides.enums import SOURCE, LineKind, State
from bansou.guides.models import EmergencyLine

MOST_SENTENCES = 8


class SentencesField(forms.CharField):
    """One sentence per line; gives a tuple without empty lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 10}), max_length=4000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(line.strip() for line in super().to_python(value).splitlines() if line.strip())

    def validate(self, value: tuple[str, ...]) -> None:
        super().validate("x" if value else "")
        if len(value) > MOST_SENTENCES:
            raise forms.ValidationError(
                _("More than %(most)d lines. Keep what matters most."), params={"most": MOST_SENTENCES}
            )

    def run_validators(self, value: tuple[str, ...]) -> None:
        super().run_validators("\n".join(value))


class TextForm(forms.Form):
    """A guide's text in one language. `seen` is the revision that stood on the screen."""

    title = forms.CharField(label=_("Title"), max_length=120)
    lead = forms.CharField(
        label=_("First sentence"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What matters most, in one sentence."),
    )  # fmt: skip
    points = SentencesField(label=_("What to know"), help_text=_("About five, one per line."))
    steps = SentencesField(label=_("What to do now"), help_text=_("About three, one per line."))
    link_url = forms.URLField(label=_("Official page"), required=False, assume_scheme="https")
    link_label = forms.CharField(label=_("Name of the official page"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("Who wrote it?"), widget=forms.RadioSelect,
        choices=[(State.DRAFT, _("A person")), (State.MACHINE, _("A machine"))],
    )  # fmt: skip
    same_meaning = forms.BooleanField(
        label=_("The meaning is the same: the other languages need no change"), required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        del self.fields["state" if language == SOURCE else "same_meaning"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.language == EASY_JAPANESE:
            self._ask_for_readings()
        return self.cleaned_data

    def _ask_for_readings(self) -> None:
        for name in _WORDS:
            bare = rules.bare_kanji("".join(self.cleaned_data.get(name, "")))
            if bare:
                words = _("These have no reading: %(kanji)s. Write them as in {困|こま}る.")
                self.add_error(name, words % {"kanji": bare})

    def content(self) -> rules.Content:
        return rules.Content(**{name: self.cleaned_data[name] for name in _CONTENT})

    def chosen_state(self) -> State:
        return State(self.cleaned_data.get("state", State.DRAFT))


_WORDS = ("title", "lead", "points", "steps", "link_label")
_CONTENT = ("title", "lead", "points", "steps", "link_url", "link_label")


def initial_of(content: rules.Content | None, state: str, revision: int) -> dict[str, Any]:
    """What the form of a text shows at first."""
    return {**(asdict(content) if content else {}), "state": state, "seen": revision}


class CheckForm(forms.Form):
    """That a native speaker has read the text and found it right."""

    checker = forms.CharField(
        label=_("Native speaker who checked it"), max_length=80,
        help_text=_("The name stays in the office; the page only says that the text was checked."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


class CatalogueForm(forms.Form):
    """Who stands behind the words of the help pages in a language."""

    state = forms.ChoiceField(label=_("How far are the words?"), widget=forms.RadioSelect, choices=State)
    checker = forms.CharField(label=_("Native speaker who checked it"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if told.get("state") == State.CHECKED and not told.get("checker"):
            self.add_error("checker", _("Write who checked the words."))
        return told


class LineForm(forms.ModelForm):
    kind = forms.TypedChoiceField(label=_("For what"), choices=LineKind, coerce=int)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=language_choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = EmergencyLine
        fields = ("kind", "name", "name_en", "number", "then_press", "languages", "interpreter", "hours")
        labels = {
            "name": _("Name in Japanese"), "name_en": _("Name in English"), "number": _("Phone number"),
            "then_press": _("Key to press after the call is answered"),
            "interpreter": _("An interpreter can join the call, whatever the language"), "hours": _("Hours"),
        }  # fmt: skip
        help_texts = {
            "hours": _("So that everybody can read them: 24h, or Mon-Fri 9:00-17:00. Empty if they differ."),
        }

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if not rules.is_phone_number(number):
            raise forms.ValidationError(
                _("Write the number with digits and hyphens, for example 0120-279-338 or #8008.")
            )
        return number


class LineSearchForm(forms.Form):
    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("For what"), required=False, choices=[("", _("All")), *LineKind.choices])
    due = forms.BooleanField(label=_("Only those to check"), required=False)
