"""People of a case: household, residence, safe contact, members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.accounts.models import User
from bansou.cases.enums import Asylum, Relation, Role, Situation
from bansou.cases.forms.facts import area, wide
from bansou.core.forms import DayField, DayPartsField
from bansou.people.rules.contact import SafeContact, Way

WAYS = [
    (Way.WEB, _("They come back with their code")),
    (Way.MAIL, _("Mail")),
    (Way.LINE, "LINE"),
    (Way.PHONE, _("Phone call")),
    (Way.LETTER, _("Letter by post")),
]
SEXES = [("", _("Not told")), ("f", _("Woman")), ("m", _("Man")), ("x", _("Other"))]


class RelativeForm(forms.Form):
    """A person of the household. Nothing is required but who they are to each other."""

    relation = forms.ChoiceField(label=_("Who is it?"), choices=Relation)
    name = forms.CharField(
        label=_("Name (Latin letters)"), help_text=_("As on the residence card, or as they like to be called."),
        required=False, max_length=100, widget=wide(),
    )  # fmt: skip
    kana = forms.CharField(label=_("Name (kana)"), required=False, max_length=100, widget=wide())
    native = forms.CharField(label=_("Name (own script)"), required=False, max_length=100, widget=wide())
    birth_on = DayPartsField(label=_("Birth date"), required=False)
    age_band = forms.CharField(
        label=_("Or about how old"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}),
    )  # fmt: skip
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    nationality = forms.CharField(
        label=_("Nationality"), help_text=_("Only if it matters; also “stateless”."), required=False,
        max_length=60, widget=wide(),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=area(2, 500))

    def __init__(self, *args: Any, with_nationality: bool, alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_nationality:
            del self.fields["nationality"]
        if alone:
            self.fields["relation"].choices = [one for one in Relation.choices if one[0] != Relation.SELF]

    def told(self) -> dict[str, str]:
        """As models.Relative seals it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "relation"}
        return typed | {"birth_on": typed["birth_on"].isoformat() if typed["birth_on"] else ""}


class ResidenceForm(forms.Form):
    situation = forms.ChoiceField(
        label=_("Residence situation"),
        choices=[one for one in Situation.choices if one[0] != Situation.NOT_ASKED],
    )
    valid_to = DayField(
        label=_("Last day of the period of stay"), required=False,
        help_text=_("Makes tasks three months, one month and two weeks before it."),
    )  # fmt: skip
    asylum = forms.ChoiceField(label=_("Refugee procedure"), choices=Asylum, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=area(3, 1000))


class SafeContactForm(forms.Form):
    locked = forms.BooleanField(label=_("Nothing at all may be sent, whatever the way"), required=False)
    never = forms.CharField(
        label=_("What must never be sent, and who must never answer"), required=False, max_length=500,
        widget=area(3, 500),
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label=_("Ways they agreed to"), choices=WAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    shared = forms.BooleanField(label=_("Others see this phone or account"), required=False)
    name_allowed = forms.BooleanField(label=_("Our name may stand in a message"), required=False)
    from_hour = forms.IntegerField(label=_("Safe from (hour)"), required=False, min_value=0, max_value=23)
    to_hour = forms.IntegerField(label=_("Safe until (hour)"), required=False, min_value=0, max_value=24)
    code_word = forms.CharField(
        label=_("Secret word on the phone"), required=False, max_length=60, widget=wide(),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if (typed.get("from_hour") is None) != (typed.get("to_hour") is None):
            self.add_error("to_hour", _("Type both hours, or none."))
        return typed

    def contact(self) -> SafeContact:
        typed = self.cleaned_data
        hours = None if typed["from_hour"] is None else (typed["from_hour"], typed["to_hour"])
        return SafeContact(
            ways=frozenset({*typed["ways"], Way.WEB}),
            hours=hours,
            **{name: typed[name] for name in ("shared", "name_allowed", "code_word", "never", "locked")},
        )


def contact_typed(contact: SafeContact) -> dict[str, Any]:
    """A safe contact as the form's initial values."""
    hours = contact.hours or (None, None)
    plain = {
        name: getattr(contact, name) for name in ("shared", "name_allowed", "code_word", "never", "locked")
    }
    return plain | {"ways": sorted(contact.ways), "from_hour": hours[0], "to_hour": hours[1]}


class SearchForm(forms.Form):
    who = forms.CharField(
        label=_("Name, mail address or Bansou ID"), min_length=2, max_length=100, widget=wide()
    )


class MemberForm(forms.Form):
    user = forms.ModelChoiceField(queryset=User.objects.none(), widget=forms.HiddenInput)
    role = forms.ChoiceField(label=_("As what"), choices=Role)

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
