"""Supporters, what they offer, and their papers in each term."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS

from bansou.core.municipalities import prefecture
from bansou.directory.models import Organisation
from bansou.payments.models import Payee
from bansou.programmes.models import Terms
from bansou.supporters import rules
from bansou.supporters.enums import Field, Gender, Level, State


class SupporterQuerySet(models.QuerySet):
    def active(self):
        return self.filter(left_on=None)


class Supporter(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # The Bansou ID, with its check character (core.checkchars).
    number = models.CharField(max_length=12, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supporter")
    payee = models.OneToOneField(Payee, on_delete=models.PROTECT, related_name="supporter")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="supporters"
    )
    name = models.CharField(max_length=100)
    kana = models.CharField(max_length=100)
    # As printed on the residence card.
    latin = models.CharField(max_length=100)
    postal_code = models.CharField(max_length=7)
    prefecture = models.CharField(max_length=2, db_index=True)
    municipality = models.CharField(max_length=60)
    street = models.CharField(max_length=120)
    building = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20)
    # Blank: prefers not to say. Never a condition for anything.
    foreign_roots = models.CharField(max_length=100, blank=True)
    # Blank: not told. Some people will only be helped by a woman.
    gender = models.CharField(max_length=5, choices=Gender, blank=True)
    # Also helps by phone and video, wherever the person is.
    remote = models.BooleanField(default=False)
    # The last day of a pause: until then nobody asks.
    paused_until = models.DateField(null=True)
    previous_experience = models.BooleanField(default=False)
    experience_text = models.CharField(max_length=1000, blank=True)
    experience_confirmed_on = models.DateField(null=True)
    experience_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    consent_version = models.CharField(max_length=20)
    consented_at = models.DateTimeField()
    registered_on = models.DateField()
    left_on = models.DateField(null=True)
    # The token of the form or imported row it came from, so that a second click makes no second supporter.
    form_token = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-registered_on", "-id"], name="supporter_newest"),
            models.Index(fields=["prefecture", "-registered_on", "-id"], name="supporter_prefecture"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def address(self) -> str:
        """As on an envelope, without the postal code."""
        place = f"{prefecture(self.prefecture).name}{self.municipality}{self.street}"
        return f"{place} {self.building}".strip()


class SupporterLanguage(models.Model):
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=Level)
    interprets = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("supporter", "language", name="one_level_per_language")]
        indexes = [models.Index(fields=["language", "interprets"], name="supporter_language")]


class SupporterArea(models.Model):
    """A prefecture where the supporter can go."""

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="areas")
    prefecture = models.CharField(max_length=2, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("supporter", "prefecture", name="one_area_once")]


class SupporterField(models.Model):
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="fields")
    field = models.CharField(max_length=10, choices=Field)

    class Meta:
        constraints = [models.UniqueConstraint("supporter", "field", name="one_field_once")]


class SupporterTime(models.Model):
    """A time of the week in which the supporter is usually free."""

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="times")
    # 0 is Monday, as Python counts.
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint("supporter", "weekday", "starts", name="one_time_once"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, ends__gt=F("starts")), name="times_end_after_they_start"
            ),
        ]

    @property
    def weekday_name(self) -> str:
        return str(WEEKDAYS[self.weekday])


class Registration(models.Model):
    """A supporter's papers in one term. Without them a claim can be filed but not paid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="registrations")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    # What the QR code on the papers says: opaque, with a check character.
    code = models.CharField(max_length=12, unique=True)
    opened_on = models.DateField()
    papers_sent_on = models.DateField(null=True)
    memorandum_back_on = models.DateField(null=True)
    account_notice_back_on = models.DateField(null=True)
    # Set when the account of the notice has been entered: from this day the supporter can be paid.
    payable_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("supporter", "terms", name="one_registration_per_terms"),
            models.CheckConstraint(
                condition=Q(payable_on=None)
                | Q(memorandum_back_on__isnull=False, account_notice_back_on__isnull=False),
                name="payable_needs_both_papers",
            ),
        ]
        indexes = [
            models.Index(
                fields=["terms", "opened_on"], name="papers_to_send", condition=Q(papers_sent_on=None)
            ),
        ]

    def __str__(self) -> str:
        return rules.show_paper_code(self.code)

    @property
    def state(self) -> State:
        return State(
            rules.state_of(
                self.papers_sent_on, self.memorandum_back_on, self.account_notice_back_on, self.payable_on
            )
        )
