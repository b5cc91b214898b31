"""Writing the audit log, in the same transaction as the change or before the data leaves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from bansou.audit.models import Entry


def record(
    actor: Any, verb: str, *objects: Model, now: datetime, fields: Iterable[str] = (), reason: str = ""
) -> Entry:
    """One entry for one or many objects of one kind. `actor` is a user, or None for the public and the worker."""
    ids = [str(each.pk) for each in objects]
    return Entry.objects.create(
        at=now,
        actor_id=getattr(actor, "pk", None),
        verb=verb,
        object_type=objects[0]._meta.label_lower,
        object_ids=ids,
        object_id=ids[0],
        fields=list(fields),
        reason=reason,
    )
