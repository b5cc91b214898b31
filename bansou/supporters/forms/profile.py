"""What a supporter tells: the public form, the profile, their languages."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bansou.core import postal
from bansou.core.forms import DayField
from bansou.core.languages import language_choices
from bansou.core.municipalities import REGION_NAMES, REGIONS, prefecture_name
from bansou.directory.models import Organisation
from bansou.supporters import rules
from bansou.supporters.enums import Fault, Field, Gender, Level
from bansou.supporters.rules import Details, Spoken

FIND_ADDRESS = "find_address"
ADD_LANGUAGE = "add_language"
ADD_TIME = "add_time"
QUIET = (FIND_ADDRESS, ADD_LANGUAGE, ADD_TIME)
MOST_LANGUAGES = 12


def prefecture_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The 47 prefectures under their regions, in the language of the page."""
    language = get_language() or "en"
    return [
        (str(REGION_NAMES[region]), [(code, prefecture_name(code, language)) for code in codes])
        for region, codes in REGIONS.items()
    ]


def _with_blank(choices: Any) -> Any:
    return lambda: [("", _("Choose one")), *choices()]


class RegionCheckboxes(forms.CheckboxSelectMultiple):
    """Prefectures in one fold per region; folds with a tick are open."""

    template_name = "supporters/widgets/regions.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["folds"] = [
            {"name": group, "options": options, "chosen": sum(option["selected"] for option in options)}
            for group, options, _index in context["widget"]["optgroups"]
        ]
        return context


def _checked(read: Any, typed: str) -> str:
    try:
        return read(typed)
    except rules.Unreadable as error:
        raise forms.ValidationError(str(Fault(error.code).label) % error.params) from None


class RegisteringForm(forms.Form):
    """What a supporter tells when they join. The languages stand in a formset beside it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("As you write it on letters."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    kana = forms.CharField(
        label=_("Reading in kana"),
        max_length=100,
        help_text=_("For example ヤマダ ハナコ or グエン ヴァン アン."),
    )
    latin = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=100,
        help_text=_("As on the residence card or passport."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    mail = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_("Your Bansou ID and your sign-in codes go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=20,
        help_text=_("7 digits, for example 110-0005."),
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "inputmode": "numeric", "class": "input-short"}
        ),
    )
    prefecture = forms.ChoiceField(label=_("Prefecture"), choices=_with_blank(prefecture_groups))
    municipality = forms.CharField(label=_("City, ward, town or village"), max_length=60)
    street = forms.CharField(
        label=_("District and number"),
        max_length=120,
        help_text=_("For example 上野1-2-3."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    building = forms.CharField(label=_("Building and room"), max_length=120, required=False)
    areas = forms.MultipleChoiceField(
        label=_("Where can you go?"),
        help_text=_("Open your region. You can choose many."),
        choices=prefecture_groups,
        widget=RegionCheckboxes,
    )
    knows = forms.MultipleChoiceField(
        label=_("Which fields do you know?"),
        required=False,
        choices=Field.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    foreign_roots = forms.CharField(
        label=_("Foreign roots"),
        max_length=100,
        required=False,
        help_text=_("Only if you wish to say. It changes nothing about what you may do."),
    )
    previous_experience = forms.TypedChoiceField(
        label=_("Have you gone along with people before?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    experience_text = forms.CharField(
        label=_("What did you do?"),
        max_length=1000,
        required=False,
        help_text=_("In a few words, without names. A coordinator confirms it, then you need no course."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    organisation = forms.ModelChoiceField(
        label=_("Member organisation"),
        queryset=Organisation.objects.filter(left_on=None).order_by("prefecture", "kana", "name"),
        required=False,
        empty_label=_("None, or not in the list"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and FIND_ADDRESS in self.data:
            self._fill_address()

    def _fill_address(self) -> None:
        found = postal.lookup(self.data.get("postal_code", ""))
        if found:
            typed: Any = self.data
            self.data = filled = typed.copy()
            filled["prefecture"] = found[0].prefecture_code
            filled["municipality"] = found[0].municipality
            filled["street"] = typed.get("street") or found[0].town

    def clean_kana(self) -> str:
        return _checked(rules.read_kana, self.cleaned_data["kana"])

    def clean_latin(self) -> str:
        return _checked(rules.read_latin, self.cleaned_data["latin"])

    def clean_mail(self) -> str:
        return self.cleaned_data["mail"].lower()

    def clean_phone(self) -> str:
        return _checked(rules.read_phone, self.cleaned_data["phone"])

    def clean_postal_code(self) -> str:
        code = postal.normalise(self.cleaned_data["postal_code"])
        if code is None:
            raise forms.ValidationError(Fault.POSTAL_CODE.label)
        return code

    def details(self, languages: "LanguageRows", **more: Any) -> Details:
        """What was typed; `more` are values of Details from the formsets beside this form."""
        told = {**self.cleaned_data}
        organisation, fields = told.pop("organisation"), told.pop("knows")
        for extra in ("token", "consent"):
            told.pop(extra, None)
        return Details(
            **{**told, "areas": tuple(told["areas"])},
            fields=tuple(fields),
            organisation_id=organisation.pk if organisation else None,
            languages=languages.spoken,
            **more,
        )


class ProfileForm(RegisteringForm):
    """All that a supporter may tell; what only helps to find the right person is not asked on joining.

    The languages and the free times stand in formsets beside it.
    """

    remote = forms.BooleanField(
        label=_("I also help from afar, by phone or video"),
        required=False,
    )
    paused_until = DayField(
        label=_("Break until"),
        required=False,
        help_text=_("Nobody asks you for help up to this day. Empty: no break."),
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=[("", _("I do not wish to say")), *Gender.choices],
        help_text=_("Some people can only be helped by a woman, or only by a man."),
    )


class OwnProfileForm(ProfileForm):
    """What supporters change themselves: all but the address that their sign-in codes go to.

    Else a phone left open is enough to take an account over, and the answer tells which addresses are known.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].disabled = True
        self.fields["mail"].help_text = _("Your sign-in codes go there. The secretariat changes it for you.")


