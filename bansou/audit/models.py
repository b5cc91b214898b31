"""The audit log: entries that are only ever added, and the seals that chain them."""

from django.db import models


class Entry(models.Model):
    """Who did or saw what. Field names, never values; no address of the person who asked."""

    at = models.DateTimeField()
    # A plain id: accounts stand above this app.
    actor_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_ids = models.JSONField()
    # The first object once more, for "who touched this one".
    object_id = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    # In its place where it may tell of somebody: words under the key of this scope, unreadable when that goes.
    sealed_reason = models.BinaryField(null=True)
    reason_scope = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="entry_object"),
            models.Index(fields=["actor_id", "-at", "-id"], name="entry_actor"),
            models.Index(fields=["verb", "-at", "-id"], name="entry_verb"),
            models.Index(fields=["-at", "-id"], name="entry_newest"),
        ]


class Seal(models.Model):
    """One link of the chain over entries: mac = HMAC(audit key, previous mac, sequence, entry)."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)
    mac = models.BinaryField(max_length=32)
