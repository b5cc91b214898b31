"""Changes to the directory."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.directory.models import Organisation


@transaction.atomic
def save_organisation(
    organisation: Organisation, *, changed: list[str], actor: Any, now: datetime
) -> Organisation:
    """Keep a new or edited organisation; `changed` are the names of the fields that differ."""
    organisation.save()
    if changed:
        audit.record(actor, "directory.save", organisation, now=now, fields=changed)
    return organisation
