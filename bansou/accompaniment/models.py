"""Claims for accompanying support, from draft to decision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from bansou.accompaniment.enums import TONES, Outcome, Place, Sign, State
from bansou.core.municipalities import REGIONS
from bansou.matching.models import Visit
from bansou.people.models import Recipient
from bansou.programmes.models import Terms
from bansou.supporters.models import Supporter


class Draft(models.Model):
    """What a supporter has typed so far, whole or not.

    The id is the token of the form and later of its claim, and the scope of the draft's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="drafts")
    # The returned claim that is being corrected.
    claim = models.OneToOneField("Claim", null=True, on_delete=models.CASCADE, related_name="draft")
    sealed_form = models.BinaryField()
    updated_at = models.DateTimeField()


class ClaimQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-filed_at", "-id")


class Claim(models.Model):
    """One support occasion for one recipient; paid to the one or two supporters who went along.

    The id is the scope of the key under which the free text is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=14, unique=True)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="claims")
    applicant = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="filed_claims")
    # The visit of a case that it is filed for: one entry serves both.
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="claims")
    # Of the applicant on the filing day: whose region's coordinator sees it, and the map.
    prefecture = models.CharField(max_length=2)
    # Kept by the database, so that the list of a region is walked along an index as that of all is.
    region = models.GeneratedField(
        expression=Case(*(When(prefecture__in=codes, then=Value(name)) for name, codes in REGIONS.items())),
        output_field=models.CharField(max_length=20),
        db_persist=True,
    )
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
    # Keyed hash of the normalised text, to notice the same text again; none of a few words.
    text_digest = models.BinaryField(max_length=16, null=True, db_index=True)
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
    # The form of the last correction.
    correction_token = models.UUIDField(null=True, unique=True)
    # Keyed hash of all that the form said: the same token with other words is another form.
    form_digest = models.BinaryField(max_length=16)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="claim_newest"),
            models.Index(fields=["state", "-filed_at", "-id"], name="claim_queue"),
            # Narrow, for counting: half the time of counting along the queue.
            models.Index(fields=["state"], name="claim_states"),
            models.Index(fields=["region", "-filed_at", "-id"], name="claim_region"),
            models.Index(fields=["region", "state", "-filed_at", "-id"], name="claim_region_queue"),
            models.Index(fields=["applicant", "-filed_at"], name="claim_applicant"),
            # For the numbers of the staff's home.
            models.Index(fields=["filed_on"], name="claim_filed_on"),
            models.Index(fields=["support_on", "state", "prefecture"], name="claim_map"),
        ]

    def __str__(self) -> str:
        return self.number

    # Django's get_state_display translates every choice to find one, and lists ask for each of their rows.
    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def tone(self) -> str:
        """The colour of the state's words."""
        return TONES.get(State(self.state), "")

    @property
    def place_label(self) -> str:
        return str(Place(self.place).label)


class Slot(models.Model):
    """A place in a recipient's cap, held by a live claim. Without all its places a claim is not approved.

    The constraints alone keep the cap, whatever the code above them does.
    """

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="slots")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    # The terms' claims_per_recipient when the place was taken.
    cap = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("recipient", "number", name="one_claim_per_slot"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("cap")), name="slots_within_the_cap"
            ),
        ]


class Series(models.Model):
    """The last claim number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


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

    @property
    def answered(self) -> bool:
        return bool(self.confirmed_at or self.declined_at)


class Event(models.Model):
    """A dated change of a claim's state, with the words that the supporter was told."""

    # Made in Python: the sealed words are bound to it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=State)
    # The claim's version that it made: the order of events, also within one instant.
    version = models.PositiveIntegerField(default=1)
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
        indexes = [models.Index(fields=["sign", "claim"], name="open_flags", condition=Q(cleared_at=None))]

    @property
    def sign_label(self) -> str:
        return str(Sign(self.sign).label)


class LateNote(models.Model):
    """What a supporter wrote to the coordinator about support that is too late to file.

    The id is the scope of its key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="late_notes")
    prefecture = models.CharField(max_length=2, db_index=True)
    support_on = models.DateField()
    deadline_on = models.DateField()
    sealed_text = models.BinaryField()
    written_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
