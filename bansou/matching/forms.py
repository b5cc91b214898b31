"""What the pages of this room take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.cases.models import Case
from bansou.core.forms import ClockField, DayField
from bansou.core.languages import language_choices
from bansou.matching.enums import APPOINTMENTS, Kind, Place, Way
from bansou.matching.models import Ask, Booking, Visit, span_of
from bansou.matching.queries.towns import town_of
from bansou.matching.rules import Mode, Wanted
from bansou.supporters.enums import Field, Gender
from bansou.supporters.forms import prefecture_groups
from bansou.supporters.models import Supporter

_TILES = forms.RadioSelect(attrs={"class": "tiles-1"})


class TimeForm(forms.Form):
    """A day with start and end; all three or none."""

    day = DayField(label=_("Day"))
    starts = ClockField(label=_("Start"))
    ends = ClockField(label=_("End"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        given = [name for name in ("day", "starts", "ends") if told.get(name) is not None]
        if given and len(given) < 3 and not self.errors:
            self.add_error("day", _("Write day, start and end, or none of them."))
        elif len(given) == 3 and told["ends"] <= told["starts"]:
            self.add_error("ends", _("The end must be later than the start."))
        return told


class FindForm(TimeForm):
    """What a case needs: for the search, and with it for the request."""

    kind = forms.ChoiceField(label=_("What is needed?"), choices=Kind, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    way = forms.ChoiceField(
        label=_("How does the interpreter come?"),
        choices=Way,
        required=False,
        help_text=_("Only for interpreting."),
    )
    field = forms.ChoiceField(
        label=_("Knowledge"), required=False, choices=[("", _("No matter")), *Field.choices]
    )
    prefecture = forms.ChoiceField(label=_("Prefecture"), choices=prefecture_groups)
    place = forms.ChoiceField(
        label=_("Kind of place"), required=False, choices=[("", _("Choose one")), *Place.choices],
        help_text=_("Supporters see it before they accept. The name of the place they see after that."),
    )  # fmt: skip
    gender = forms.ChoiceField(
        label=_("Wished gender"), required=False, choices=[("", _("No matter")), *Gender.choices]
    )
    gender_must = forms.BooleanField(label=_("Only people of this gender"), required=False)
    background = forms.BooleanField(label=_("Rather somebody who shares the background"), required=False)
    not_from_town = forms.BooleanField(label=_("Nobody who lives in the same municipality"), required=False)
    needed = forms.TypedChoiceField(
        label=_("How many helpers?"), coerce=int, empty_value=1, required=False, choices=[(1, "1"), (2, "2")]
    )

    def __init__(self, *args: Any, asking: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        for name in ("day", "starts", "ends"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        kind = told.get("kind")
        if self.asking and kind in APPOINTMENTS and not told.get("day") and "day" not in self.errors:
            self.add_error("day", _("Write when it is: nobody can accept without."))
        if self.asking and kind == Kind.ACCOMPANY and not told.get("place"):
            self.add_error("place", _("Choose where to."))
        return told

    def wanted(self, case: Case, municipality: str) -> Wanted:
        """The question for the ranking; `municipality` is that of the person. Only of a valid form."""
        told, town = self.cleaned_data, town_of(municipality)
        return Wanted(
            prefecture=told["prefecture"],
            languages=(told["language"],),
            interpret=told["kind"] == Kind.INTERPRET,
            mode=self._mode(),
            town=town,
            fields=frozenset({told["field"]} - {""}),
            gender=told["gender"],
            gender_must=told["gender_must"] and bool(told["gender"]),
            background=told["background"],
            day=told["day"],
            starts=told["starts"],
            ends=told["ends"],
            avoided_towns=frozenset({town} - {""}) if told["not_from_town"] else frozenset(),
        )

    def _mode(self) -> Mode:
        kind, way = self.cleaned_data["kind"], self.cleaned_data["way"]
        if kind == Kind.ACCOMPANY or (kind == Kind.INTERPRET and way == Way.FACE):
            return Mode.FACE
        return Mode.EITHER if kind == Kind.INTERPRET and way in ("", Way.ANY) else Mode.REMOTE

    def request(self, case: Case) -> Ask:
        """The new request. Only of a valid form."""
        told = self.cleaned_data
        names = ("kind", "language", "field", "prefecture", "place", "day", "starts", "ends", "needed")
        # One interpreter for one talk.
        alone = {"needed": 1} if told["kind"] == Kind.INTERPRET else {}
        values = {name: told[name] for name in names} | alone
        return Ask(case=case, way=told["way"] or Way.ANY, **values)


class _WithMember(TimeForm):
    """An appointment with somebody who is on the case already."""

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = members
        self.fields["who"].label_from_instance = lambda supporter: supporter.name

    field_order = ("who",)


class VisitForm(_WithMember):
    who = forms.ModelMultipleChoiceField(
        label=_("Who goes along?"), queryset=Supporter.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    place = forms.ChoiceField(label=_("Kind of place"), choices=Place, widget=forms.RadioSelect)
    place_name = forms.CharField(
        label=_("Name of the office, and where to meet"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-wide", "autocomplete": "off"}),
    )

    def clean_who(self) -> Any:
        if len(self.cleaned_data["who"]) > 2:
            raise forms.ValidationError(_("At most two go along."))
        return self.cleaned_data["who"]

    def visit(self, case: Case) -> Visit:
        return Visit(
            case=case, **{name: self.cleaned_data[name] for name in ("day", "starts", "ends", "place")}
        )


class BookingForm(_WithMember):
    who = forms.ModelChoiceField(label=_("Who interprets?"), queryset=Supporter.objects.none(), widget=_TILES)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    way = forms.ChoiceField(label=_("How does the interpreter come?"), choices=Way, widget=forms.RadioSelect)

    def booking(self, case: Case) -> Booking:
        told = self.cleaned_data
        begins, finishes = span_of(told["day"], told["starts"], told["ends"])
        return Booking(
            case=case, supporter=told["who"], language=told["language"], way=told["way"],
            starts_at=begins, ends_at=finishes,
        )  # fmt: skip


class AcceptForm(forms.Form):
    no_conflict = forms.BooleanField(
        label=_("As far as I can tell, I know neither the person nor their family, employer or community"),
        help_text=_(
            "If you find out later that you do, say so on the page of the visit: nobody will ask why."
        ),
    )


class DoneForm(forms.Form):
    """How long a visit really took."""

    starts = ClockField(label=_("Start"))
    ends = ClockField(label=_("End"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("starts") and told.get("ends") and told["ends"] <= told["starts"]:
            self.add_error("ends", _("The end must be later than the start."))
        return told
