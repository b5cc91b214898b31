"""Tasks, and the plan: tasks in an order."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from bansou.audit import actions as audit
from bansou.cases import permissions
from bansou.cases.actions.common import open_case_row, seal, touch
from bansou.cases.enums import Reason
from bansou.cases.models import Case, Task
from bansou.core.refusal import Refused


@transaction.atomic
def add_task(
    case: Case,
    text: str,
    *,
    actor: Any,
    now: datetime,
    due_on: date | None = None,
    assigned_to: Any = None,
    in_plan: bool = False,
) -> Task:
    """Something to be done, at the end of the plan if it is a step of it.

    Raises Refused(CLOSED, NO_MEMBER, UNREADABLE).
    """
    case = open_case_row(case.pk)
    if assigned_to and not permissions.live_members(now=now).filter(case=case, user=assigned_to).exists():
        raise Refused(Reason.NO_MEMBER, name=assigned_to.name)
    step = _last_step(case) + 1 if in_plan else None
    task = Task(case=case, step=step, due_on=due_on, assigned_to=assigned_to, made_at=now, made_by=actor)
    seal(case.pk, task, "sealed_text", text)
    task.save(force_insert=True)
    touch(case, now)
    audit.record(actor, "cases.task", case, now=now)
    return task


@transaction.atomic
def set_done(task: Task, done: bool, *, actor: Any, now: datetime) -> None:
    """Tick a task off, or take that back. Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(task.case_id)
    task.refresh_from_db()
    if done != (task.done_at is not None):
        task.done_at, task.done_by = (now, actor) if done else (None, None)
        task.save(update_fields=["done_at", "done_by"])
        touch(case, now)
        audit.record(actor, "cases.task_done" if done else "cases.task_undone", case, now=now)


@transaction.atomic
def move_step(task: Task, *, up: bool, actor: Any, now: datetime) -> None:
    """Change places with the step before or behind. Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(task.case_id)
    steps = list(Task.objects.filter(case=case).exclude(step=None).order_by("step", "made_at", "pk"))
    at = next((index for index, step in enumerate(steps) if step.pk == task.pk), None)
    if at is None:
        return
    to = at - 1 if up else at + 1
    if 0 <= to < len(steps):
        steps[at], steps[to] = steps[to], steps[at]
        for index, step in enumerate(steps, start=1):
            step.step = index
        Task.objects.bulk_update(steps, ["step"])
        audit.record(actor, "cases.plan", case, now=now)


@transaction.atomic
def remove_task(task: Task, *, actor: Any, now: datetime) -> None:
    """It was a mistake, or is no longer needed. Raises Refused(CLOSED, UNREADABLE)."""
    case = open_case_row(task.case_id)
    task.delete()
    audit.record(actor, "cases.task_removed", case, now=now)


def _last_step(case: Case) -> int:
    return Task.objects.filter(case=case).aggregate(last=Max("step"))["last"] or 0
