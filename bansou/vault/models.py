"""Data keys and unwrap quotas; they live in the separate database `vault`."""

import uuid

from django.db import models


class DataKey(models.Model):
    """One key for one person, payee, claim or mail day; without the row all that it sealed is unreadable."""

    scope = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20)
    # The quarter in which the data must be erased, as "2031Q1": its master key wraps this key.
    quarter = models.CharField(max_length=6, db_index=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()


class Opening(models.Model):
    """That an actor opened something under a scope in an hour; counted for the quota, pruned after a day."""

    actor_id = models.UUIDField()
    scope = models.UUIDField()
    hour_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("actor_id", "hour_at", "scope", name="one_opening_per_scope_and_hour")
        ]
        indexes = [models.Index(fields=["hour_at"], name="opening_hour")]
