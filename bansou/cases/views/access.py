"""The door of every page about one case: who may not see it finds nothing there."""

import uuid
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bansou.cases import permissions
from bansou.cases.models import Case
from bansou.cases.rules.fields import Part
from bansou.cases.tabs import TABS
from bansou.core import clock
from bansou.core.access import SecondFactorNeeded, role_required
from bansou.core.refusal import Refused


def case_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who can be on cases; over the limit of openings it says so and leads back to the list."""

    @role_required(*permissions.ON_CASES)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("case_list")

    return guarded


def case_or_404(request: HttpRequest, pk: uuid.UUID, part: Part = Part.HEAD, *, write: bool = False) -> Case:
    """The case, for who may read this part of it, or with `write` change it; 404 for all others.

    The case carries `access` (rules.fields.Access), `may` (the parts that can be changed now: none of a closed case)
    and `tabs`, for cases/case_base.html. A supporter without a second factor is led to the page that sets one up.
    With `write` a closed case is let through: the action says that it is closed.
    """
    case = Case.objects.filter(pk=pk).first()
    access = case and permissions.access_to(request.user, case, now=clock.now())
    if not access or part not in (access.writes if write else access.reads):
        raise Http404
    require_second_factor(request)
    case.access = access
    case.may = access.writes if case.is_open else frozenset()
    case.tabs = tabs_of(request, case, access.reads)
    return case


def require_second_factor(request: HttpRequest) -> None:
    """Raises SecondFactorNeeded, which leads to the page that sets one up."""
    if not request.has_second_factor():
        raise SecondFactorNeeded


def tabs_of(request: HttpRequest, case: Case, reads: Collection[Part]) -> list[dict[str, Any]]:
    """The tabs that this reader may open; a tab is current on its own page."""
    here = request.resolver_match.url_name
    return [
        {
            "label": tab.label,
            "url": reverse(tab.page, args=[case.pk]),
            "current": tab.page == here,
            "count": None,
        }
        for tab in TABS
        if tab.part in reads
    ]
