"""Form parts that every room shares: the renderer, the language switch, fields for days, times and codes."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest

from bansou.core.typed import narrow

SWITCH_LANGUAGE = "switch_language"


class Renderer(TemplatesSetting):
    """Draws forms with the project's own field template; `django.forms` must be in INSTALLED_APPS."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"


def read(
    request: HttpRequest, form_class: Callable[..., Any], *, quiet: Collection[str] = (), **kwargs: Any
) -> tuple[Any, bool]:
    """Return the form (or formset) for this request, and whether it was really submitted.

    A language button posts the whole form to the same page in the other language. Then the form shows what
    was typed, says nothing about errors and is never valid. Chosen files are lost: no browser refills them.
    `quiet` names further buttons that only change the form: "look up the address", "one more row".
    """
    if request.method != "POST":
        return form_class(**kwargs), False
    form = form_class(data=request.POST, files=request.FILES, **kwargs)
    if not request.POST.keys() & {SWITCH_LANGUAGE, *quiet}:
        return form, True
    return as_typed(form), False


def as_typed(form: Any) -> Any:
    """The form (or formset) with what was typed and no errors; never valid. For drafts that are opened again."""
    if isinstance(form, BaseFormSet):
        form._errors, form._non_form_errors = [], ErrorList()
        for child in form.forms:
            as_typed(child)
    else:
        form._errors = ErrorDict()
    form.is_valid = lambda: False
    return form


class DayInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own clock picker, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DayField(forms.DateField):
    """A day; also takes `2026/8/3` and full-width digits, for browsers without a picker."""

    widget = DayInput
    input_formats = ["%Y-%m-%d", "%Y/%m/%d"]

    def to_python(self, value: Any) -> Any:
        return super().to_python(narrow(value) if isinstance(value, str) else value)


class ClockField(forms.TimeField):
    """A time of day, 24 hours."""

    widget = ClockInput
    input_formats = ["%H:%M", "%H:%M:%S"]

    def to_python(self, value: Any) -> Any:
        return super().to_python(narrow(value) if isinstance(value, str) else value)


class CodeField(forms.CharField):
    """An ID or card code, typed in any width and case, with blanks; kept in capitals without blanks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {
                "class": "input-code",
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        )

    def to_python(self, value: Any) -> str:
        return "".join(narrow(super().to_python(value)).upper().split())


class DayPartsInput(forms.MultiWidget):
    """Year, month and day as three short inputs: a birth date is typed, not picked."""

    template_name = "django/forms/widgets/day_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                name: forms.TextInput({**part, "maxlength": size})
                for name, size in (("y", 4), ("m", 2), ("d", 2))
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        return [value.year, value.month, value.day] if value else [None, None, None]


class DayPartsField(forms.MultiValueField):
    """A day typed as year, month, day; gives a date, or None when empty and not required."""

    widget = DayPartsInput

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False) for _ in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Any:
        if not any(data_list):
            return None
        return forms.DateField().clean("-".join(narrow(part) for part in data_list))
