"""Claims for accompanying support, from draft to decision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from bansou.accompaniment.enums import LIVE, Outcome, Place, Sign, State
from bansou.people.models import Recipient
from bansou.programmes.models import Terms
from bansou.supporters.models import Supporter


class Draft(models.Model):
    """What a supporter has typed so far, whole or not. The id is the scope of its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="drafts")
    sealed_form = models.BinaryField()
    updated_at = models.DateTimeField()


class Claim(models.Model):
    """One support occasion for one recipient; paid to the one or two supporters who went along.

    The id is the scope of the key under which the free text is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=14, unique=True)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="claims")
    # The place this claim takes in the recipient's cap; none, no approval.
    slot = models.PositiveSmallIntegerField(null=True)
    applicant = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="filed_claims")
    # Of the applicant on the filing day: whose region's coordinator sees it, and the map.
    prefecture = models.CharField(max_length=2, db_index=True)
    support_on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=12, choices=Place)
    activities = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome)
    refused_by_office = models.BooleanField(default=False)
    # {"place_name", "done", "result", "refusal", "transport"}: free text about the person.
    sealed_text = models.BinaryField()
    # Keyed hash of the normalised text, to notice the same text again.
    text_digest = models.BinaryField(max_length=16, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    # The first filing: a returned claim keeps its day.
    filed_on = models.DateField()
    filed_at = models.DateTimeField()
    deadline_on = models.DateField()
    # The first day of the month in which it is paid if it is approved in time.
    pay_month_on = models.DateField()
    # Per supporter.
    amount_yen = models.PositiveIntegerField()
    # Terms, band and reason codes as they were applied.
    assessment = models.JSONField()
    coordinator_ok_on = models.DateField(null=True)
    # Raised by every change; a page that shows an older one is refused.
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("recipient", "slot", name="one_claim_per_slot"),
            models.CheckConstraint(
                condition=Q(slot=None) | Q(state__in=LIVE), name="only_live_claims_hold_a_slot"
            ),
            models.CheckConstraint(condition=Q(slot=None) | Q(slot__gte=1), name="slots_start_at_one"),
        ]
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="claim_newest"),
            models.Index(fields=["state", "-filed_at", "-id"], name="claim_queue"),
            models.Index(fields=["prefecture", "-filed_at"], name="claim_region"),
            models.Index(fields=["applicant", "-filed_at"], name="claim_applicant"),
        ]

    def __str__(self) -> str:
        return self.number


class Participation(models.Model):
    """A supporter of a claim: the applicant (1), or the second (2), who confirms on their own page."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="participations")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="participations")
    position = models.PositiveSmallIntegerField()
    confirmed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("claim", "supporter", name="one_part_per_supporter"),
            models.UniqueConstraint("claim", "position", name="one_supporter_per_position"),
        ]


class Event(models.Model):
    """A dated change of a claim's state, with the words that the supporter was told."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=State)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Sealed under the claim's key: reviewers write about people here too.
    sealed_reason = models.BinaryField(null=True)


class Flag(models.Model):
    """A sign for the reviewer."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="flags")
    sign = models.CharField(max_length=12, choices=Sign)
    other = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="+")
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("claim", "sign", "other", name="one_flag_per_other_claim"),
            models.UniqueConstraint("claim", "sign", condition=Q(other=None), name="one_flag_each"),
        ]
