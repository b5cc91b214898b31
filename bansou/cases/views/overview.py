"""The first page of a case."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.cases.permissions import ON_CASES
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404
from bansou.core.access import role_required


@role_required(*ON_CASES)
def case_overview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "cases/case_base.html", {"case": case_or_404(request, pk)})


@role_required(*ON_CASES)
def case_progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "cases/case_base.html", {"case": case_or_404(request, pk, Part.ENTRIES)})


@role_required(*ON_CASES)
def case_tasks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "cases/case_base.html", {"case": case_or_404(request, pk, Part.TASKS)})


@role_required(*ON_CASES)
def case_people(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "cases/case_base.html", {"case": case_or_404(request, pk)})


@role_required(*ON_CASES)
def case_files(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "cases/case_base.html", {"case": case_or_404(request, pk, Part.FILES)})


@role_required(*ON_CASES)
def case_log(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "cases/case_base.html", {"case": case_or_404(request, pk, Part.LOG)})
