"""The shape of what supporters and reviewers type. Whether a claim is accepted is for the rules."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bansou.accompaniment.enums import Activity, Outcome, Place, Sign, State
from bansou.accompaniment.rules import Entry
from bansou.core.checkchars import read_bansou_id, read_card_code
from bansou.core.forms import ClockField, CodeField, DayField, DayPartsField
from bansou.core.municipalities import REGION_NAMES
from bansou.people.enums import Decision
from bansou.people.rules import latin_words

TEXT_LENGTH = 2000


def _text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": TEXT_LENGTH})


class _CheckedCodeField(CodeField):
    """A code with a check character: `read` gives it as it is kept, None for a slip, which is told by `wrong`."""

    def __init__(self, *, read: Callable[[str], str | None], wrong: Promise, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.read, self.wrong = read, wrong

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = self.read(typed) if typed else ""
        if code is None:
            raise forms.ValidationError(self.wrong)
        return code


def _card_field(**kwargs: Any) -> _CheckedCodeField:
    wrong = _("This is not a card code. Compare each character with the card.")
    return _CheckedCodeField(label=_("Card code"), read=read_card_code, wrong=wrong, **kwargs)


class ClaimForm(forms.Form):
    """One support occasion. With `claim`, the correction of a returned one: then the recipient may stay unnamed."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    # The visit of a case whose person was supported; then nobody types who that is.
    visit = forms.UUIDField(widget=forms.HiddenInput, required=False)
    programme = forms.ChoiceField(label=_("Programme"), widget=forms.RadioSelect(attrs={"class": "tiles-1"}))
    card = _card_field(
        help_text=_("If the person has a card: nine characters, such as K7M-3Q9-X2P."), required=False
    )
    name = forms.CharField(
        label=_("Name in Latin letters"),
        help_text=_("As on the residence card or passport."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "input-wide"}),
    )
    birth_on = DayPartsField(label=_("Birth date"), required=False)
    support_on = DayField(label=_("Day of the support"))
    starts = ClockField(label=_("Start"))
    ends = ClockField(label=_("End"))
    place = forms.ChoiceField(label=_("Kind of place"), choices=Place, widget=forms.RadioSelect)
    place_name = forms.CharField(
        label=_("Name of the office"),
        help_text=_("For example: Shinjuku ward office, counter for insurance."),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input-wide", "autocomplete": "off"}),
    )
    activities = forms.MultipleChoiceField(
        label=_("What did you do?"),
        help_text=_("Choose all that fit."),
        choices=Activity,
        widget=forms.CheckboxSelectMultiple,
    )
    done = forms.CharField(
        label=_("In your words"),
        help_text=_("What was it about, and what did you do? No names, please."),
        max_length=TEXT_LENGTH,
        widget=_text_area(5),
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome, widget=forms.RadioSelect(attrs={"class": "tiles-1"})
    )
    result = forms.CharField(
        label=_("What happens next?"), required=False, max_length=TEXT_LENGTH, widget=_text_area(3)
    )
    refused_by_office = forms.BooleanField(
        label=_("The office refused something, or said something wrong"), required=False
    )
    refusal = forms.CharField(
        label=_("What did the office refuse or say?"),
        help_text=_("This helps the network to ask the ministries for better rules."),
        required=False,
        max_length=TEXT_LENGTH,
        widget=_text_area(3),
    )
    second = _CheckedCodeField(
        label=_("Bansou ID of the second supporter"),
        help_text=_("Only if two of you went. They confirm on their own page, and both are paid."),
        required=False,
        read=read_bansou_id,
        wrong=_("This is not a Bansou ID. Compare each character, or ask for it."),
    )
    transport = forms.CharField(
        label=_("Note on travel"),
        help_text=_("Route and cost, if you wish. Nothing is paid for it beside the amount."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input-wide"}),
    )

    def __init__(
        self, *args: Any, programmes: list, today: date, corrects: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.corrects, self.programmes = corrects, programmes
        self.fields["programme"].choices = [(one.code, one.title) for one in programmes]
        if len(programmes) == 1:
            self.fields["programme"].widget = forms.HiddenInput()
            self.fields["programme"].initial = programmes[0].code
        self.fields["support_on"].widget.attrs["max"] = today.isoformat()
        self.fields["token"].initial = uuid.uuid4

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if name and not latin_words(name):
            raise forms.ValidationError(_("Write the name in letters, as on the card."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("visit"):
            cleaned |= {"card": "", "name": "", "birth_on": None}
        elif self._names_nobody(cleaned):
            self.add_error("card", _("Type a card code, or a name and birth date below."))
        elif cleaned.get("card") and (cleaned.get("name") or cleaned.get("birth_on")):
            self.add_error("card", _("Type either the card code, or name and birth date, not both."))
        elif cleaned.get("name") and "birth_on" in cleaned and not cleaned["birth_on"]:
            self.add_error("birth_on", _("Type the birth date too: names alone are often the same."))
        elif cleaned.get("birth_on") and "name" in cleaned and not cleaned["name"]:
            self.add_error("name", _("Type the name too."))
        return cleaned

    def _names_nobody(self, cleaned: dict[str, Any]) -> bool:
        typed = [cleaned.get(name, "unreadable") for name in ("visit", "card", "name", "birth_on")]
        return not any(typed) and not self.corrects

    def entry(self) -> Entry:
        """What was typed, for the rules. Only of a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return Entry(**values | {"activities": tuple(values["activities"])})


class ReasonForm(forms.Form):
    """A decision with the words that the supporter reads."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=TEXT_LENGTH, widget=_text_area(4))


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Your note to the coordinator"),
        help_text=_("Why could you not file in time? No names, please."),
        max_length=TEXT_LENGTH,
        widget=_text_area(5),
    )


class LookForm(forms.Form):
    """Why somebody opens two identities."""

    reason = forms.CharField(
        label=_("Why do you need to see both?"),
        help_text=_("At least 20 characters. It is kept in the log, and others review it."),
        min_length=20,
        max_length=500,
        widget=_text_area(2),
    )


class CardForm(forms.Form):
    """The card of somebody whom a claim names otherwise."""

    card = _card_field()


class DecisionForm(forms.Form):
    """Whether two recipients are one person."""

    decision = forms.ChoiceField(
        label=_("Your decision"), choices=Decision, widget=forms.RadioSelect(attrs={"class": "tiles-1"})
    )
    reason = forms.CharField(label=_("Why?"), max_length=500, widget=_text_area(3))


class FilterForm(forms.Form):
    """What the queue is narrowed to; whatever cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Claim number, Bansou ID or card code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("All")), *REGION_NAMES.items()]
    )
    sign = forms.ChoiceField(label=_("Sign"), required=False, choices=[("", _("All")), *Sign.choices])
    state = forms.ChoiceField(choices=[("", ""), *State.choices], required=False, widget=forms.HiddenInput)
