"""The staff's page of a supporter's questionnaires, and the supporter's own."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role
from bansou.audit import actions as audit
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.courses import actions, queries
from bansou.courses.enums import Questionnaire
from bansou.courses.forms import CompletionsForm
from bansou.supporters.models import Supporter
from bansou.supporters.permissions import CONFIRMS, READERS, visible_supporters


@role_required(*READERS)
def completions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everybody who sees the supporter reads; those who confirm experience also write."""
    supporter = get_object_or_404(visible_supporters(request.user), pk=pk)
    can_write = has_role(request.user, *CONFIRMS)
    held = queries.completions_of(supporter)
    form, submitted = read(request, CompletionsForm, initial=held)
    if submitted and can_write and form.is_valid():
        try:
            actions.record_completions(supporter, form.days(), actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("course_completions", pk)
    audit.record(request.user, "courses.read", supporter, now=clock.now(), fields=("completions",))
    context = {"form": form, "supporter": supporter, "can_write": can_write, "rows": _rows(held)}
    return render(request, "courses/completions.html", context)


@role_required(RoleKind.SUPPORTER)
def own_completions(request: HttpRequest) -> HttpResponse:
    supporter = get_object_or_404(Supporter, user=request.user)
    return render(request, "courses/own.html", {"rows": _rows(queries.completions_of(supporter))})


def _rows(held: dict) -> list[dict]:
    return [{"title": code.label, "day": held.get(code.value)} for code in Questionnaire]
