"""The four steps in which somebody asks for help, and sending; all of it may be left empty."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from jaconv import kata2hira

from bansou.core.languages import EASY_JAPANESE, HELP_LANGUAGES, LANGUAGES, own_name
from bansou.core.municipalities import prefectures
from bansou.core.uploads import ACCEPT
from bansou.help.enums import SAFE, YES_NO, Tile
from bansou.help.forms import HelpForm
from bansou.help.forms.contact import ContactForm

TEXT_LIMIT = 5_000


class Tiles(forms.CheckboxSelectMultiple):
    """Checkboxes with a symbol beside each word."""

    template_name = "help/_tiles.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"icon": Tile(value).icon}


class WhatForm(HelpForm):
    heading = _("What happened?")
    topics = forms.MultipleChoiceField(
        label=_("You can choose many."), choices=Tile.choices, required=False, widget=Tiles
    )


class SafeForm(HelpForm):
    heading = _("Are you safe?")
    safety = forms.ChoiceField(
        label=_("Are you safe now?"),
        choices=SAFE,
        required=False,
        widget=forms.RadioSelect({"class": "tiles-1"}),
    )
    sleep = forms.ChoiceField(
        label=_("Do you have a place to sleep tonight?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
    )


def prefecture_choices() -> list[tuple[str, Any]]:
    """As on signs, and as the reader says it."""
    code = get_language()
    if code == "ja" or code.startswith("zh"):
        named = [(each.code, each.name) for each in prefectures()]
    elif code == EASY_JAPANESE:
        named = [(each.code, f"{each.name}（{kata2hira(each.kana)}）") for each in prefectures()]
    else:
        named = [(each.code, f"{each.romaji} {each.name}") for each in prefectures()]
    return [("", _("I do not say")), *named]


def language_choices() -> list[tuple[str, str]]:
    """The languages of these pages first, then all others that somebody in the network may speak."""
    others = [(each.code, each.own_name) for each in LANGUAGES if each.code not in HELP_LANGUAGES]
    return [(code, own_name(code)) for code in HELP_LANGUAGES] + others


class WhereForm(HelpForm):
    heading = _("Place and language")
    prefecture = forms.ChoiceField(label=_("Where do you live?"), choices=prefecture_choices, required=False)
    town = forms.CharField(
        label=_("City or town"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "input-wide"}),
    )
    language = forms.ChoiceField(
        label=_("Which language do you want to speak?"),
        choices=language_choices,
        required=False,
        initial=get_language,
    )
    reads_badly = forms.BooleanField(label=_("I cannot read well."), required=False)


class HowForm(ContactForm):
    heading = _("How can we answer you?")
    nickname = forms.CharField(
        label=_("What can we call you?"),
        help_text=_("Any name is fine."),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "input-wide"}),
    )
    text = forms.CharField(
        label=_("Do you want to tell us more?"),
        help_text=_("Write in your language."),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )


def file_field(label: Any, accept: str) -> forms.FileField:
    """Empty or broken files are no error of the form: they are left out, and the person is told."""
    widget = forms.FileInput({"accept": accept})
    return forms.FileField(label=label, required=False, allow_empty_file=True, widget=widget)


PICTURES = ",".join(kind for kind in ACCEPT.split(",") if not kind.startswith("audio/"))


class FilesForm(HelpForm):
    """What is sent along. `token`: the same form sent twice is one message."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    photo = file_field(_("A photo"), PICTURES)
    voice = file_field(_("A voice recording"), "audio/*")

    @property
    def uploads(self) -> list[Any]:
        return [given for name in ("photo", "voice") if (given := self.cleaned_data.get(name))]


STEPS: dict[int, type[HelpForm]] = {1: WhatForm, 2: SafeForm, 3: WhereForm, 4: HowForm}
LAST = max(STEPS)
