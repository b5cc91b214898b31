"""The overview of payments, and the list of runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.core import charts, clock
from bansou.core.access import role_required
from bansou.core.calendar import known_until, next_business_day
from bansou.core.paging import page
from bansou.core.templatetags.bansou import short_month
from bansou.payments import permissions, queries
from bansou.payments.enums import UNDER_WAY


@role_required(*permissions.READERS)
def overview(request: HttpRequest) -> HttpResponse:
    """What is owed, what is under way, what was paid month by month."""
    today = clock.today()
    totals = queries.month_totals(today)
    months = queries.open_months()
    context = {
        "today": today,
        "next_day": next_business_day(today),
        "past_known": next_business_day(today) > known_until(),
        "months": months,
        "owed_yen": sum(row["yen"] for row in months),
        "owed_count": sum(row["count"] for row in months),
        "busy": queries.run_queryset().filter(state__in=UNDER_WAY).order_by("-number"),
        "runs": queries.run_queryset().order_by("-number")[:5],
        "totals": totals,
        "chart": charts.bars([(short_month(month), yen) for month, yen, _ in totals]),
        "paid": any(yen for _, yen, _ in totals),
        "can_draft": permissions.can_draft(request.user),
        "undecided": queries.undecided_kinds(today),
        "paying": queries.paying_account(),
    }
    return render(request, "payments/overview.html", context)


@role_required(*permissions.READERS)
def run_list(request: HttpRequest) -> HttpResponse:
    shown = page(queries.run_queryset(), request.GET, ("number", "id"))
    return render(request, "payments/run_list.html", {"page": shown, "total": queries.run_queryset().count()})
