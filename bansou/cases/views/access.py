"""The door of every page about one case: who may not see it finds nothing there."""

import uuid
from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from bansou.cases import permissions
from bansou.cases.models import Case
from bansou.cases.rules.fields import Part
from bansou.cases.tabs import TABS
from bansou.core import clock
from bansou.core.access import SecondFactorNeeded


def case_or_404(request: HttpRequest, pk: uuid.UUID, part: Part = Part.HEAD, *, write: bool = False) -> Case:
    """The case, for who may read this part of it, or with `write` change it; 404 for all others.

    The case carries `access` (rules.fields.Access) and `tabs` for cases/case_base.html. A supporter without a second
    factor is led to the page that sets one up. Whether the case is open is for the actions to say.
    """
    case = Case.objects.filter(pk=pk).first()
    access = case and permissions.access_to(request.user, case, now=clock.now())
    if not access or part not in (access.writes if write else access.reads):
        raise Http404
    require_second_factor(request)
    case.access = access
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