class RegistrationForm(RegisteringForm):
    """The public form."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    consent = forms.BooleanField(label=_("I agree to this use of my data"))


class LanguageForm(forms.Form):
    """One language of a supporter; an empty row says nothing."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=_with_blank(language_choices))
    level = forms.ChoiceField(
        label=_("How well"), required=False, choices=[("", _("Choose one")), *Level.choices]
    )
    interprets = forms.BooleanField(label=_("I can interpret"), required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("language") and not told.get("level") and "level" not in self.errors:
            self.add_error("level", Fault.LEVEL.label)
        if not told.get("language") and (told.get("level") or told.get("interprets")):
            self.add_error("language", Fault.LEVEL_ALONE.label)
        return told


class LanguageRows(forms.BaseFormSet):
    """The languages of a supporter, each once, at least one."""

    def total_form_count(self) -> int:
        # Whatever a browser claims, there is a row to answer in.
        return max(1, super().total_form_count())

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            code = form.cleaned_data.get("language") if form.is_valid() else None
            if code in seen:
                form.add_error("language", Fault.LANGUAGE_TWICE.label)
            seen |= {code} if code else set()
        if not seen and not any(form.errors for form in self.forms):
            self.forms[0].add_error("language", Fault.MISSING.label)

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        rows = (form.cleaned_data for form in self.forms)
        return tuple(
            Spoken(row["language"], row["level"], row["interprets"]) for row in rows if row.get("language")
        )


_Languages: Any = forms.formset_factory(
    LanguageForm, formset=LanguageRows, extra=2, max_num=MOST_LANGUAGES, absolute_max=MOST_LANGUAGES
)


def languages(data: Any = None, files: Any = None, initial: Any = None) -> LanguageRows:
    """The formset of languages; the button for one more row adds it here."""
    if data is not None and ADD_LANGUAGE in data:
        data = data.copy()
        rows = data.get("languages-TOTAL_FORMS", "")
        count = int(rows) if rows.isdecimal() and len(rows) < 4 else 2
        data["languages-TOTAL_FORMS"] = str(min(count + 1, MOST_LANGUAGES))
    return _Languages(data, files, initial=initial, prefix="languages")


def initial_of(details: Details) -> dict[str, Any]:
    """The form's first values for somebody who is registered."""
    told = {name: getattr(details, name) for name in ProfileForm.base_fields if hasattr(details, name)}
    return told | {
        "postal_code": postal.display(details.postal_code),
        "previous_experience": "yes" if details.previous_experience else "no",
        "organisation": details.organisation_id,
        "knows": details.fields,
    }


def initial_languages(details: Details) -> list[dict[str, Any]]:
    return [
        {"language": each.language, "level": each.level, "interprets": each.interprets}
        for each in details.languages
    ]
