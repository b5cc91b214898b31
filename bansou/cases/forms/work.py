"""Entries, tasks, files, consents, and emergencies."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bansou.cases.enums import Answer, Emergency, EntryKind, Form, Mode, Purpose, Topic, Verdict
from bansou.cases.forms.facts import TEXT_LENGTH, area, wide
from bansou.core.forms import ClockField, DayField
from bansou.files.forms import UploadField

KINDS = [choice for choice in EntryKind.choices if choice[0] in ("note", "contact", "decision")]


class EntryForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial=EntryKind.NOTE)
    text = forms.CharField(label=_("In your words"), widget=area(5), max_length=TEXT_LENGTH)
    mode = forms.ChoiceField(
        label=_("How you were in contact"), choices=[("", _("No contact")), *Mode.choices], required=False,
        help_text=_("With a contact it is counted, once for each topic."),
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label=_("Topics of the contact"), choices=Topic, required=False, widget=forms.CheckboxSelectMultiple
    )
    on = DayField(label=_("Day, if not today"), required=False)
    starts = ClockField(label=_("Time"), required=False)
    private = forms.BooleanField(label=_("Only for the lead and supporters of the case"), required=False)

    def __init__(self, *args: Any, today: date, may_hide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        if not may_hide:
            del self.fields["private"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("on") and typed["on"] > self.today:
            self.add_error("on", _("This day has not come yet."))
        if typed.get("kind") == EntryKind.CONTACT and not typed.get("mode"):
            self.add_error("mode", _("Choose how you were in contact."))
        if typed.get("kind") != EntryKind.CONTACT:
            typed["mode"], typed["topics"] = "", []
        return typed

    def private_fields(self) -> list[Any]:
        """Whether to hide the line, for who may."""
        return [self["private"]] if "private" in self.fields else []

    def at(self, now: datetime) -> datetime:
        """When it happened: now, or the day that was typed, at noon without a time; never in the future."""
        typed = self.cleaned_data
        if not typed["on"] and not typed["starts"]:
            return now
        moment = datetime.combine(typed["on"] or self.today, typed["starts"] or time(12))
        return min(now, timezone.make_aware(moment))


class TaskForm(forms.Form):
    text = forms.CharField(label=_("What is to be done"), max_length=500, widget=wide())
    due_on = DayField(label=_("By which day"), required=False)
    assigned_to = forms.ChoiceField(label=_("Who does it"), required=False)
    in_plan = forms.BooleanField(label=_("A step of the plan"), required=False)

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(member.user_id): member.user for member in members}
        people = [(pk, user.name) for pk, user in self.people.items()]
        self.fields["assigned_to"].choices = [("", _("Nobody yet")), *people]

    def clean_assigned_to(self) -> Any:
        return self.people.get(self.cleaned_data["assigned_to"])


class FileForm(forms.Form):
    file = UploadField(label=_("Photo, PDF or recording"))


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What for"), choices=Purpose, widget=forms.RadioSelect(attrs={"class": "tiles-1"})
    )
    answer = forms.ChoiceField(label=_("What they said"), choices=Answer, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("How it was said"), choices=Form, widget=forms.RadioSelect)
    said_on = DayField(label=_("Day"))
    bodies = forms.CharField(label=_("To whom"), required=False, max_length=200, widget=wide())
    words = forms.CharField(
        label=_("Conditions, or their words"), required=False, max_length=500, widget=area(2, 500)
    )
    proof = forms.ChoiceField(label=_("Proof among the files"), required=False)

    def __init__(self, *args: Any, proofs: list[tuple[Any, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proofs, self.today = {str(file.pk): file for file, _name in proofs}, today
        named = [(str(file.pk), name) for file, name in proofs]
        self.fields["proof"].choices = [("", _("None")), *named]
        self.fields["said_on"].initial = today
        self.fields["said_on"].widget.attrs["max"] = today.isoformat()

    def clean_said_on(self) -> date:
        if self.cleaned_data["said_on"] > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["said_on"]

    def clean_proof(self) -> Any:
        return self.proofs.get(self.cleaned_data["proof"])


class GlassForm(forms.Form):
    emergency = forms.ChoiceField(
        label=_("What kind of emergency?"),
        choices=Emergency,
        widget=forms.RadioSelect(attrs={"class": "tiles-1"}),
    )
    reason = forms.CharField(
        label=_("Why must you open it now?"), widget=area(4, 1000), max_length=1000,
        help_text=_("At least 20 characters. Somebody else reads this within 72 hours."),
    )  # fmt: skip


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Was it right?"), choices=Verdict, widget=forms.RadioSelect)
