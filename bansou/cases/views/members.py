"""Who is on a case, and who must never see it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.actions import members as actions
from bansou.cases.enums import Role
from bansou.cases.forms.people import MemberForm, SearchForm
from bansou.cases.models import Case, CaseMember, Conflict
from bansou.cases.permissions import candidates
from bansou.cases.queries import page
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.core import clock
from bansou.core.forms import read
from bansou.core.trying import tried


@case_page
def case_members(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """With what the lead searched for, by POST: a name is never in an address."""
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    form, submitted = read(request, SearchForm)
    found = None
    if submitted and form.is_valid():
        found = page.people_called(form.cleaned_data["who"])
    now = clock.now()
    context = {
        "case": case,
        "form": form,
        "found": found,
        "roles": Role.choices,
        "members": page.members(case, now=now),
        "past": page.past_members(case, now=now),
        "conflicts": Conflict.objects.filter(case=case).select_related("user").order_by("noted_at"),
    }
    return render(request, "cases/members.html", context)


@require_POST
@case_page
def member_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add somebody who was found, or with `bar` note that they must never see the case."""
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    form = MemberForm(request.POST, users=candidates())
    if form.is_valid():
        user, now = form.cleaned_data["user"], clock.now()
        if "bar" in request.POST:
            done = _("%(name)s will never see this case.") % {"name": user.name}
            tried(request, done, actions.bar, case, user, actor=request.user, now=now)
        else:
            done = _("%(name)s is on the case.") % {"name": user.name}
            role = form.cleaned_data["role"]
            tried(request, done, actions.add_member, case, user, role, actor=request.user, now=now)
    # Who handed over the lead may no longer see this page.
    return redirect("case_people", case.pk)


@require_POST
@case_page
def member_end(request: HttpRequest, pk: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    row = _member(case, member)
    done = _("%(name)s is off the case.") % {"name": row.user.name}
    tried(request, done, actions.end_member, row, actor=request.user, now=clock.now())
    return redirect("case_members", case.pk)


@require_POST
@case_page
def member_renew(request: HttpRequest, pk: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    done = _("Renewed for two weeks.")
    tried(request, done, actions.renew_member, _member(case, member), actor=request.user, now=clock.now())
    return redirect("case_members", case.pk)


@require_POST
@case_page
def conflict_end(request: HttpRequest, pk: uuid.UUID, conflict: int) -> HttpResponse:
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    row = get_object_or_404(Conflict, pk=conflict, case=case)
    tried(request, _("The mark is removed."), actions.unbar, row, actor=request.user, now=clock.now())
    return redirect("case_members", case.pk)


def _member(case: Case, pk: uuid.UUID) -> CaseMember:
    return get_object_or_404(CaseMember.objects.select_related("user", "case"), pk=pk, case=case)
