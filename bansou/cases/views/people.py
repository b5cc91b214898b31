"""Who the people of a case are, how to reach them, and what they told about their stay."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.actions import household, residence
from bansou.cases.actions.reading import Opened
from bansou.cases.enums import Asylum, Relation, Situation
from bansou.cases.forms.people import (
    SEXES,
    WAYS,
    RelativeForm,
    ResidenceForm,
    SafeContactForm,
    contact_typed,
)
from bansou.cases.models import Case, Relative, Residence
from bansou.cases.queries import page
from bansou.cases.queries.identity import household as household_of
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import contact_of, opened
from bansou.core import clock
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.people.actions import save_safe_contact
from bansou.people.rules.contact import SafeContact


@case_page
def case_people(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk)
    reads = case.access.reads
    relatives = household_of(case) if Part.IDENTITY in reads else []
    stay = Residence.objects.filter(case=case).first() if Part.RESIDENCE in reads else None
    words = opened(
        request,
        case,
        {
            Part.IDENTITY: [(row, "sealed_identity") for row in relatives],
            Part.CONTACT: [],
            Part.RESIDENCE: [(stay, "sealed_situation")] if stay else [],
        },
    )
    contact = contact_of(case)
    context = {
        "case": case,
        "household": [_shown(case, row, words) for row in relatives],
        "contact": contact,
        "ways": [label for code, label in WAYS if contact and code in contact.ways],
        "stay": stay,
        "residence": _residence(stay, words),
        "members": page.members(case, now=clock.now()),
    }
    return render(request, "cases/people.html", context)


def _shown(case: Case, row: Relative, words: Opened) -> dict[str, Any]:
    told = words.told(row, "sealed_identity")
    if Part.NATIONALITY not in case.access.reads:
        told.pop("nationality", None)
    born = told.get("birth_on", "")
    return {
        "row": row,
        **{
            name: told.get(name, "") for name in ("name", "kana", "native", "age_band", "nationality", "note")
        },
        "birth_on": date.fromisoformat(born) if born else None,
        "sex": dict(SEXES).get(told["sex"], "") if told.get("sex") else "",
    }


def _residence(stay: Residence | None, words: Opened) -> dict[str, Any]:
    told = words.told(stay, "sealed_situation") if stay else {}
    if not told:
        return {}
    return {
        "situation": Situation(told["situation"]).label,
        "asylum": Asylum(told["asylum"]).label if told["asylum"] else "",
        "valid_to": date.fromisoformat(told["valid_to"]) if told["valid_to"] else None,
        "note": told["note"],
    }


@case_page
def relative_edit(request: HttpRequest, pk: uuid.UUID, relative: uuid.UUID | None = None) -> HttpResponse:
    """A new person of the household, or one that is known."""
    case = case_or_404(request, pk, Part.IDENTITY, write=True)
    row = get_object_or_404(Relative, pk=relative, case=case) if relative else None
    initial = _typed(request, case, row) if row else {}
    form, submitted = read(
        request,
        RelativeForm,
        initial=initial,
        with_nationality=Part.NATIONALITY in case.access.writes,
        alone=_has_self(case, row),
    )
    if submitted and form.is_valid():
        saved = _tried(
            form,
            household.save_relative,
            case,
            form.told(),
            relation=form.cleaned_data["relation"],
            relative=row,
            actor=request.user,
            now=clock.now(),
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("case_people", case.pk)
    return render(request, "cases/relative.html", {"case": case, "form": form, "row": row})


def _typed(request: HttpRequest, case: Case, row: Relative) -> dict[str, Any]:
    told = opened(request, case, {Part.IDENTITY: [(row, "sealed_identity")]}).told(row, "sealed_identity")
    born = told.get("birth_on", "")
    return told | {"relation": row.relation, "birth_on": date.fromisoformat(born) if born else None}


def _has_self(case: Case, row: Relative | None) -> bool:
    """Whether somebody else of the household is the supported person already."""
    others = case.household.filter(relation=Relation.SELF)
    return others.exclude(pk=row.pk if row else None).exists()


@require_POST
@case_page
def relative_remove(request: HttpRequest, pk: uuid.UUID, relative: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.IDENTITY, write=True)
    row = get_object_or_404(Relative, pk=relative, case=case)
    tried(request, _("Removed."), household.remove_relative, row, actor=request.user, now=clock.now())
    return redirect("case_people", case.pk)


@case_page
def residence_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.RESIDENCE, write=True)
    stay = Residence.objects.filter(case=case).first()
    initial = {}
    if stay:
        told = opened(request, case, {Part.RESIDENCE: [(stay, "sealed_situation")]}).told(
            stay, "sealed_situation"
        )
        initial = told | {"valid_to": date.fromisoformat(told["valid_to"]) if told.get("valid_to") else None}
    form, submitted = read(request, ResidenceForm, initial=initial)
    if submitted and form.is_valid():
        now = clock.now()
        if _tried(form, residence.record_residence, case, **form.cleaned_data, actor=request.user, now=now):
            messages.success(request, _("Saved."))
            return redirect("case_people", case.pk)
    return render(request, "cases/residence.html", {"case": case, "form": form, "stay": stay})


@require_POST
@case_page
def residence_forget(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The person does not want it to be kept."""
    case = case_or_404(request, pk, Part.RESIDENCE, write=True)
    done = _("Nothing is kept about it any more.")
    tried(request, done, residence.forget_residence, case, actor=request.user, now=clock.now())
    return redirect("case_people", case.pk)


@case_page
def contact_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, pk, Part.CONTACT, write=True)
    opened(request, case, {Part.CONTACT: []})
    form, submitted = read(request, SafeContactForm, initial=contact_typed(contact_of(case) or SafeContact()))
    if submitted and form.is_valid():
        save_safe_contact(case.person, form.contact(), actor=request.user, now=clock.now())
        messages.success(request, _("Saved. Every message obeys it from now on."))
        return redirect("case_people", case.pk)
    return render(request, "cases/contact.html", {"case": case, "form": form})


def _tried(form: Any, action: Any, *args: Any, **kwargs: Any) -> Any:
    """Do it, or say in the form why not."""
    try:
        return action(*args, **kwargs)
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
