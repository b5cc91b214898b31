"""The filters of the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.audit.enums import OBJECTS, VERBS
from bansou.core.forms import DayField


class FilterForm(forms.Form):
    person = forms.CharField(label=_("Person (name or mail address)"), required=False, max_length=100)
    verb = forms.ChoiceField(label=_("Action"), required=False)
    object_type = forms.ChoiceField(label=_("Kind of object"), required=False)
    object_id = forms.CharField(label=_("ID of the object"), required=False, max_length=40)
    day = DayField(label=_("Day"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("verb", VERBS), ("object_type", OBJECTS)):
            choices = sorted(words.items(), key=lambda item: str(item[1]))
            self.fields[name].choices = [("", _("All")), *choices]
