"""What is known of a kept file; its bytes lie sealed in a folder outside the web root."""

import uuid

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A file under somebody else's key: `scope` names the data key of the case, thread or person it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    scope = models.UUIDField(db_index=True)
    # As the bytes say, not as the sender said.
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sealed_name = models.BinaryField()
    created_at = models.DateTimeField()
    # Null for what the public or another system sent.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
