"""The shape of a referral and of an answer to one."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from bansou.directory.models import Organisation
from bansou.referrals.actions.sending import Proposal
from bansou.referrals.enums import PUBLIC, Body, Field, Kind, Result


class ReferForm(forms.Form):
    """What is handed on, to whom, and exactly which parts of the case they see."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=Kind,
        initial=Kind.PART,
        widget=forms.RadioSelect(attrs={"class": "tiles-1"}),
    )
    body = forms.ChoiceField(label=_("To whom?"), choices=[("", _("Choose one")), *Body.choices])
    to_user = forms.ModelChoiceField(
        label=_("Which colleague"), queryset=None, required=False, empty_label=_("Nobody of the network")
    )
    organisation = forms.ModelChoiceField(
        label=_("Which organisation"), queryset=None, required=False, empty_label=_("None of the directory")
    )
    name = forms.CharField(label=_("Name of the office or person"), max_length=120, required=False)
    fields_shown = forms.MultipleChoiceField(
        label=_("What may they see?"),
        help_text=_("Only what is ticked leaves, as it stands today. You see it once more before it goes."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tiles-1"}),
    )
    question = forms.CharField(
        label=_("What do you ask them to do?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    warned = forms.BooleanField(
        label=_("I know that public officials must report people without a status of residence"),
        help_text=_(
            "Needed for a public body (Immigration Act, article 62). Ask a lawyer first if you are unsure."
        ),
        required=False,
    )

    def __init__(self, *args, receivers, readable, usual, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_user"].queryset = receivers
        self.fields["organisation"].queryset = Organisation.objects.filter(left_on=None).order_by(
            "kana", "name"
        )
        self.fields["fields_shown"].choices = [choice for choice in Field.choices if choice[0] in readable]
        self.fields["fields_shown"].initial = usual

    def clean(self):
        given = super().clean()
        body = given.get("body")
        if body == Body.COLLEAGUE and not given.get("to_user"):
            self.add_error("to_user", _("Choose the colleague."))
        if body == Body.ORGANISATION and not given.get("organisation"):
            self.add_error("organisation", _("Choose the organisation."))
        if body and body not in (Body.COLLEAGUE, Body.ORGANISATION) and not given.get("name"):
            self.add_error("name", _("Write who it is, for example 台東区役所."))
        if body in PUBLIC and not given.get("warned"):
            self.add_error("warned", _("Read this and tick it, or choose somebody else."))
        return given

    def proposal(self) -> Proposal:
        """What was typed; only what belongs to the kind of receiver."""
        given = self.cleaned_data
        body = given["body"]
        return Proposal(
            kind=given["kind"],
            body=body,
            fields=given["fields_shown"],
            question=given["question"],
            to_user=given["to_user"] if body == Body.COLLEAGUE else None,
            organisation=given["organisation"] if body == Body.ORGANISATION else None,
            name=given["name"] if body not in (Body.COLLEAGUE, Body.ORGANISATION) else "",
            warned=given["warned"],
        )


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why not?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class FinishForm(forms.Form):
    result = forms.ChoiceField(
        label=_("What came of it?"), choices=Result, widget=forms.RadioSelect(attrs={"class": "tiles-1"})
    )
    words = forms.CharField(
        label=_("In a few words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
