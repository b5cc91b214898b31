"""Tasks and the plan."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.actions import todo
from bansou.cases.forms.work import TaskForm
from bansou.cases.models import Case, Task
from bansou.cases.queries import page
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import opened, task_lines, texts
from bansou.core import clock
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried


@case_page
def case_tasks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.TASKS)
    form, submitted = read(request, TaskForm, members=page.members(case, now=clock.now()))
    if submitted and Part.TASKS not in case.access.writes:
        raise Http404
    if submitted and form.is_valid() and _added(request, case, form):
        return redirect("case_tasks", case.pk)
    rows = list(page.tasks(case, case.access))
    words = opened(request, case, {Part.TASKS: texts(rows)})
    lines = task_lines(rows, words, today=clock.today())
    lines.sort(
        key=lambda line: (
            line["task"].due_on is None,
            line["task"].due_on or clock.today(),
            line["task"].made_at,
        )
    )
    context = {
        "case": case,
        "form": form if Part.TASKS in case.may else None,
        "plan": sorted(
            (line for line in lines if line["task"].step is not None), key=lambda line: line["task"].step
        ),
        "todo": [line for line in lines if line["task"].step is None and not line["task"].done_at],
        "done": [line for line in lines if line["task"].step is None and line["task"].done_at],
    }
    return render(request, "cases/tasks.html", context)


def _added(request: HttpRequest, case: Case, form: TaskForm) -> bool:
    try:
        todo.add_task(case, **form.cleaned_data, actor=request.user, now=clock.now())
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("The task is added."))
    return True


@require_POST
@case_page
def task_done(request: HttpRequest, pk: uuid.UUID, task: uuid.UUID) -> HttpResponse:
    """Tick off, or with `undo` take that back."""
    case = case_or_404(request, pk, Part.TASKS, write=True)
    done = "undo" not in request.POST
    said = _("Done.") if done else _("The task is open again.")
    tried(request, said, todo.set_done, _task(case, task), done, actor=request.user, now=clock.now())
    return redirect("case_tasks", case.pk)


@require_POST
@case_page
def task_move(request: HttpRequest, pk: uuid.UUID, task: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.TASKS, write=True)
    up = "up" in request.POST
    tried(request, "", todo.move_step, _task(case, task), up=up, actor=request.user, now=clock.now())
    return redirect("case_tasks", case.pk)


@require_POST
@case_page
def task_remove(request: HttpRequest, pk: uuid.UUID, task: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.TASKS, write=True)
    said = _("The task is removed.")
    tried(request, said, todo.remove_task, _task(case, task), actor=request.user, now=clock.now())
    return redirect("case_tasks", case.pk)


def _task(case: Case, pk: uuid.UUID) -> Task:
    return get_object_or_404(page.tasks(case, case.access), pk=pk)
