"""How somebody can be reached without danger: the fields of a safe contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.core.typed import narrow
from bansou.help.enums import YES_NO
from bansou.help.forms import HelpForm
from bansou.people.rules.contact import SafeContact, Way

# Parts of the day in whole hours.
HOURS = ((6, 9), (9, 12), (12, 15), (15, 18), (18, 21), (21, 24))
ANY_TIME = ""


def hours_choices(*more: tuple[int, int]) -> list[tuple[str, Any]]:
    """Isolated, so that right-to-left text does not turn the hours round."""
    spans = [(f"{start}-{end}", f"\u2066{start}:00 – {end}:00\u2069") for start, end in (*HOURS, *more)]
    return [(ANY_TIME, _("Any time")), *spans]


class ContactForm(HelpForm):
    """A way that is left empty is a way not to be used."""

    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("We call you. Leave it empty if you do not want this."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "dir": "ltr", "class": "input-wide"}),
    )
    mail = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We write to you. Leave it empty if you do not want this."),
        max_length=200,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr", "class": "input-wide"}),
    )
    line = forms.BooleanField(label=_("LINE"), required=False)
    shared = forms.ChoiceField(
        label=_("Can other people see this phone or this account?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
    )
    hours = forms.ChoiceField(
        label=_("When is it safe to contact you?"), choices=hours_choices, required=False
    )
    name_allowed = forms.BooleanField(label=_("You may say and write the name Bansou."), required=False)
    code_word = forms.CharField(
        label=_("A secret word"),
        help_text=_("We say it when we call. Then you know that it is us."),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "input-wide"}),
    )
    never = forms.CharField(
        label=_("What must we never say or write?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self, *args: Any, with_line: bool = False, kept_hours: tuple[int, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not with_line:
            del self.fields["line"]
        if kept_hours and kept_hours not in HOURS:
            # Told in other words, on the phone: saving must not widen them.
            self.fields["hours"].choices = hours_choices(kept_hours)

    def clean_phone(self) -> str:
        return narrow(self.cleaned_data["phone"])

    def contact(self) -> SafeContact:
        """Whoever does not say that the phone is theirs alone may share it."""
        told = self.cleaned_data
        ways = {Way.MAIL: told["mail"], Way.PHONE: told["phone"], Way.LINE: told.get("line")}
        start, _dash, end = told["hours"].partition("-")
        return SafeContact(
            ways=frozenset({Way.WEB} | {way for way, given in ways.items() if given}),
            hours=(int(start), int(end)) if end else None,
            shared=told["shared"] != "no",
            name_allowed=told["name_allowed"],
            code_word=told["code_word"],
            never=told["never"],
        )


def initial_of(contact: SafeContact, *, mail: str, phone: str) -> dict[str, Any]:
    """A kept safe contact as this form shows it."""
    return {
        "phone": phone if Way.PHONE in contact.ways else "",
        "mail": mail if Way.MAIL in contact.ways else "",
        "line": Way.LINE in contact.ways,
        "shared": "yes" if contact.shared else "no",
        "hours": "{}-{}".format(*contact.hours) if contact.hours else ANY_TIME,
        "name_allowed": contact.name_allowed,
        "code_word": contact.code_word,
        "never": contact.never,
    }
