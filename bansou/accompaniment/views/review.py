"""The staff's queue, the page on which one claim is judged, and the decisions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from bansou.accompaniment import permissions
from bansou.accompaniment.actions import review as actions
from bansou.accompaniment.enums import Activity, Refusal, State
from bansou.accompaniment.exports import claims_workbook
from bansou.accompaniment.forms import CardForm, FilterForm, ReasonForm
from bansou.accompaniment.models import Claim
from bansou.accompaniment.queries import course, queue
from bansou.accompaniment.views.reading import reviewed_text
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.paging import page
from bansou.core.refusal import Refused


@role_required(*permissions.READERS)
def claim_queue(request):
    form, filters = _filters(request)
    claims = permissions.visible_claims(request.user)
    chosen, counts = queue.narrowed(claims, filters), queue.open_counts(claims, filters)
    total = counts[filters.state] if filters.state in counts else chosen.count()
    context = {
        "form": form,
        "filters": filters,
        "page": page(queue.with_row_data(chosen), request.GET, queue.ORDER),
        "total": total,
        "tabs": _tabs(request, counts | {filters.state: total}, filters.state),
        "may_review": permissions.is_reviewer(request.user),
    }
    return render(request, "accompaniment/queue.html", context)


def _filters(request: HttpRequest) -> tuple[FilterForm, queue.Filters]:
    """A state of "all" shows every claim; without one the queue shows what waits to be judged."""
    data = request.GET.copy()
    if not data.get("q") and "state" not in data:
        data["state"] = State.SUBMITTED
    form = FilterForm(data)
    form.is_valid()
    read = form.cleaned_data
    return form, queue.Filters(
        read.get("state", ""), read.get("region", ""), read.get("sign", ""), read.get("q", "")
    )


def _tabs(request: HttpRequest, counts: dict[str, int], chosen: str) -> list[dict]:
    query = request.GET.copy()
    for name in ("after", "before", "last"):
        query.pop(name, None)
    tabs = []
    for state, label in [*State.choices, ("", _("All"))]:
        query["state"] = state
        url = f"?{query.urlencode()}"
        tabs.append({"label": label, "url": url, "current": state == chosen, "count": counts.get(state)})
    return tabs


@role_required(*permissions.READERS)
def claim_review(request, pk):
    claim = _visible(request, pk)
    return _review_page(request, claim, ReasonForm(initial={"version": claim.version}))


def _review_page(request: HttpRequest, claim: Claim, form: ReasonForm) -> HttpResponse:
    """Text and reasons only for those who judge; opening them is in the log before the page is drawn."""
    user = request.user
    events = list(claim.events.select_related("by").order_by("version"))
    text, told = {}, [(event, "") for event in events]
    if permissions.can_read_text(user, claim):
        try:
            text, told = reviewed_text(claim, events, user)
        except Refused as refusal:
            messages.error(request, refusal.message)
    context = {
        "claim": claim,
        "form": form,
        "card_form": CardForm(),
        "text": text,
        "events": told,
        "parts": claim.participations.select_related("supporter").order_by("position"),
        "activities": [label for code, label in Activity.choices if code in claim.activities],
        "signs": course.signs_of(claim),
        "slots": list(claim.slots.order_by("number")),
        "by_card": claim.recipient.digest is None,
        "can_review": permissions.can_review(user, claim),
        "can_approve": permissions.can_approve(user, claim),
        "judged_by_you": permissions.judged_by(user, claim) and Refusal.JUDGED_BY_YOU.label,
        "can_judge_first": permissions.can_judge_first(user, claim) and claim.coordinator_ok_on is None,
        "judged_first": permissions.judged_first(claim),
        "took_part": permissions.took_part(user, claim),
    }
    return render(request, "accompaniment/review.html", context)


@require_POST
@role_required(*permissions.REVIEWERS)
def claim_approve(request, pk):
    claim = _visible(request, pk)
    if not permissions.can_approve(request.user, claim):
        return _not_yours(request, claim)
    return _decide(request, claim, lambda version: actions.approve(
        claim, version=version, actor=request.user, now=clock.now()
    ))  # fmt: skip


@require_POST
@role_required(*permissions.REVIEWERS)
def claim_judge_first(request, pk):
    claim = _visible(request, pk)
    if not permissions.can_judge_first(request.user, claim):
        return _not_yours(request, claim)
    return _decide(request, claim, lambda version: actions.judge_first(
        claim, version=version, actor=request.user, now=clock.now(), today=clock.today()
    ))  # fmt: skip


@require_POST
@role_required(*permissions.REVIEWERS)
def claim_return(request, pk):
    return _decide_with_reason(request, pk, actions.send_back)


@require_POST
@role_required(*permissions.REVIEWERS)
def claim_reject(request, pk):
    return _decide_with_reason(request, pk, actions.reject)


def _decide_with_reason(request: HttpRequest, pk, action) -> HttpResponse:
    claim = _visible(request, pk)
    if not permissions.can_review(request.user, claim):
        return _not_yours(request, claim)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _review_page(request, claim, form)
    reason = form.cleaned_data["reason"]
    return _decide(request, claim, lambda version: action(
        claim, version=version, reason=reason, actor=request.user, now=clock.now()
    ), form)  # fmt: skip


def _decide(request: HttpRequest, claim: Claim, action, form: ReasonForm | None = None) -> HttpResponse:
    """Decide, then go to the next claim; from the queue, answer with the row as a reload would show it."""
    try:
        action(_version(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        if request.htmx:
            # The page once more: the row is out of date, and the message says why.
            return HttpResponse(headers={"HX-Refresh": "true"})
        claim = _visible(request, claim.pk)
        # What was typed stays; the version is that of the page that is shown now.
        typed = form.cleaned_data["reason"] if form else ""
        return _review_page(request, claim, ReasonForm(initial={"version": claim.version, "reason": typed}))
    if request.htmx:
        return _row(request, claim)
    messages.success(request, _("%(number)s: the decision is kept and told.") % {"number": claim.number})
    following = queue.next_to_review(permissions.visible_claims(request.user), claim)
    return redirect("claim_review", following.pk) if following else redirect("claim_queue")


def _row(request: HttpRequest, claim: Claim) -> HttpResponse:
    row = queue.row(permissions.visible_claims(request.user), claim.pk)
    context = {"rows": [row], "may_review": permissions.is_reviewer(request.user)}
    return retarget(render(request, "accompaniment/_rows.html", context), f"#{row.number}")


def _not_yours(request: HttpRequest, claim: Claim) -> HttpResponse:
    messages.error(request, _("This decision is for somebody else."))
    return redirect("claim_review", claim.pk)


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


@require_POST
@role_required(*permissions.REVIEWERS)
def sign_clear(request, pk, flag):
    claim = _visible(request, pk)
    if not permissions.can_review(request.user, claim):
        return _not_yours(request, claim)
    actions.clear_flag(get_object_or_404(claim.flags, pk=flag), actor=request.user, now=clock.now())
    return redirect(f"{reverse('claim_review', args=[claim.pk])}#signs")


@role_required(*permissions.READERS)
def claim_export(request):
    """The filtered list as a spreadsheet; nothing in it tells who was supported."""
    _form, filters = _filters(request)
    claims = queue.narrowed(permissions.visible_claims(request.user), filters).newest_first()
    sheet = claims_workbook(claims, actor=request.user, now=clock.now())
    return download(sheet, f"claims-{clock.today().isoformat()}.xlsx")


def _visible(request: HttpRequest, pk) -> Claim:
    claims = permissions.visible_claims(request.user).select_related("terms", "applicant", "recipient")
    return get_object_or_404(claims, pk=pk)
