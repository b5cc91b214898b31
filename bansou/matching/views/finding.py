"""The tab of a case with its helpers: whom it needs, who could come, who was asked, what is planned."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.audit import actions as audit
from bansou.cases.actions.reading import read as open_parts
from bansou.cases.enums import FIELD_OF, LanguageMode, Topic
from bansou.cases.models import Case
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.matching import permissions
from bansou.matching.actions import asking, blank_spots
from bansou.matching.enums import Kind, Way, Why
from bansou.matching.forms import FindForm
from bansou.matching.queries import board, finding
from bansou.matching.rules import Wanted
from bansou.matching.views.masks import chosen, masked


@role_required(*permissions.READERS)
def case_helpers(request: HttpRequest, pk: Any) -> HttpResponse:
    """Requests, visits and bookings of the case; names only of those who accepted."""
    case = case_or_404(request, pk, Part.MEMBERS)
    visits = board.visits_of(case)
    try:
        opened = open_parts(
            case, case.access, {Part.FACTS: [(visit, "sealed_place_name") for visit in visits]},
            user=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("case_overview", case.pk)
    context = {
        "case": case,
        "asks": board.asks_of(case),
        "visits": [(visit, opened.text(visit, "sealed_place_name")) for visit in visits],
        "bookings": board.bookings_of(case),
        "can_find": Part.MEMBERS in case.access.writes and case.is_open,
        "now": clock.now(),
    }
    return render(request, "matching/case_helpers.html", context)


@role_required(*permissions.READERS)
def helper_find(request: HttpRequest, pk: Any) -> HttpResponse:
    """Search, look at the ranking, ask. A form that is sent, so that nothing of the case stands in an address."""
    case = case_or_404(request, pk, Part.MEMBERS, write=True)
    form = _form(request, case)
    context: dict[str, Any] = {"case": case, "form": form}
    if form.is_valid():
        try:
            wanted = form.wanted(case, _municipality(request, case))
            found = _find(request, case, wanted)
            if "ask" in request.POST:
                people = chosen(case, found, request.POST.getlist("chosen"))
                asking.ask_people(form.request(case), people, actor=request.user, now=clock.now())
                messages.success(request, _("They have been asked. You hear as soon as somebody answers."))
                return redirect("case_helpers", case.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            context |= _shown(case, found)
    context["ticked"] = request.POST.getlist("chosen")
    return render(request, "matching/helper_find.html", context)


@require_POST
@role_required(*permissions.READERS)
def ask_withdraw(request: HttpRequest, pk: Any) -> HttpResponse:
    found = get_object_or_404(permissions.visible_asks(request.user, now=clock.now()), pk=pk)
    case = case_or_404(request, found.case_id, Part.MEMBERS, write=True)
    done = _("Withdrawn. Whoever had not answered is told.")
    tried(request, done, asking.withdraw, found, actor=request.user, now=clock.now())
    return redirect("case_helpers", case.pk)


def _form(request: HttpRequest, case: Case) -> FindForm:
    """Opened without being sent, the form is filled from the case and answers at once."""
    if request.method != "POST":
        return FindForm(_initial(case))
    return read(request, FindForm, asking="ask" in request.POST)[0]


def _initial(case: Case) -> dict[str, Any]:
    spoken = "ja" if case.language == "ja-simple" else case.language
    interpreter = case.language_mode == LanguageMode.INTERPRETER
    return {
        "kind": Kind.INTERPRET if interpreter else Kind.ACCOMPANY,
        "language": spoken,
        "prefecture": case.prefecture,
        "field": FIELD_OF[Topic(case.main_topic)],
        "way": Way.ANY,
        "needed": 1,
    }


def _municipality(request: HttpRequest, case: Case) -> str:
    """The person's municipality. Raises Refused (quota)."""
    opened = open_parts(
        case, case.access, {Part.FACTS: [(case, "sealed_facts")]}, user=request.user, now=clock.now()
    )
    return opened.told(case, "sealed_facts").get("municipality", "")


def _find(request: HttpRequest, case: Case, wanted: Wanted) -> finding.Found:
    found = finding.find(wanted, case, today=clock.today())
    audit.record(request.user, "matching.search", case, now=clock.now(), fields=[*wanted.languages])
    if not found.within_reach:
        blank_spots.note(case, wanted, actor=request.user, now=clock.now())
    return found


def _shown(case: Case, found: finding.Found) -> dict[str, Any]:
    left = Counter(each.because for each in found.ranking.left_out)
    return {
        "searched": True,
        "rows": masked(case, found),
        "total": len(found.ranking.ranked),
        "left_out": [(Why(because.value).label, count) for because, count in left.most_common()],
        "within_reach": found.within_reach,
    }
