"""The first page of a case: the facts, how not to reach the person, what is due, what happened last."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases import permissions
from bansou.cases.actions.opening import set_urgency
from bansou.cases.enums import Urgency
from bansou.cases.models import Case
from bansou.cases.queries import page
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import contact_of, entry_lines, opened, task_lines, texts
from bansou.core import clock
from bansou.core.municipalities import municipality
from bansou.core.trying import tried

LAST = 5
DUE = 8


@case_page
def case_overview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk)
    reads = case.access.reads
    entries = (
        list(page.entries(case, case.access).order_by("-at", "-id")[:LAST]) if Part.ENTRIES in reads else []
    )
    tasks = page.open_tasks(case, case.access)[:DUE] if Part.TASKS in reads else []
    words = opened(
        request,
        case,
        {
            Part.FACTS: [(case, "sealed_facts")],
            Part.CONTACT: [],
            Part.ENTRIES: texts(entries),
            Part.TASKS: texts(tasks),
        },
    )
    context = {
        "case": case,
        "facts": facts_shown(case, words.told(case, "sealed_facts")),
        "topics": [row.get_topic_display() for row in case.topics.all()],
        "languages": case.languages.all(),
        "contact": contact_of(case),
        "tasks": task_lines(tasks, words, today=clock.today()),
        "entries": entry_lines(entries, words),
        "lead": page.lead_of(case),
        "urgencies": Urgency.choices,
        "may_erase": permissions.can_erase(request.user, case.access),
    }
    return render(request, "cases/overview.html", context)


def facts_shown(case: Case, told: dict[str, Any]) -> dict[str, str]:
    """The sealed facts for this reader: the town only for who may reach the person, names only with the others."""
    shown = {name: told.get(name, "") for name in ("summary", "wish")}
    shown["town"] = _town(told.get("municipality", "")) if Part.CONTACT in case.access.reads else ""
    shown["through"] = told.get("through", "") if Part.IDENTITY in case.access.reads else ""
    return shown


def _town(code: str) -> str:
    if not code:
        return ""
    found = municipality(code)
    return found.name if (get_language() or "en").startswith("ja") else found.romaji


@require_POST
@case_page
def case_urgency(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.FACTS, write=True)
    urgency = request.POST.get("urgency", "")
    if urgency in Urgency.values:
        tried(
            request,
            _("The urgency is changed."),
            set_urgency,
            case,
            urgency,
            actor=request.user,
            now=clock.now(),
        )
    return redirect("case_overview", case.pk)
