"""The progress record: reading it, and writing a line."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bansou.cases.actions.entries import add_entry
from bansou.cases.forms.work import EntryForm
from bansou.cases.models import Case
from bansou.cases.queries import page as queries
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import entry_lines, opened, texts
from bansou.core import clock
from bansou.core.forms import read
from bansou.core.paging import page
from bansou.core.refusal import Refused

SHOWN = 30


@case_page
def case_progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.ENTRIES)
    may_hide = Part.PRIVATE in case.access.writes
    form, submitted = read(request, EntryForm, today=clock.today(), may_hide=may_hide)
    if submitted and Part.ENTRIES not in case.access.writes:
        raise Http404
    if submitted and form.is_valid() and _written(request, case, form):
        return redirect("case_progress", case.pk)
    found = queries.entries(case, case.access)
    shown = page(found, request.GET, queries.ORDER, size=SHOWN)
    words = opened(request, case, {Part.ENTRIES: texts(shown.rows)})
    context = {
        "case": case,
        "form": form if Part.ENTRIES in case.may else None,
        "entries": entry_lines(shown.rows, words),
        "page": shown,
        "total": found.count(),
    }
    return render(request, "cases/progress.html", context)


def _written(request: HttpRequest, case: Case, form: EntryForm) -> bool:
    typed, now = form.cleaned_data, clock.now()
    try:
        add_entry(
            case,
            typed["kind"],
            typed["text"],
            actor=request.user,
            now=now,
            mode=typed["mode"],
            at=form.at(now),
            topics=typed["topics"],
            private=typed.get("private", False),
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("The line is written."))
    return True
