"""Who read and did what on a case, for its lead."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.audit import queries as log
from bansou.audit.enums import VERBS
from bansou.audit.models import Entry
from bansou.cases.enums import PARTS
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import opened
from bansou.core.paging import page


@case_page
def case_log(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.LOG)
    opened(request, case, {Part.LOG: []})
    shown = page(
        Entry.objects.filter(object_type="cases.case", object_id=str(case.pk)), request.GET, ("at", "id")
    )
    context = {"case": case, "lines": lines(shown.rows), "page": shown}
    return render(request, "cases/log.html", context)


def lines(entries: list[Entry]) -> list[dict]:
    """Entries of the log in words: who, what, and which parts."""
    names = log.names(entry.actor_id for entry in entries)
    return [
        {
            "entry": entry,
            "who": names.get(entry.actor_id, ""),
            "verb": VERBS.get(entry.verb, entry.verb),
            "parts": [PARTS[name] for name in entry.fields if name in PARTS],
        }
        for entry in entries
    ]
