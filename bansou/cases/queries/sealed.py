"""Where the sealed fields of a case lie: all of them under the case's key, each bound to its row and field."""

import uuid

from django.db.models import Model

from bansou.cases.models import Case
from bansou.vault.actions import Sealed


def place(row: Model, field: str) -> str:
    """Constants: a renamed model or field would lose its data."""
    return f"{row._meta.label_lower}.{field}|{row.pk}"


def sealed(row: Model, field: str) -> Sealed:
    """A sealed field of a case or of a row that hangs on one, ready to be opened."""
    case_id: uuid.UUID = row.pk if isinstance(row, Case) else row.case_id  # type: ignore[attr-defined]
    return Sealed(case_id, place(row, field), getattr(row, field))
