"""Opening a case by hand, and editing the facts."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bansou.cases.actions import opening
from bansou.cases.actions.household import save_relative
from bansou.cases.enums import Reason, Relation
from bansou.cases.forms.facts import FactsForm, NewCaseForm, typed_of
from bansou.cases.models import Case
from bansou.cases.permissions import DESK
from bansou.cases.rules.fields import Part
from bansou.cases.rules.opening import Details, key_until
from bansou.cases.views.access import case_or_404, case_page
from bansou.cases.views.reading import opened
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.people.actions import erase_spare_person, new_person

# Facts that go with another part than the facts.
PART_OF = {"municipality": Part.CONTACT, "through": Part.IDENTITY}


@role_required(*DESK)
def case_new(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, NewCaseForm)
    if submitted and form.is_valid():
        case = _opened(request, form)
        messages.success(request, _("The case is opened. You lead it."))
        return redirect("case_overview", case.pk)
    return render(request, "cases/new.html", {"form": form})


def _opened(request: HttpRequest, form: NewCaseForm) -> Case:
    token, now = form.cleaned_data["token"], clock.now()
    sent = Case.objects.filter(form_token=token, opened_by=request.user).first()
    if sent:
        return sent
    person = new_person(erase_on=key_until(clock.today()), now=now)
    case = opening.open_case(form.details(), person=person, token=token, actor=request.user, now=now)
    if case.person_id != person.pk:
        # The same form came a moment before.
        erase_spare_person(person.pk)
    elif any(form.identity().values()):
        save_relative(case, form.identity(), relation=Relation.SELF, actor=request.user, now=now)
    return case


@case_page
def case_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A page that was overtaken shows what was typed, and beside it what stands now."""
    case = case_or_404(request, pk, Part.FACTS, write=True)
    kept = _details(request, case)
    hidden = frozenset(name for name, part in PART_OF.items() if part not in case.access.writes)
    initial = typed_of(kept) | {"version": case.version}
    form, submitted = read(request, FactsForm, initial=initial, hidden=hidden)
    overtaken = False
    if submitted and form.is_valid():
        try:
            opening.change_facts(
                case,
                form.details(kept),
                version=form.cleaned_data["version"] or 0,
                actor=request.user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            overtaken = refused.reason == Reason.STALE
            form.data = form.data.copy()
            form.data["version"] = case.version
        else:
            messages.success(request, _("The facts are changed."))
            return redirect("case_overview", case.pk)
    context = {"case": case, "form": form, "stands": _shown(kept, hidden) if overtaken else []}
    return render(request, "cases/edit.html", context)


def _details(request: HttpRequest, case: Case) -> Details:
    words = opened(request, case, {Part.FACTS: [(case, "sealed_facts")]})
    told = words.told(case, "sealed_facts")
    return Details(
        **{name: getattr(case, name) for name in opening.IN_CLEAR},
        **{name: told.get(name, "") for name in opening.SEALED},
        topics=tuple(case.topics.values_list("topic", flat=True)),
        languages=tuple(case.languages.values_list("language", "mode")),
    )


def _shown(kept: Details, hidden: frozenset[str]) -> list[dict[str, Any]]:
    """The version that stands, in the words of the form."""
    form = FactsForm(initial=typed_of(kept), hidden=hidden)
    rows = []
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if name == "version" or not value:
            continue
        words = dict(getattr(field, "choices", None) or [])
        said = (
            ", ".join(str(words[each]) for each in value)
            if isinstance(value, list)
            else words.get(value, value)
        )
        rows.append({"key": field.label, "value": said})
    return rows
