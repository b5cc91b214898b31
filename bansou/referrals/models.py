"""Referrals: what was shown to whom, with whose consent, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from bansou.cases.models import Case, Consent
from bansou.directory.models import Organisation
from bansou.referrals.enums import OPEN, PUBLIC, TONES, Body, Kind, Result, State


class Referral(models.Model):
    """One request to somebody else to help with a case, or to take it. Sealed under the case's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    kind = models.CharField(max_length=8, choices=Kind)
    body = models.CharField(max_length=15, choices=Body)
    # A colleague reads it here and answers here; for all others the sender writes down what they said.
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="referrals_received"
    )
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    # enums.Field codes, in their order.
    fields = models.JSONField(default=list)
    # {field: words} as they stood when it was sent: later changes of the case do not travel.
    sealed_shared = models.BinaryField()
    # {"name" (of the office or person), "question"}
    sealed_words = models.BinaryField()
    # {"reason"} of a refusal, or {"result"} of the outcome
    sealed_answer = models.BinaryField(null=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    # That the sender was told of the duty to report and went on.
    warned = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    result = models.CharField(max_length=8, choices=Result, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer_by_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.PART) | Q(to_user__isnull=False), name="whole_cases_stay_inside"
            ),
            models.CheckConstraint(
                condition=~Q(body__in=sorted(PUBLIC)) | Q(warned=True), name="warned_before_public_bodies"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-sent_at"], name="referral_of_case"),
            models.Index(fields=["to_user", "-sent_at"], name="referral_to_user"),
            models.Index(fields=["answer_by_on"], name="referral_silent", condition=Q(state=State.SENT)),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]
