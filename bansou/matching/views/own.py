"""A supporter's own pages: what they are asked, and where they are expected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.enums import RoleKind
from bansou.cases.permissions import access_to
from bansou.cases.views.access import case_or_404, require_second_factor
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.trying import tried
from bansou.matching import permissions
from bansou.matching.actions import answering, diary
from bansou.matching.actions.reading import place_name
from bansou.matching.enums import Answer, AskState, VisitState
from bansou.matching.forms import AcceptForm, DoneForm
from bansou.matching.models import Asked, Visit
from bansou.matching.queries import board


@role_required(RoleKind.SUPPORTER)
def ask_list(request: HttpRequest) -> HttpResponse:
    """The requests that wait for an answer, and the last ones that are over."""
    asked = permissions.asked_of(request.user)
    context = {"waiting": board.waiting(asked), "answered": board.answered(asked)}
    return render(request, "matching/ask_list.html", context)


@role_required(RoleKind.SUPPORTER)
def ask_answer(request: HttpRequest, pk: Any) -> HttpResponse:
    """One request: what is needed, roughly where and when; and the answer."""
    asked = _asked(request, pk)
    form, submitted = read(request, AcceptForm)
    if submitted and form.is_valid():
        done = _("Thank you. You are on the case now, and it stands under My visits.")
        if tried(request, done, answering.accept, asked, actor=request.user, now=clock.now()):
            return redirect("visit_list")
        return redirect("ask_list")
    can_answer = asked.answer == Answer.WAITING and asked.ask.state == AskState.OPEN
    context = {"asked": asked, "ask": asked.ask, "form": form, "can_answer": can_answer}
    return render(request, "matching/ask_answer.html", context)


@require_POST
@role_required(RoleKind.SUPPORTER)
def ask_decline(request: HttpRequest, pk: Any) -> HttpResponse:
    done = _("Thank you for the answer.")
    tried(request, done, answering.decline, _asked(request, pk), actor=request.user, now=clock.now())
    return redirect("ask_list")


@role_required(RoleKind.SUPPORTER)
def visit_list(request: HttpRequest) -> HttpResponse:
    """Where the supporter is expected, and where they were."""
    planned, past = board.upcoming_and_past(permissions.own_visits(request.user))
    bookings = board.coming(permissions.own_bookings(request.user), now=clock.now())
    context = {"planned": planned, "past": past, "bookings": list(bookings[: board.SHOWN])}
    return render(request, "matching/visit_list.html", context)


@role_required(RoleKind.SUPPORTER)
def own_visit(request: HttpRequest, pk: Any) -> HttpResponse:
    """One visit: when, where, and how it went."""
    visit = _visit(request, pk)
    initial = {"starts": visit.starts, "ends": visit.ends}
    form, submitted = read(request, DoneForm, initial=initial)
    if submitted and form.is_valid():
        told = form.cleaned_data
        tried(
            request, _("Thank you. You can file the claim now."), diary.finish_visit, visit,
            told["starts"], told["ends"], actor=request.user, now=clock.now(),
        )  # fmt: skip
        return redirect("own_visit", visit.pk)
    planned = visit.state == VisitState.PLANNED
    begun = visit.span[0] <= clock.now()
    context = {
        "visit": visit,
        "form": form,
        "place_name": place_name(visit, user=request.user, now=clock.now()),
        "on_case": access_to(request.user, visit.case, now=clock.now()) is not None,
        "can_tell": planned and begun,
        "can_cancel": planned and not begun,
    }
    return render(request, "matching/own_visit.html", context)


@require_POST
@role_required(RoleKind.SUPPORTER)
def visit_missed(request: HttpRequest, pk: Any) -> HttpResponse:
    visit = _visit(request, pk)
    done = _("Noted. Whoever leads the case is told.")
    tried(request, done, diary.miss_visit, visit, actor=request.user, now=clock.now())
    return redirect("visit_list")


@require_POST
@role_required(RoleKind.SUPPORTER)
def visit_drop_out(request: HttpRequest, pk: Any) -> HttpResponse:
    visit, done = _visit(request, pk), _("Noted. Whoever leads the case is told.")
    supporter = request.user.supporter
    tried(request, done, diary.drop_out, visit, supporter, actor=request.user, now=clock.now())
    return redirect("visit_list")


@require_POST
@role_required(RoleKind.SUPPORTER)
def booking_drop_out(request: HttpRequest, pk: Any) -> HttpResponse:
    booking = get_object_or_404(permissions.own_bookings(request.user), pk=pk)
    done = _("Noted. Whoever leads the case is told.")
    tried(request, done, diary.cancel_booking, booking, actor=request.user, now=clock.now())
    return redirect("visit_list")


@role_required(RoleKind.SUPPORTER)
def case_step_back(request: HttpRequest, pk: Any) -> HttpResponse:
    """The supporter knows somebody involved: a page that says what follows, then off the case."""
    case = case_or_404(request, pk)
    if request.method == "POST":
        done, supporter = _("You are off this case. Thank you for saying so."), request.user.supporter
        tried(request, done, answering.step_back, case, supporter, actor=request.user, now=clock.now())
        return redirect("visit_list")
    return render(request, "matching/step_back.html", {"case": case})


def _asked(request: HttpRequest, pk: Any) -> Asked:
    return get_object_or_404(permissions.asked_of(request.user).select_related("ask"), pk=pk)


def _visit(request: HttpRequest, pk: Any) -> Visit:
    require_second_factor(request)
    return get_object_or_404(permissions.own_visits(request.user).select_related("case"), pk=pk)
