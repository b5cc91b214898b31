"""The residence situation: told, not told, or never asked; and the tasks that its end makes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.cases.actions.common import open_case_row, seal, touch
from bansou.cases.models import Case, Residence, Task
from bansou.cases.rules.residence import warnings


@transaction.atomic
def record_residence(
    case: Case,
    situation: str,
    *,
    actor: Any,
    now: datetime,
    asylum: str = "",
    valid_to: date | None = None,
    note: str = "",
) -> Residence:
    """Keep what the person told, in codes of cases.enums.Situation and Asylum; the end of the stay makes tasks.

    Raises Refused(CLOSED, UNREADABLE).
    """
    case = open_case_row(case.pk)
    row = Residence(case=case, recorded_at=now, recorded_by=actor)
    told = {
        "situation": situation,
        "asylum": asylum,
        "valid_to": valid_to.isoformat() if valid_to else "",
        "note": note,
    }
    seal(case.pk, row, "sealed_situation", told)
    Residence.objects.filter(case=case).delete()
    row.save(force_insert=True)
    _renew_tasks(case, valid_to, actor, now)
    touch(case, now)
    audit.record(actor, "cases.residence", case, now=now)
    return row


@transaction.atomic
def forget_residence(case: Case, *, actor: Any, now: datetime) -> None:
    """As if it had never been asked. Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(case.pk)
    Residence.objects.filter(case=case).delete()
    _renew_tasks(case, None, actor, now)
    audit.record(actor, "cases.residence_forgotten", case, now=now)


def _renew_tasks(case: Case, valid_to: date | None, actor: Any, now: datetime) -> None:
    Task.objects.filter(case=case, from_residence=True, done_at=None).delete()
    if valid_to is None:
        return
    for day in warnings(valid_to, today=timezone.localtime(now).date()):
        task = Task(case=case, due_on=day, from_residence=True, made_at=now, made_by=actor)
        # The page says in the reader's language that the stay ends on this day.
        seal(case.pk, task, "sealed_text", valid_to.isoformat())
        task.save(force_insert=True)
