"""What a claim starts from when it is filed for a visit of a case: nothing that is known is typed again."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest

from bansou.accompaniment.enums import Activity
from bansou.accompaniment.queries.visits import visits_to_claim
from bansou.core import clock
from bansou.matching.actions.reading import place_name
from bansou.matching.models import Visit


def asked_visit(request: HttpRequest) -> Visit | None:
    """The visit that the address names (?visit=…), one of the supporter's own that took place; 404 for another."""
    asked = request.GET.get("visit")
    if not asked:
        return None
    found = visit_of(request, asked)
    if found is None:
        raise Http404
    return found


def visit_of(request: HttpRequest, asked: str) -> Visit | None:
    """The supporter's own visit with this id, None for whatever else is asked."""
    try:
        pk = uuid.UUID(asked)
    except ValueError:
        return None
    return visits_to_claim(request.user.supporter).select_related("case").filter(pk=pk).first()


def typed_of_visit(visit: Visit, request: HttpRequest) -> dict[str, list[str]]:
    """The visit as the form of a claim would have it."""
    others = visit.supporters.exclude(user=request.user).order_by("visit_parts__pk")
    second = others.values_list("number", flat=True).first()
    values: dict[str, Any] = {
        "token": str(uuid.uuid4()),
        "visit": str(visit.pk),
        "support_on": visit.day.isoformat(),
        "starts": visit.starts.strftime("%H:%M"),
        "ends": visit.ends.strftime("%H:%M"),
        "place": visit.place,
        "place_name": place_name(visit, user=request.user, now=clock.now()),
        "activities": Activity.ACCOMPANY.value,
        "second": second or "",
    }
    return {name: [value] for name, value in values.items() if value}
