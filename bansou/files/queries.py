"""Questions about kept files."""

import uuid
from datetime import datetime, timedelta

from django.db.models import QuerySet

from bansou.files.models import StoredFile
from bansou.vault.actions import Sealed

DAY = timedelta(days=1)


def files_of(scope: uuid.UUID) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(scope=scope).order_by("created_at", "pk")


def added_in_a_day(scope: uuid.UUID, *, now: datetime) -> int:
    return files_of(scope).filter(created_at__gt=now - DAY).count()


def sealed_name(stored: StoredFile) -> Sealed:
    """What the sender called it; staff pages open it through audit.actions.open_sealed."""
    return Sealed(stored.scope, f"files.storedfile.name|{stored.pk}", stored.sealed_name)
