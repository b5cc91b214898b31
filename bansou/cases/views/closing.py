"""Closing a case, opening it again, erasing it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bansou.cases import permissions
from bansou.cases.actions import closing
from bansou.cases.forms.facts import CloseForm, ReasonForm
from bansou.cases.queries import page
from bansou.cases.rules.fields import Part
from bansou.cases.rules.opening import erase_on
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import opened, task_lines, texts
from bansou.core import clock
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried


@case_page
def case_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.HEAD, write=True)
    form, submitted = read(request, CloseForm)
    if submitted and form.is_valid():
        try:
            closing.close(case, **form.cleaned_data, actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The case is closed."))
            return redirect("case_overview", case.pk)
    tasks = page.open_tasks(case, case.access)
    words = opened(request, case, {Part.TASKS: texts(tasks)})
    context = {
        "case": case,
        "form": form,
        "tasks": task_lines(tasks, words, today=clock.today()),
        "erase_on": erase_on(clock.today()),
    }
    return render(request, "cases/close.html", context)


@case_page
def case_reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.HEAD, write=True)
    form, submitted = read(request, ReasonForm)
    if submitted and form.is_valid():
        done = _("The case is open again.")
        tried(request, done, closing.reopen, case, **form.cleaned_data, actor=request.user, now=clock.now())
        return redirect("case_overview", case.pk)
    return render(request, "cases/reopen.html", {"case": case, "form": form})


@case_page
def case_erase(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk)
    if not permissions.can_erase(request.user, case.access):
        raise Http404
    if request.method == "POST":
        done = _("Case %(number)s is erased. Nobody can read it any more.") % {"number": case.number}
        tried(request, done, closing.erase, case, actor=request.user, now=clock.now())
        return redirect("case_list")
    counts = {
        "entries": page.entries(case, case.access).count(),
        "files": case.files.count(),
        "people": case.household.count(),
    }
    return render(request, "cases/erase.html", {"case": case, "counts": counts})
