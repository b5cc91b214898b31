"""The emergency lines: found, edited, checked once a year, removed."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.permissions import has_role
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.guides import actions, exports, permissions, queries
from bansou.guides.forms import LineForm, LineSearchForm
from bansou.guides.models import EmergencyLine


@role_required(*permissions.READERS)
def line_list(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    context = {
        "form": LineSearchForm(request.GET or None),
        "rows": [(line, line.due(today)) for line in _found(request)],
        "due": queries.lines_due(today),
        "can_edit": has_role(request.user, *permissions.EDITORS),
    }
    return render(request, "guides/lines.html", context)


@role_required(*permissions.READERS)
def line_export(request: HttpRequest) -> HttpResponse:
    return download(exports.lines_sheet(_found(request)), "emergency-lines.xlsx")


@role_required(*permissions.EDITORS)
def line_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, EmergencyLine())


@role_required(*permissions.EDITORS)
def line_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _edit(request, _line(pk))


@role_required(*permissions.EDITORS)
@require_POST
def line_check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.check_line(_line(pk), actor=request.user, today=clock.today(), now=clock.now())
    messages.success(request, _("Marked as checked today."))
    return redirect("line_list")


@role_required(*permissions.EDITORS)
def line_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    line = _line(pk)
    if request.method == "POST":
        actions.remove_line(line, actor=request.user, now=clock.now())
        messages.success(request, _("Removed."))
        return redirect("line_list")
    return render(request, "guides/line_remove.html", {"line": line})


def _found(request: HttpRequest) -> list[EmergencyLine]:
    form = LineSearchForm(request.GET)
    form.is_valid()
    told = form.cleaned_data
    due_on = clock.today() if told.get("due") else None
    return queries.lines(text=told.get("q", ""), kind=told.get("kind", ""), due_on=due_on)


def _line(pk: uuid.UUID) -> EmergencyLine:
    return get_object_or_404(EmergencyLine, pk=pk, removed_at=None)


def _edit(request: HttpRequest, line: EmergencyLine) -> HttpResponse:
    form, submitted = read(request, LineForm, instance=line)
    if submitted and form.is_valid():
        actions.save_line(form.instance, changed=form.changed_data, actor=request.user, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("line_list")
    return render(request, "guides/line_edit.html", {"form": form, "line": line})
