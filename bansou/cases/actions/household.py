"""Who the people of a case are."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions.common import open_case_row, seal, touch
from bansou.cases.models import Case, Relative
from bansou.cases.queries.sealed import place
from bansou.vault import actions as vault


@transaction.atomic
def save_relative(
    case: Case,
    told: dict[str, str],
    *,
    relation: str,
    actor: Any,
    now: datetime,
    relative: Relative | None = None,
) -> Relative:
    """Keep a person of the household; without `relative` a new one. What `told` leaves out stays as it was.

    The keys are those of models.Relative. Raises Refused(CLOSED, UNREADABLE).
    """
    case = open_case_row(case.pk)
    before: dict[str, str] = {}
    if relative:
        sealed = vault.unseal(case.pk, place(relative, "sealed_identity"), relative.sealed_identity)
        before = json.loads(sealed)
    row = relative or Relative(case=case)
    row.relation = relation
    seal(case.pk, row, "sealed_identity", before | told)
    row.save()
    touch(case, now)
    audit.record(actor, "cases.household", case, now=now, fields=[relation])
    return row


@transaction.atomic
def remove_relative(relative: Relative, *, actor: Any, now: datetime) -> None:
    """Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(relative.case_id)
    audit.record(actor, "cases.household_removed", case, now=now, fields=[relative.relation])
    relative.delete()
