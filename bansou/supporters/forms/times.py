"""The free times of a supporter's week, one to a row."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from bansou.core.forms import ClockField
from bansou.supporters.enums import Fault
from bansou.supporters.forms.profile import ADD_TIME
from bansou.supporters.rules import Details, Free

MOST_TIMES = 21


class TimeForm(forms.Form):
    """One time of the week; an empty row says nothing."""

    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Choose one")), *WEEKDAYS.items()],
    )
    starts = ClockField(label=_("From"), required=False)
    ends = ClockField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if self.errors or not self.has_told():
            return told
        if any(told.get(name) is None for name in self.fields):
            self.add_error("weekday", Fault.TIME_ALONE.label)
        elif told["ends"] <= told["starts"]:
            self.add_error("ends", Fault.TIME_ORDER.label)
        return told

    def has_told(self) -> bool:
        return any(self.cleaned_data.get(name) is not None for name in self.fields)


class TimeRows(forms.BaseFormSet):
    """The free times of a supporter; none means that nothing was told."""

    def clean(self) -> None:
        seen: set[tuple[Any, Any]] = set()
        for form in self.forms:
            if not form.is_valid() or not form.has_told():
                continue
            start = (form.cleaned_data["weekday"], form.cleaned_data["starts"])
            if start in seen:
                form.add_error("starts", Fault.TIME_TWICE.label)
            seen.add(start)

    @property
    def free(self) -> tuple[Free, ...]:
        told = [form.cleaned_data for form in self.forms if form.has_told()]
        return tuple(Free(row["weekday"], row["starts"], row["ends"]) for row in told)


_Times: Any = forms.formset_factory(
    TimeForm, formset=TimeRows, extra=2, max_num=MOST_TIMES, absolute_max=MOST_TIMES
)


def times(data: Any = None, files: Any = None, initial: Any = None) -> TimeRows:
    """The formset of free times; the button for one more row adds it here."""
    if data is not None and ADD_TIME in data:
        data = data.copy()
        rows = data.get("times-TOTAL_FORMS", "")
        count = int(rows) if rows.isdecimal() and len(rows) < 4 else 2
        data["times-TOTAL_FORMS"] = str(min(count + 1, MOST_TIMES))
    return _Times(data, files, initial=initial, prefix="times")


def initial_times(details: Details) -> list[dict[str, Any]]:
    return [{"weekday": each.weekday, "starts": each.starts, "ends": each.ends} for each in details.times]
