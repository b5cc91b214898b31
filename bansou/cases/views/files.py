"""Files of a case, and what the person agreed to."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.actions import files as actions
from bansou.cases.actions.consent import record_consent
from bansou.cases.enums import Answer, Purpose
from bansou.cases.forms.work import ConsentForm, FileForm
from bansou.cases.models import Case, CaseFile
from bansou.cases.queries import page
from bansou.cases.queries.consents import standing
from bansou.cases.rules import consents
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import opened
from bansou.core import clock
from bansou.core.downloads import show
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.files.actions import open_file
from bansou.files.queries import sealed_name
from bansou.vault.crypto import Unreadable

TONES = {Answer.GIVEN: "good", Answer.REFUSED: "bad", Answer.WITHDRAWN: "bad"}


@case_page
def case_files(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.FILES)
    form, submitted = read(request, FileForm)
    if submitted and Part.FILES not in case.access.writes:
        raise Http404
    if submitted and form.is_valid() and _added(request, case, form):
        return redirect("case_files", case.pk)
    said = page.consents(case) if Part.CONSENTS in case.access.reads else []
    rows = page.files(case)
    words = opened(
        request,
        case,
        {
            Part.FILES: [sealed_name(row.stored) for row in rows],
            Part.CONSENTS: [(row, "sealed_extent") for row in said],
        },
    )
    context = {
        "case": case,
        "form": form if Part.FILES in case.may else None,
        "files": [(row, words.sealed(sealed_name(row.stored))) for row in rows],
        "consents": [(row, words.told(row, "sealed_extent")) for row in said],
        "standing": _standing(case) if Part.CONSENTS in case.access.reads else [],
        "may_record": Part.CONSENTS in case.access.writes,
    }
    return render(request, "cases/files.html", context)


def _standing(case: Case) -> list[tuple[str, str, str]]:
    """Each purpose, with the answer that holds and its tone."""
    holds = standing(case)
    return [
        (label, Answer(holds[code]).label, TONES[Answer(holds[code])])
        if code in holds
        else (label, _("Not asked"), "")
        for code, label in Purpose.choices
    ]


def _added(request: HttpRequest, case: Case, form: FileForm) -> bool:
    try:
        actions.add_file(case, form.cleaned_data["file"], actor=request.user, now=clock.now())
    except Refused as refused:
        form.add_error("file", refused.message)
        return False
    messages.success(request, _("The file is kept."))
    return True


@case_page
def case_file(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """The file itself, once the look is in the log."""
    case = case_or_404(request, pk, Part.FILES)
    row = _file(case, file)
    opened(request, case, {Part.FILES: [sealed_name(row.stored)]})
    try:
        content = open_file(row.stored)
    except Unreadable:
        raise Http404 from None
    return show(request, content, row.stored.media_type)


@require_POST
@case_page
def case_file_remove(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.FILES, write=True)
    done = _("The file is deleted.")
    tried(request, done, actions.remove_file, _file(case, file), actor=request.user, now=clock.now())
    return redirect("case_files", case.pk)


@case_page
def case_consent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The questions to read out, and the answer to keep."""
    case = case_or_404(request, pk, Part.CONSENTS, write=True)
    rows = page.files(case) if Part.FILES in case.access.reads else []
    words = opened(request, case, {Part.FILES: [sealed_name(row.stored) for row in rows]})
    named = [(row, words.sealed(sealed_name(row.stored))) for row in rows]
    form, submitted = read(request, ConsentForm, proofs=named, today=clock.today())
    if submitted and form.is_valid():
        record_consent(case, **form.cleaned_data, actor=request.user, now=clock.now())
        messages.success(request, _("The answer is kept."))
        return redirect("case_files", case.pk)
    context = {"case": case, "form": form, "questions": _questions(case), "text_version": consents.VERSION}
    return render(request, "cases/consent.html", context)


def _questions(case: Case) -> list[dict[str, Any]]:
    """Each question in the reader's language, and in the person's where there is one."""
    mine = get_language() or "en"
    told = []
    for code, label in Purpose.choices:
        theirs = consents.texts()[code].get(case.language, "") if case.language != mine else ""
        told.append({"label": label, "text": consents.text(code, mine), "theirs": theirs})
    return told


def _file(case: Case, pk: uuid.UUID) -> CaseFile:
    return get_object_or_404(CaseFile.objects.select_related("stored", "case"), pk=pk, case=case)
