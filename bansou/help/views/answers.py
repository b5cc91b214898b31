"""What somebody answered in the four steps: in words for the check page, and as the action takes it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language

from bansou.core.languages import EASY_JAPANESE
from bansou.enquiries.actions.asking import Told
from bansou.enquiries.models import Thread
from bansou.help.enums import Tile
from bansou.help.forms import HelpForm
from bansou.help.forms.asking import HowForm, SafeForm, WhereForm

# Written in Latin letters and digits in every language.
LEFT_TO_RIGHT = ("phone", "mail")
TOLD = (SafeForm, WhereForm, HowForm)


def rows(form: HelpForm) -> Iterator[dict[str, Any]]:
    """Label and answer of each field of a valid form that was answered."""
    for field in form:
        value = form.cleaned_data[field.name]
        if isinstance(field.field, forms.MultipleChoiceField):
            value = [label for key, label in field.field.choices if key in value]
        elif isinstance(field.field, forms.ChoiceField):
            value = [label for key, label in field.field.choices if value and key == value]
        elif value is True:
            # The label says all.
            yield {"label": field.label, "values": [], "ltr": False}
            continue
        else:
            value = [value] if value else []
        if value:
            yield {"label": field.label, "values": value, "ltr": field.name in LEFT_TO_RIGHT}


def told_in(steps: dict[int, HelpForm]) -> Told:
    """The answers of valid forms of all steps."""
    told: dict[str, Any] = {}
    for form in steps.values():
        told |= form.cleaned_data
    spoken = told["language"] or get_language()
    return Told(
        language="ja" if spoken == EASY_JAPANESE else spoken,
        easy=spoken == EASY_JAPANESE,
        topics=frozenset(topic for tile in told["topics"] for topic in Tile(tile).topics),
        **{name: told[name] for name in ("text", "safety", "sleep", "prefecture", "town", "reads_badly")},
        **{name: told[name] for name in ("nickname", "mail", "phone")},
    )


def told_rows(thread: Thread, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """What the form asked beside the text and we still know, for the person to see and to take back."""
    given = {**answers, "safety": thread.safety, "prefecture": thread.prefecture}
    rows = []
    for form in TOLD:
        for name, field in form.base_fields.items():
            value = given.get(name)
            if not value:
                continue
            if isinstance(field, forms.ChoiceField):
                value = dict(field.choices).get(value, value)
            rows.append(
                {
                    "label": field.label,
                    "values": [] if value is True else [value],
                    "ltr": name in LEFT_TO_RIGHT,
                }
            )
    return rows
