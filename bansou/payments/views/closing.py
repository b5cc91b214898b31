"""Closing a month: choose month and pay day, look at what is in and what stays out, draft."""

import uuid
from collections import Counter
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.months import add_months
from bansou.core.refusal import Refused
from bansou.payments import actions, permissions, queries
from bansou.payments.enums import RunState
from bansou.payments.forms import CloseForm, PayDayForm
from bansou.payments.models import Run
from bansou.payments.queries import Plan

SHOWN = 100


@role_required(*permissions.DRAFTERS)
def month_close(request: HttpRequest) -> HttpResponse:
    """The choice and the preview are one page by GET; drafting is its POST with the same two values."""
    today = clock.today()
    months = _months(today)
    month_on = queries.last_closable(today)
    initial = {"month": f"{month_on:%Y-%m}", "pay_on": queries.suggest_pay_day(month_on, today)}
    given = request.POST or request.GET
    form = CloseForm(given if "month" in given else {**initial}, months=months)
    context = {"form": form, "suggested": initial["pay_on"], "draft": _draft(), "shown": SHOWN}
    if form.is_valid():
        month_on, pay_on = form.cleaned_data["month"], form.cleaned_data["pay_on"]
        try:
            if request.method == "POST":
                run = actions.close_month(month_on, pay_on, actor=request.user, now=clock.now())
                messages.success(request, _("The draft is ready. Another person has to approve it."))
                return redirect("run_detail", run.pk)
            actions.check_pay_day(month_on, pay_on, today=today)
        except Refused as refused:
            form.add_error("pay_on", refused.message)
        plan = queries.plan(month_on, pay_on, clock.now())
        context |= {"plan": plan, "month_on": month_on, "reasons": _reasons(plan)}
    return render(request, "payments/month_close.html", context)


def _months(today: date) -> list[date]:
    this = today.replace(day=1)
    return [add_months(this, -back) for back in range(2)]


def _draft() -> Run | None:
    return queries.run_queryset().filter(state=RunState.DRAFT).first()


def _reasons(plan: Plan) -> list[tuple]:
    return Counter(reason for _, reason in plan.left_out).most_common()


@role_required(*permissions.DRAFTERS)
def run_redraft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Fill the draft anew, for another pay day if need be."""
    run = get_object_or_404(queries.run_queryset(), pk=pk)
    form = PayDayForm(request.POST or None, initial={"pay_on": run.pay_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.redraft(run.pk, form.cleaned_data["pay_on"], actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error("pay_on", refused.message)
        else:
            messages.success(request, _("The draft is filled anew."))
            return redirect("run_detail", pk)
    return render(request, "payments/run_redraft.html", {"run": run, "form": form})
