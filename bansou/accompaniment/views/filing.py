"""The supporter's form: typing, drafts, checking, sending."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accompaniment import permissions
from bansou.accompaniment.actions import drafts
from bansou.accompaniment.actions.filing import ClaimRefused, file_claim, resubmit_claim
from bansou.accompaniment.actions.late import write_note
from bansou.accompaniment.actions.preview import Preview, look_up_second, preview
from bansou.accompaniment.enums import Activity, Outcome, Place, Refusal, State
from bansou.accompaniment.forms import ClaimForm, NoteForm
from bansou.accompaniment.models import Claim, Draft
from bansou.accompaniment.queries.judging import open_programmes, terms_to_show
from bansou.accompaniment.queries.readiness import readiness
from bansou.accompaniment.queries.visits import claim_of
from bansou.accompaniment.rules import Entry
from bansou.accompaniment.views.from_visit import asked_visit, typed_of_visit, visit_of
from bansou.accompaniment.views.reading import own_text, reason_of, typed_of
from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import SWITCH_LANGUAGE, as_typed
from bansou.core.refusal import Refused
from bansou.matching.models import Visit
from bansou.people import actions as people
from bansou.programmes.queries import terms_on
from bansou.programmes.rules import bands_told


@role_required(RoleKind.SUPPORTER)
def claim_new(request):
    """A new claim; for a visit (?visit=…) filled in already, or the claim that was filed for it."""
    visit = asked_visit(request)
    sent = claim_of(visit) if visit else None
    if sent and permissions.own_claims(request.user).filter(pk=sent.pk).exists():
        return redirect("claim_detail", sent.pk)
    return _form_page(request, visit=visit)


@role_required(RoleKind.SUPPORTER)
def claim_draft(request, pk):
    return _form_page(request, draft=_own_draft(request, pk))


@role_required(RoleKind.SUPPORTER)
def claim_edit(request, pk):
    """Correct a returned claim; an opened correction goes on as its draft."""
    claim = get_object_or_404(permissions.filed_claims(request.user), pk=pk, state=State.RETURNED)
    draft = Draft.objects.select_related("claim__terms__programme").filter(claim=claim).first()
    return _form_page(request, draft=draft, claim=claim)


def _form_page(
    request: HttpRequest,
    *,
    draft: Draft | None = None,
    claim: Claim | None = None,
    visit: Visit | None = None,
) -> HttpResponse:
    claim = claim or (draft and draft.claim)
    form = _form_for(request, draft, claim, visit)
    if request.method == "POST" and SWITCH_LANGUAGE not in request.POST:
        answer = _keep(request, form, draft, claim)
        if answer:
            return answer
    today = clock.today()
    terms = terms_to_show(form["programme"].value() or "", today)
    context = {
        "form": form,
        "claim": claim,
        "draft": draft,
        "terms": terms,
        "ended": terms and terms.support_to < today,
        "ready": terms and readiness(request.user.supporter, terms, today=today),
        "bands": bands_told(terms.rules) if terms else [],
        "lines": _preview(request, _readable(form), claim),
        "reason": claim and reason_of(claim, request.user),
        "visit": visit_of(request, form["visit"].value() or ""),
    }
    return render(request, "accompaniment/claim_form.html", context)


def _form_for(
    request: HttpRequest, draft: Draft | None, claim: Claim | None, visit: Visit | None
) -> ClaimForm:
    options = _options(claim)
    if request.method == "POST":
        form = ClaimForm(request.POST, **options)
        return as_typed(form) if SWITCH_LANGUAGE in request.POST else form
    if draft:
        form = ClaimForm(_querydict(drafts.open_draft(draft)), **options)
        return form if "check" in request.GET else as_typed(form)
    if claim:
        return as_typed(ClaimForm(_querydict(typed_of(claim, own_text(claim, request.user))), **options))
    if visit:
        typed = typed_of_visit(visit, request)
        typed |= {"programme": [each.code for each in options["programmes"][:1]]}
        return as_typed(ClaimForm(_querydict(typed), **options))
    return ClaimForm(**options)


def _keep(
    request: HttpRequest, form: ClaimForm, draft: Draft | None, claim: Claim | None
) -> HttpResponse | None:
    """Keep what was typed, then go on to the check page, or back to the form with its errors (None)."""
    token = draft.pk if draft else _token(request)
    typed = {name: request.POST.getlist(name) for name in request.POST if name in _names(form)}
    try:
        kept = drafts.save_draft(token, typed, supporter=request.user.supporter, claim=claim, now=clock.now())
    except Refused as refusal:
        # Another occasion typed into a form that was sent: it becomes a form of its own, with all that was typed.
        form.data = form.data.copy()
        form.data["token"] = str(uuid.uuid4())
        form.add_error(None, refusal.message)
        return None
    if "draft" in request.POST:
        messages.success(request, _("The draft is kept. You can go on later, on any phone."))
        return redirect("claim_draft", kept.pk)
    return redirect("draft_check", kept.pk) if form.is_valid() else None


@role_required(RoleKind.SUPPORTER)
def draft_check(request, pk):
    """Everything once more, with amount, deadline and pay month, before it is sent."""
    draft = _own_draft(request, pk)
    form = ClaimForm(_querydict(drafts.open_draft(draft)), **_options(draft.claim))
    if not form.is_valid():
        return redirect(f"{_url(draft)}?check=1")
    return _check_page(request, draft, form.entry())


def _check_page(
    request: HttpRequest, draft: Draft, entry: Entry, refused: list[str] | None = None
) -> HttpResponse:
    lines = _preview(request, {name: getattr(entry, name) for name in Entry.__slots__}, draft.claim)
    context = {
        "draft": draft,
        "entry": entry,
        "lines": lines,
        "problems": refused or lines.problems,
        "visit": visit_of(request, str(entry.visit or "")),
        "late": any(reason == Refusal.FILED_LATE for reason, _values in lines.reasons),
        "activities": [label for code, label in Activity.choices if code in entry.activities],
        "place": Place(entry.place).label,
        "outcome": Outcome(entry.outcome).label,
    }
    return render(request, "accompaniment/claim_check.html", context)


@require_POST
@role_required(RoleKind.SUPPORTER)
def draft_file(request, pk):
    """Send the draft. A second click finds the claim that the first one made."""
    sent = permissions.filed_claims(request.user).filter(Q(form_token=pk) | Q(correction_token=pk)).first()
    if sent:
        return redirect("claim_sent", sent.pk)
    draft = _own_draft(request, pk)
    form = ClaimForm(_querydict(drafts.open_draft(draft)), **_options(draft.claim))
    if not form.is_valid():
        return redirect(f"{_url(draft)}?check=1")
    try:
        claim = _file(request, draft, form.entry())
    except ClaimRefused as refusal:
        return _check_page(request, draft, form.entry(), refusal.messages)
    except Refused as refusal:
        return _check_page(request, draft, form.entry(), [refusal.message])
    return redirect("claim_sent", claim.pk)


def _file(request: HttpRequest, draft: Draft, entry: Entry) -> Claim:
    now = clock.now()
    # Sent without a look at the check page, a guessed code counts all the same; not undone by a refusal.
    if entry.second:
        look_up_second(request.user.supporter, entry.second, actor=request.user, now=now)
    if entry.card:
        terms = terms_on(entry.programme, entry.support_on)
        people.look_up_card(entry.card, terms, actor=request.user, now=now)
    if draft.claim:
        return resubmit_claim(claim=draft.claim, entry=entry, token=draft.pk, actor=request.user, now=now)
    return file_claim(
        supporter=request.user.supporter,
        entry=entry,
        token=draft.pk,
        actor=request.user,
        now=now,
        today=clock.today(),
    )


@require_POST
@role_required(RoleKind.SUPPORTER)
def draft_discard(request, pk):
    drafts.forget_draft(_own_draft(request, pk).pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("claim_list")


@require_POST
@role_required(RoleKind.SUPPORTER)
def claim_lines(request):
    """A fragment for the form as it stands: the same words as on the check page. Writes nothing but the log."""
    claim = _corrected(request)
    form = ClaimForm(request.POST, **_options(claim))
    return render(request, "accompaniment/_lines.html", {"lines": _preview(request, _readable(form), claim)})


@role_required(RoleKind.SUPPORTER)
def draft_note(request, pk):
    """A note to the coordinator about support that is too late to file."""
    draft = _own_draft(request, pk)
    typed = _readable(ClaimForm(_querydict(drafts.open_draft(draft)), **_options(draft.claim)))
    lines = _preview(request, typed, draft.claim)
    if not any(reason == Refusal.FILED_LATE for reason, _values in lines.reasons):
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and SWITCH_LANGUAGE in request.POST:
        as_typed(form)
    elif form.is_valid():
        write_note(
            supporter=request.user.supporter,
            support_on=typed["support_on"],
            deadline_on=lines.deadline_on,
            text=form.cleaned_data["text"],
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("Your coordinator has the note and will answer you."))
        return redirect("claim_list")
    return render(request, "accompaniment/late_note.html", {"form": form, "draft": draft, "lines": lines})


def _preview(request: HttpRequest, typed: dict[str, Any], claim: Claim | None) -> Preview:
    return preview(
        request.user.supporter, typed, claim=claim, actor=request.user, now=clock.now(), today=clock.today()
    )


def _readable(form: ClaimForm) -> dict[str, Any]:
    """The fields that can be read so far, whatever the rest is like."""
    if not form.is_bound:
        return {}
    fresh = ClaimForm(form.data, programmes=form.programmes, today=clock.today(), corrects=form.corrects)
    fresh.is_valid()
    return fresh.cleaned_data


def _options(claim: Claim | None) -> dict[str, Any]:
    """A correction may lie in terms in which nothing new can be filed any more."""
    today = clock.today()
    programmes = [claim.terms.programme] if claim else open_programmes(today)
    return {"programmes": programmes, "today": today, "corrects": claim is not None}


def _names(form: ClaimForm) -> set[str]:
    """The names under which the form's values travel; the parts of a day have a number behind."""
    return {*form.fields, *(f"birth_on{part}" for part in form.fields["birth_on"].widget.widgets_names)}


def _querydict(typed: drafts.Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _token(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def _own_draft(request: HttpRequest, pk: uuid.UUID) -> Draft:
    found = Draft.objects.select_related("claim__terms__programme")
    return get_object_or_404(found, pk=pk, supporter__user=request.user)


def _corrected(request: HttpRequest) -> Claim | None:
    try:
        pk = uuid.UUID(request.GET.get("claim", ""))
    except ValueError:
        return None
    return permissions.filed_claims(request.user).filter(pk=pk).first()


def _url(draft: Draft) -> str:
    return reverse("claim_draft", args=[draft.pk])
