"""What every form of the public area shares: parts with readings, and errors in plain words of its own catalogue."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bansou.core import forms as parts

AGAIN = _("Please look at this again.")
ERRORS = {
    "required": _("Please answer this."),
    "invalid_choice": _("Please choose from the list."),
    "max_length": _("This is too long. Please make it shorter."),
    # What the validator of an address says: no field carries it.
    "invalid": AGAIN,
}


class Renderer(parts.Renderer):
    field_template_name = "help/_field.html"


class HelpForm(forms.Form):
    """Labels, hints, choices and errors may bear readings. Error messages that a field brings itself stay.

    Django's own are replaced: they are in none of the easy languages, and in some of the others missing.
    """

    default_renderer = Renderer
    # The browser would complain in its own language, and before the person could go on.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages = {**ERRORS, **_told(field)}


def _told(field: forms.Field) -> dict[str, str | Promise]:
    """The messages of a field: its own, and ours in place of those that came with its class."""
    standard = {}
    for kind in reversed(type(field).__mro__):
        standard |= getattr(kind, "default_error_messages", {})
    return {
        code: ERRORS.get(code, AGAIN) if words is standard.get(code) else words
        for code, words in field.error_messages.items()
    }
