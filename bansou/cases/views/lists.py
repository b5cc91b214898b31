"""The list of cases, and finding words in one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.cases import permissions
from bansou.cases.actions.searching import find
from bansou.cases.enums import Role
from bansou.cases.forms.facts import FilterForm, FindForm
from bansou.cases.queries import listing
from bansou.cases.views.access import case_page, require_second_factor
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.paging import page
from bansou.core.refusal import Refused


@role_required(*permissions.ON_CASES)
def case_list(request: HttpRequest) -> HttpResponse:
    user, now, today = request.user, clock.now(), clock.today()
    form, filters = _filters(request)
    cases = permissions.visible_cases(user, now=now)
    # Who is on no case sees an empty list and needs nothing for it.
    if not request.has_second_factor() and cases.exists():
        require_second_factor(request)
    chosen = listing.narrowed(cases, filters, user=user, now=now, today=today)
    shown = page(listing.row_data(chosen), request.GET, listing.ORDER)
    listing.add_own(shown.rows, user, now=now)
    desk = permissions.is_desk(user)
    context = {
        "form": form,
        "filters": filters,
        "page": shown,
        "total": chosen.count(),
        "roles": dict(Role.choices),
        "neglected_before": now - listing.NEGLECTED,
        "today": today,
        "is_desk": desk,
        "reviews": permissions.can_review_openings(user),
        "elsewhere": listing.numbered(filters.text, user, now=now) if desk and not shown.rows else None,
    }
    return render(request, "cases/list.html", context)


def _filters(request: HttpRequest) -> tuple[FilterForm, listing.Filters]:
    """Without a state the list shows open cases; an exact search looks at all."""
    data = request.GET.copy()
    if not data.get("q") and "state" not in data:
        data["state"] = "open"
    form = FilterForm(data)
    form.is_valid()
    typed = dict(form.cleaned_data)
    return form, listing.Filters(text=typed.pop("q", ""), **typed)


@case_page
def case_find(request: HttpRequest) -> HttpResponse:
    """By POST, so that a name is never in an address."""
    require_second_factor(request)
    form, submitted = read(request, FindForm)
    hits = None
    if submitted and form.is_valid():
        try:
            hits = find(form.cleaned_data["words"], actor=request.user, now=clock.now())
        except Refused as refused:
            messages.error(request, refused.message)
    return render(request, "cases/find.html", {"form": form, "hits": hits})
