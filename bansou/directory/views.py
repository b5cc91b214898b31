"""The public list of members, and the staff's directory."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bansou.accounts.permissions import has_role
from bansou.audit import actions as audit
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.directory import actions, exports, permissions, queries
from bansou.directory.forms import OrganisationForm, OrganisationSearchForm
from bansou.directory.models import Organisation


@login_not_required
def members(request: HttpRequest) -> HttpResponse:
    """Names and prefectures only."""
    return render(request, "directory/members.html", {"groups": queries.by_prefecture()})


@role_required(*permissions.READERS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    form = OrganisationSearchForm(request.GET)
    found = list(queries.search(**form.asked()))
    context = {"form": form, "rows": found, "can_edit": has_role(request.user, *permissions.EDITORS)}
    return render(request, "directory/list.html", context)


@role_required(*permissions.READERS)
def organisation_export(request: HttpRequest) -> HttpResponse:
    found = list(queries.search(**OrganisationSearchForm(request.GET).asked()))
    if found:
        audit.record(request.user, "directory.export", *found, now=clock.now(), fields=("mail", "phone"))
    return download(exports.organisations_sheet(found), "organisations.xlsx")


@role_required(*permissions.READERS)
def organisation_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    organisation = get_object_or_404(queries.search(with_left=True), pk=pk)
    context = {"organisation": organisation, "can_edit": has_role(request.user, *permissions.EDITORS)}
    return render(request, "directory/detail.html", context)


@role_required(*permissions.EDITORS)
def organisation_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Organisation())


@role_required(*permissions.EDITORS)
def organisation_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _edit(request, get_object_or_404(Organisation, pk=pk))


def _edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form, submitted = read(request, OrganisationForm, instance=organisation)
    if submitted and form.is_valid():
        actions.save_organisation(
            form.instance, changed=form.changed_data, actor=request.user, now=clock.now()
        )
        messages.success(request, _("Saved."))
        return redirect("organisation_detail", form.instance.pk)
    return render(request, "directory/edit.html", {"form": form, "organisation": organisation})
