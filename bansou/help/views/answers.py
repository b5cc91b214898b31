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

TOLD = (SafeForm, WhereForm, HowForm)


def rows(form: HelpForm) -> Iterator[dict[str, Any]]:
    """Label and answer of each field of a valid form that was answered."""
    for name, field in form.fields.items():
        if value := form.cleaned_data[name]:
            yield _row(field, value)


def told_rows(thread: Thread, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """What the form asked beside the text and we still know, for the person to see and to take back."""
    given = {**answers, "safety": thread.safety, "prefecture": thread.prefecture}
    fields = {name: field for form in TOLD for name, field in form.base_fields.items()}
    return [_row(field, given[name]) for name, field in fields.items() if given.get(name)]


def _row(field: forms.Field, value: Any) -> dict[str, Any]:
    """`typed`: the person's own words, in which braces are no readings."""
    if value is True:
        # The label says all.
        return {"label": "", "values": [field.label], "typed": False}
    if not isinstance(field, forms.ChoiceField):
        return {"label": field.label, "values": [value], "typed": True}
    many = isinstance(field, forms.MultipleChoiceField)
    words = [label for key, label in field.choices if key in (value if many else [value])]
    return {"label": "" if many else field.label, "values": words, "typed": False}


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
