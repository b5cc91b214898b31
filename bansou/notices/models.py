"""The outbox: every mail that is to leave, sealed until it is sent."""

import uuid

from django.db import models
from django.db.models import Q


class MailSet(models.QuerySet):
    def due(self, now):
        return self.filter(next_try_at__lte=now).order_by("next_try_at")

    def in_trouble(self):
        """Tried and not yet gone, or given up."""
        return self.filter(sent_at=None).exclude(last_error="")


class Mail(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # What it is about ("id_issued"), for staff who ask whether it went out.
    kind = models.CharField(max_length=40)
    scope = models.UUIDField()
    # Recipient, subject and text; emptied once sent.
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # While it is being sent, the end of the sender's lease; empty once sent or given up.
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # The class of the last error, never its text: that would name the recipient.
    last_error = models.CharField(max_length=80, blank=True)

    objects = MailSet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=~Q(next_try_at=None), name="mail_due"),
            models.Index(fields=["-created_at", "-id"], condition=Q(sent_at=None), name="mail_unsent"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def given_up(self) -> bool:
        return self.sent_at is None and self.next_try_at is None
