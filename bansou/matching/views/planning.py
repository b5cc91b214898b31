"""Planning with people who are on a case already, the desk's bookings, and where nobody could be found."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.audit import actions as audit
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404
from bansou.core import charts, clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.core.municipalities import REGION_NAMES, prefecture_name
from bansou.core.trying import tried
from bansou.matching import exports, permissions
from bansou.matching.actions import diary
from bansou.matching.forms import BookingForm, VisitForm
from bansou.matching.models import Visit
from bansou.matching.queries import board


@role_required(*permissions.READERS)
def visit_new(request: HttpRequest, pk: Any) -> HttpResponse:
    """A visit with supporters who are on the case."""
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    form, submitted = read(request, VisitForm, members=board.helpers_on(case, now=clock.now()))
    if submitted and form.is_valid():
        told = form.cleaned_data
        made = tried(
            request, _("Planned. Everybody who goes along is told."), diary.plan_visit, form.visit(case),
            told["who"], place_name=told["place_name"], actor=request.user, now=clock.now(),
        )  # fmt: skip
        if made:
            return redirect("case_helpers", case.pk)
    context = {"case": case, "form": form, "what": _("Plan a visit"), "icon_name": "calendar"}
    return render(request, "matching/appointment_new.html", context)


@role_required(*permissions.READERS)
def booking_new(request: HttpRequest, pk: Any) -> HttpResponse:
    """An interpreter who is on the case, booked for another time."""
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    initial = {"language": case.language}
    form, submitted = read(
        request, BookingForm, members=board.helpers_on(case, now=clock.now()), initial=initial
    )
    if submitted and form.is_valid():
        done = _("Booked. The interpreter is told.")
        if tried(request, done, diary.book, form.booking(case), actor=request.user, now=clock.now()):
            return redirect("case_helpers", case.pk)
    context = {"case": case, "form": form, "what": _("Book an interpreter"), "icon_name": "language"}
    return render(request, "matching/appointment_new.html", context)


@require_POST
@role_required(*permissions.READERS)
def visit_cancel(request: HttpRequest, pk: Any) -> HttpResponse:
    visit = get_object_or_404(Visit, pk=pk)
    case = case_or_404(request, visit.case_id, Part.MEMBERS, write=True)
    done = _("Cancelled. Everybody who was to come is told.")
    tried(request, done, diary.cancel_visit, visit, actor=request.user, now=clock.now())
    return redirect("case_helpers", case.pk)


@require_POST
@role_required(*permissions.READERS)
def booking_cancel(request: HttpRequest, pk: Any) -> HttpResponse:
    booking = get_object_or_404(permissions.visible_bookings(request.user, now=clock.now()), pk=pk)
    case = case_or_404(request, booking.case_id, Part.MEMBERS, write=True)
    done = _("Cancelled. Everybody who was to come is told.")
    tried(request, done, diary.cancel_booking, booking, actor=request.user, now=clock.now())
    return redirect("case_helpers", case.pk)


@role_required(*permissions.PLANNERS)
def booking_list(request: HttpRequest) -> HttpResponse:
    """The interpreters who are booked for the reader's cases."""
    now = clock.now()
    found = list(board.coming(permissions.visible_bookings(request.user, now=now), now=now)[: board.SHOWN])
    return render(request, "matching/booking_list.html", {"bookings": found})


@role_required(*permissions.PLANNERS)
def blank_spots(request: HttpRequest) -> HttpResponse:
    """What the network lacks: by region and language, and on the map."""
    spots = list(permissions.visible_blank_spots(request.user))
    language = get_language() or "en"
    names = {code: prefecture_name(code, language) for code in charts.PLACES}
    seen = permissions.seen_prefectures(request.user)
    counts = board.by_prefecture(spots)
    values = {code: counts.get(code, 0) if code in seen else None for code in charts.PLACES}
    context = {
        "rows": [
            (REGION_NAMES[region], code, count) for region, code, count in board.by_region_and_language(spots)
        ],
        "map": charts.tile_map(names, values),
        "total": len(spots),
    }
    return render(request, "matching/blank_spots.html", context)


@role_required(*permissions.PLANNERS)
def blank_spot_export(request: HttpRequest) -> HttpResponse:
    spots = list(permissions.visible_blank_spots(request.user).order_by("-noted_at", "-pk"))
    if not spots:
        messages.info(request, _("There is nothing to export."))
        return redirect("blank_spots")
    audit.record(request.user, "matching.export_blank_spots", *spots, now=clock.now())
    return download(exports.blank_spots_sheet(spots), "blank-spots.xlsx")
