"""Opening a case in an emergency, and looking at such openings afterwards."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.enums import RoleKind
from bansou.audit import actions as audit
from bansou.audit.models import Entry
from bansou.cases import permissions
from bansou.cases.actions import glass as actions
from bansou.cases.forms.work import GlassForm, VerdictForm
from bansou.cases.models import BreakGlass, Case, Conflict
from bansou.cases.queries.page import lead_of
from bansou.cases.queries.sealed import sealed
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.log import lines
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried

LISTED = 100


@role_required(*permissions.DESK)
def case_glass(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For who found the case by its number and is not on it; only right after signing in anew."""
    case = get_object_or_404(permissions.heads(request.user), pk=pk)
    if Conflict.objects.filter(case=case, user=request.user).exists():
        raise Http404
    if permissions.access_to(request.user, case, now=clock.now()):
        return redirect("case_overview", case.pk)
    return _asked(request, case)


@reauthentication_required
def _asked(request: HttpRequest, case: Case) -> HttpResponse:
    form, submitted = read(request, GlassForm)
    if submitted and form.is_valid():
        try:
            actions.break_glass(case, **form.cleaned_data, actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("case_overview", case.pk)
    return render(request, "cases/glass.html", {"case": case, "form": form, "lead": lead_of(case)})


@require_POST
@case_page
def glass_red(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The second click."""
    case = case_or_404(request, pk)
    actions.show_red(case, actor=request.user, now=clock.now())
    return redirect("case_people", case.pk)


@role_required(RoleKind.SECRETARIAT)
def glass_list(request: HttpRequest) -> HttpResponse:
    """Openings that wait for a review, the oldest first, and the last ones that had theirs."""
    now = clock.now()
    openings = permissions.reviewable_openings(request.user).select_related("case", "user", "reviewed_by")
    waiting = openings.filter(reviewed_at=None).order_by("opened_at")[:LISTED]
    context = {
        "waiting": [(row, now - row.opened_at > actions.REVIEWED_WITHIN) for row in waiting],
        "reviewed": openings.exclude(reviewed_at=None).order_by("-opened_at")[:LISTED],
    }
    return render(request, "cases/glass_list.html", context)


@role_required(RoleKind.SECRETARIAT)
def glass_review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Why somebody opened a case and what they read, for somebody else to judge."""
    openings = permissions.reviewable_openings(request.user).select_related("case", "user", "reviewed_by")
    opening = get_object_or_404(openings, pk=pk)
    form, submitted = read(request, VerdictForm)
    if submitted and form.is_valid():
        done = _("The review is kept.")
        tried(
            request, done, actions.review, opening, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("glass_list")
    own = opening.user_id == request.user.pk
    try:
        reason = "" if own else _reason(request, opening)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("glass_list")
    context = {
        "opening": opening,
        "reason": reason,
        "lines": lines(_reads(opening)),
        "form": None if own or opening.reviewed_at else form,
    }
    return render(request, "cases/glass_review.html", context)


def _reason(request: HttpRequest, opening: BreakGlass) -> str:
    wanted = [sealed(opening, "sealed_reason")] if opening.sealed_reason else []
    words = audit.open_sealed(
        request.user, "cases.glass_read", opening.case, sealed=wanted, now=clock.now(), fields=["reason"]
    )
    return (words[0] or "") if words else ""


def _reads(opening: BreakGlass) -> list[Entry]:
    """What they did on the case while it was open."""
    found = Entry.objects.filter(
        object_type="cases.case", object_id=str(opening.case_id), actor_id=opening.user_id
    )
    return list(
        found.filter(at__gte=opening.opened_at, at__lte=opening.until_at).order_by("at", "pk")[:LISTED]
    )
