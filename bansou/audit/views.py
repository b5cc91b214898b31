"""The log for those who check: everything, or who saw one object."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bansou.audit import actions, queries
from bansou.audit.enums import OBJECTS, VERBS
from bansou.audit.forms import FilterForm
from bansou.audit.models import Entry
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.paging import page
from bansou.core.refusal import Refused


@role_required("auditor", "secretariat")
def log(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = queries.entries(**_filters(form.cleaned_data)) if form.is_valid() else Entry.objects.none()
    return _page(request, found, {"form": form})


@role_required("auditor", "secretariat")
def about(request: HttpRequest, object_type: str, object_id: str) -> HttpResponse:
    """Who did or saw what with one object, also as one of a list."""
    found = queries.entries(object_type=object_type, object_id=object_id)
    return _page(
        request, found, {"kind": OBJECTS.get(object_type, object_type), "object_id": object_id, "form": None}
    )


def _page(request: HttpRequest, found, context: dict[str, Any]) -> HttpResponse:
    shown = page(found, request.GET, ("at", "id"))
    reasons = _reasons(request, shown.rows) if shown.rows else {}
    names = queries.names(row.actor_id for row in shown.rows)
    rows = [
        {
            "entry": row,
            "who": names.get(row.actor_id),
            "verb": VERBS.get(row.verb, row.verb),
            "kind": OBJECTS.get(row.object_type, row.object_type),
            "more": len(row.object_ids) - 1,
            "alarm": row.verb == actions.ALARM,
            "reason": reasons.get(row.pk, row.reason),
        }
        for row in shown.rows
    ]
    return render(request, "audit/log.html", {"rows": rows, "page": shown, **context})


def _reasons(request: HttpRequest, rows: list[Entry]) -> dict[int, str | None]:
    """The sealed words by entry, None where their key is gone; who reads them is in the log itself."""
    sealed = queries.sealed_reasons(rows)
    try:
        words = actions.open_sealed(
            request.user, "audit.read", *rows, sealed=list(sealed.values()), now=clock.now()
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return {}
    return dict(zip(sealed, words, strict=True))


def _filters(typed: dict[str, Any]) -> dict[str, Any]:
    filters = {name: typed[name] for name in ("verb", "object_type", "object_id")}
    if typed["person"]:
        filters["actor_ids"] = queries.people_named(typed["person"])
    if typed["day"]:
        filters["day"] = queries.span(typed["day"], timezone.get_default_timezone())
    return filters
