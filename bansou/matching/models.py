"""Requests to supporters, appointments that come of them, and where nobody could be found."""

import uuid
from datetime import date, datetime, time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bansou.cases.models import Case
from bansou.matching.enums import (
    ANSWER_TONES,
    ASK_TONES,
    VISIT_TONES,
    Answer,
    AskState,
    BookingState,
    Kind,
    Place,
    VisitState,
    Way,
)
from bansou.supporters.enums import Field
from bansou.supporters.models import Supporter

MOST_NEEDED = 2

Span = tuple[datetime, datetime]


def span_of(day: date, starts: time, ends: time) -> Span:
    """The instants of a span on a day in Japan."""
    first, last = (timezone.make_aware(datetime.combine(day, at)) for at in (starts, ends))
    return first, last


def _user():
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class Ask(models.Model):
    """A request for a case to several supporters; the first to accept have it.

    What stands here is all that they see before they accept: coarse, and without a word that somebody wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=9, choices=Kind)
    way = models.CharField(max_length=5, choices=Way, default=Way.ANY)
    language = models.CharField(max_length=10)
    field = models.CharField(max_length=10, choices=Field, blank=True)
    prefecture = models.CharField(max_length=2)
    place = models.CharField(max_length=12, choices=Place, blank=True)
    day = models.DateField(null=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    needed = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=AskState, default=AskState.OPEN)
    asked_by = _user()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(needed__gte=1, needed__lte=MOST_NEEDED), name="one_or_two_are_needed"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REMOTE) | Q(day__isnull=False, ends__gt=F("starts")),
                name="appointments_have_a_time",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="ask_open", condition=Q(state=AskState.OPEN))]

    @property
    def span(self) -> Span | None:
        """Start and end, if it is an appointment."""
        if self.day is None or self.starts is None or self.ends is None:
            return None
        return span_of(self.day, self.starts, self.ends)

    @property
    def tone(self) -> str:
        return ASK_TONES[AskState(self.state)]


class Asked(models.Model):
    """That one supporter was asked. `place` is 1 or 2 for who has it: the constraints alone let nobody else in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="asked")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="asked")
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("ask", "supporter", name="asked_once"),
            models.UniqueConstraint("ask", "place", name="one_helper_per_place"),
            models.CheckConstraint(
                condition=Q(answer=Answer.ACCEPTED, place__gte=1, place__lte=MOST_NEEDED)
                | (~Q(answer=Answer.ACCEPTED) & Q(place=None)),
                name="a_place_for_who_accepts",
            ),
        ]
        indexes = [
            models.Index(fields=["supporter", "answer"], name="asked_supporter"),
        ]

    @property
    def tone(self) -> str:
        return ANSWER_TONES[Answer(self.answer)]


class Visit(models.Model):
    """An occasion on which supporters go along. One row serves the case, the claim and the counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits")
    ask = models.OneToOneField(Ask, null=True, on_delete=models.SET_NULL, related_name="visit")
    supporters = models.ManyToManyField(Supporter, through="VisitSupporter", related_name="visits")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=12, choices=Place)
    # The name of the office, under the case's key; null until somebody writes it.
    sealed_place_name = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=VisitState, default=VisitState.PLANNED)
    # How long it really took.
    minutes = models.PositiveSmallIntegerField(null=True)
    made_by = _user()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="visit_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state=VisitState.DONE, minutes__isnull=False)
                | (~Q(state=VisitState.DONE) & Q(minutes=None)),
                name="minutes_of_what_took_place",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-day"], name="visit_of_case"),
            models.Index(fields=["day"], name="visit_planned", condition=Q(state=VisitState.PLANNED)),
        ]

    @property
    def span(self) -> Span:
        return span_of(self.day, self.starts, self.ends)

    @property
    def tone(self) -> str:
        return VISIT_TONES[VisitState(self.state)]

    @property
    def place_label(self) -> str:
        return str(Place(self.place).label)


class VisitSupporter(models.Model):
    """Who goes along, in the order of accepting."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="parts")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="visit_parts")

    class Meta:
        constraints = [models.UniqueConstraint("visit", "supporter", name="one_part_per_visit")]


class Booking(models.Model):
    """An interpreter for a language at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bookings")
    ask = models.ForeignKey(Ask, null=True, on_delete=models.SET_NULL, related_name="bookings")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="bookings")
    language = models.CharField(max_length=10)
    way = models.CharField(max_length=5, choices=Way)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=BookingState, default=BookingState.BOOKED)
    booked_by = _user()
    booked_at = models.DateTimeField()
    cancelled_by = _user()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="booking_when", condition=Q(state=BookingState.BOOKED)),
            models.Index(fields=["supporter", "starts_at"], name="booking_of_supporter"),
        ]


class Quarter(models.Model):
    """A quarter of an hour that a supporter has given away: nobody is in two places, whatever the code above does."""

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="quarters")
    at = models.DateTimeField()
    visit = models.ForeignKey(Visit, null=True, on_delete=models.CASCADE, related_name="quarters")
    booking = models.ForeignKey(Booking, null=True, on_delete=models.CASCADE, related_name="quarters")

    class Meta:
        constraints = [
            models.UniqueConstraint("supporter", "at", name="one_appointment_at_a_time"),
            models.CheckConstraint(
                condition=Q(visit=None, booking__isnull=False) | Q(visit__isnull=False, booking=None),
                name="quarter_of_one_appointment",
            ),
        ]


class BlankSpot(models.Model):
    """That nobody who speaks a language was within reach: what the network lacks, and where."""

    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="blank_spots")
    language = models.CharField(max_length=10)
    field = models.CharField(max_length=10, choices=Field, blank=True)
    prefecture = models.CharField(max_length=2)
    # A code of core.municipalities, or "".
    municipality = models.CharField(max_length=6, blank=True)
    interpret = models.BooleanField(default=False)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case", "language", "field", "prefecture", "interpret", name="blank_spot_once_per_case"
            ),
        ]
        indexes = [models.Index(fields=["noted_at"], name="blank_spot_when")]
