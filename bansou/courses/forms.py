"""The staff's form for completed questionnaires."""

from datetime import date
from typing import Any

from django import forms

from bansou.core.forms import DayField
from bansou.courses.enums import Questionnaire


class CompletionsForm(forms.Form):
    """One day per questionnaire; empty means not completed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in Questionnaire:
            self.fields[code.value] = DayField(label=code.label, required=False)

    def days(self) -> dict[Questionnaire, date | None]:
        return {code: self.cleaned_data[code.value] for code in Questionnaire}
