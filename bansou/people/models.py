"""The people we support, as far as a claim must recognise one again."""

import uuid

from django.conf import settings
from django.db import models

from bansou.people.enums import Decision
from bansou.programmes.models import Terms


class Person(models.Model):
    """Somebody who is supported. The row says nothing about them; its id is the scope of their data key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = models.DateTimeField()


class SafeContact(models.Model):
    """How a person can be reached without danger, sealed under the person's key. Every sender asks it first."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="safe_contact"
    )
    # people.rules.contact.SafeContact as JSON.
    sealed_contact = models.BinaryField()
    updated_at = models.DateTimeField()


class Card(models.Model):
    """A neutral code on a slip that stands for a person: no name, no logo."""

    code = models.CharField(max_length=9, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )


class Recipient(models.Model):
    """A person within one term: the row that a cap is counted on and locked at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recipients")
    # Keyed hash of the sorted latinised name letters and the birth date; null when known by card only.
    digest = models.BinaryField(max_length=16, null=True)
    # Keyed hashes of coarser keys, within which a coordinator's hint is looked for.
    birth_block = models.BinaryField(max_length=16, null=True, db_index=True)
    name_block = models.BinaryField(max_length=16, null=True, db_index=True)
    # {"name", "birth_on"} as on the card, under the person's key.
    sealed_identity = models.BinaryField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("terms", "digest", name="one_recipient_per_identity"),
            models.UniqueConstraint("terms", "person", name="one_recipient_per_person"),
        ]


class MatchHint(models.Model):
    """That two recipients may be the same person; decided by one coordinator who saw both.

    The id is the scope of the key under which the log keeps why somebody looked, and why they decided so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    one = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="hints_as_one")
    other = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="hints_as_other")
    created_at = models.DateTimeField()
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("one", "other", name="one_hint_per_pair")]
