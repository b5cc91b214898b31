"""What every change of a case does: lock it, check that it is open, seal words, note when it last moved."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db.models import Model

from bansou.cases.enums import Reason, State
from bansou.cases.models import Case
from bansou.cases.queries.sealed import place
from bansou.core.refusal import Refused
from bansou.vault import actions as vault


def locked_case(case_id: uuid.UUID, *, version: int | None = None) -> Case:
    """The case, locked. Raises Refused(STALE) if its facts are no longer those of the page, Refused(UNREADABLE)."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state == State.ERASED:
        raise Refused(Reason.UNREADABLE)
    if version is not None and case.version != version:
        raise Refused(Reason.STALE)
    return case


def open_case_row(case_id: uuid.UUID, *, version: int | None = None) -> Case:
    """The case, locked and open. Raises Refused(CLOSED, STALE, UNREADABLE)."""
    case = locked_case(case_id, version=version)
    if case.state != State.OPEN:
        raise Refused(Reason.CLOSED)
    return case


def touch(case: Case, now: datetime) -> None:
    """Note that something happened; only forward."""
    if now > case.last_at:
        case.last_at = now
        case.save(update_fields=["last_at"])


def seal(case_id: uuid.UUID, row: Model, field: str, value: str | dict[str, Any]) -> None:
    """Set a sealed field of a row, words or a dictionary as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    setattr(row, field, vault.seal(case_id, place(row, field), text))
