"""The staff's list of supporters and the page of one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role
from bansou.audit import actions as audit
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.paging import page
from bansou.core.refusal import Refused
from bansou.supporters import actions, exports, permissions, queries
from bansou.supporters.forms import ProfileForm, SearchForm
from bansou.supporters.models import Supporter
from bansou.supporters.views.own import edit

ORDER = ("registered_on", "id")
READ_FIELDS = ("name", "kana", "prefecture")
DETAIL_FIELDS = (*exports.FIELDS, "foreign_roots", "gender", "times")


@role_required(*permissions.READERS)
def supporter_list(request: HttpRequest) -> HttpResponse:
    terms = queries.latest_terms()
    form = SearchForm(request.GET, terms)
    found = queries.search(permissions.visible_supporters(request.user), form.wanted())
    shown = page(queries.with_list_columns(found, terms), request.GET, ORDER)
    if shown.rows:
        audit.record(request.user, "supporters.list", *shown.rows, now=clock.now(), fields=READ_FIELDS)
    context = {"form": form, "page": shown, "total": found.count(), "terms": terms}
    context["can_export"] = has_role(request.user, *permissions.EXPORTERS)
    return render(request, "supporters/list.html", context)


@role_required(*permissions.EXPORTERS)
def supporter_export(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET, queries.latest_terms())
    found = queries.search(permissions.visible_supporters(request.user), form.wanted())
    rows = list(queries.with_export_columns(found))
    if not rows:
        messages.info(request, _("There is nobody to export. Widen the search."))
        return redirect("supporter_list")
    audit.record(request.user, "supporters.export", *rows, now=clock.now(), fields=exports.FIELDS)
    return download(exports.supporters_sheet(rows), "supporters.xlsx")


@role_required(*permissions.READERS)
def supporter_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    supporter = _visible(request, pk)
    audit.record(request.user, "supporters.read", supporter, now=clock.now(), fields=DETAIL_FIELDS)
    context = {
        "supporter": supporter,
        "registrations": queries.papers_of(supporter),
        "reads": queries.recent_entries(supporter),
        "can_confirm": has_role(request.user, *permissions.CONFIRMS),
        "can_edit": has_role(request.user, RoleKind.SECRETARIAT),
    }
    return render(request, "supporters/detail.html", context)


def _visible(request: HttpRequest, pk: uuid.UUID) -> Supporter:
    found = permissions.visible_supporters(request.user).select_related(
        "user", "organisation", "experience_confirmed_by"
    )
    return get_object_or_404(found, pk=pk)


@role_required(RoleKind.SECRETARIAT)
def supporter_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return edit(request, _visible(request, pk), ProfileForm, "supporter_detail", pk)


@role_required(*permissions.CONFIRMS)
@require_POST
def supporter_confirm_experience(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.confirm_experience(_visible(request, pk), actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The experience is confirmed. The supporter has been told by mail."))
    return redirect("supporter_detail", pk)


@role_required(RoleKind.SECRETARIAT)
def supporter_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    supporter = _visible(request, pk)
    if request.method == "POST":
        actions.leave(supporter, actor=request.user, now=clock.now())
        messages.success(request, _("The membership has ended. What is owed is still paid."))
        return redirect("supporter_detail", pk)
    return render(request, "supporters/end.html", {"supporter": supporter})
