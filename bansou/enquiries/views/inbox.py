"""The inbox: what waits, for whom, and since when."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from bansou.cases.enums import Urgency
from bansou.cases.permissions import DESK
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.refusal import Refused
from bansou.core.templatetags.bansou import language_name
from bansou.enquiries import permissions
from bansou.enquiries.actions import handling
from bansou.enquiries.enums import State, View
from bansou.enquiries.forms.inbox import FilterForm
from bansou.enquiries.models import Thread
from bansou.enquiries.queries import inbox as queries
from bansou.enquiries.views.access import thread_or_404, thread_page
from bansou.enquiries.views.reading import Row, read_rows
from bansou.enquiries.views.words import waiting_words


@role_required(*DESK)
def inbox(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters, now, user = form.filters(), clock.now(), request.user
    parts = [queries.narrowed(part, filters) for part in permissions.visible_parts(user, now=now)]
    counts = queries.counts(parts, filters.view, user, now=now)
    page = queries.rows(parts, filters, request.GET, user=user, now=now)
    context = {
        "form": form,
        "filters": filters,
        "filtered": any(
            getattr(filters, name) for name in ("urgency", "region", "language", "topic", "kind")
        ),
        "page": page,
        "rows": _rows(request, page.rows),
        "total": counts["total"],
        "tabs": _tabs(request, counts, filters.view),
        "may_write": True,
    }
    return render(request, "enquiries/inbox.html", context)


def _rows(request: HttpRequest, threads: list[Thread]) -> list[Row]:
    now = clock.now()
    try:
        rows = read_rows(threads, request.user, get_language() or "en")
    except Refused as refused:
        # The list itself names nobody; only what was written stays closed.
        messages.error(request, refused.message)
        rows = [Row(thread) for thread in threads]
    readers = queries.readers(threads, besides=request.user, now=now) if threads else {}
    urgencies, states = ({value: str(label) for value, label in words.choices} for words in (Urgency, State))
    languages = {code: language_name(code) for code in {each.language for each in threads}}
    for row in rows:
        thread = row.thread
        row.urgency, row.state = urgencies[thread.urgency], states[thread.state]
        row.language = languages[thread.language]
        row.readers = readers.get(thread.pk, ())
        row.waits = waiting_words(thread.waiting_since, now)
    return rows


def _tabs(request: HttpRequest, counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    query = request.GET.copy()
    for name in ("after", "before", "last", "q"):
        query.pop(name, None)
    tabs = []
    for view, label in View.choices:
        query["view"] = view
        url = f"?{query.urlencode()}"
        tabs.append({"label": label, "url": url, "current": view == chosen, "count": counts.get(view)})
    return tabs


@require_POST
@thread_page
def thread_take(request: HttpRequest, pk: Any) -> HttpResponse:
    """From the list the row comes back as it now is, from the thread's page that page."""
    thread = thread_or_404(request, pk, write=True)
    try:
        handling.take(thread, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        if request.htmx:
            # The page once more: the row is out of date, and the message says who was faster.
            return HttpResponse(headers={"HX-Refresh": "true"})
    else:
        if request.htmx:
            return _row(request, thread)
        messages.success(request, _("You answer this now."))
    return redirect("thread_detail", thread.pk)


def _row(request: HttpRequest, thread: Thread) -> HttpResponse:
    now = clock.now()
    parts = permissions.visible_parts(request.user, now=now)
    found = [row for part in parts for row in queries.one(part, thread.pk)]
    context = {"rows": _rows(request, found), "may_write": True}
    return retarget(render(request, "enquiries/_rows.html", context), f"#t-{thread.pk}")
