"""The outbox: every mail that is to leave, sealed until it is sent."""

import uuid

from django.db import models


class Mail(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # What it is about ("id_issued"), for staff who ask whether it went out.
    kind = models.CharField(max_length=40)
    scope = models.UUIDField()
    # Recipient, subject and text; emptied once sent.
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)
    # The class of the last error, never its text: that would name the recipient.
    last_error = models.CharField(max_length=80, blank=True)
