"""Coordinators' pages about people: recipients who may be one, and notes about late support."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accompaniment import permissions
from bansou.accompaniment.actions.late import close_note
from bansou.accompaniment.actions.matches import settle_match, suggest_match
from bansou.accompaniment.forms import CardForm, DecisionForm, LookForm
from bansou.accompaniment.models import Claim
from bansou.accompaniment.views.reading import reviewed_notes
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.people import actions as people

LISTED = 100


@role_required(*permissions.REVIEWERS)
def match_list(request):
    hints = permissions.visible_hints(request.user).filter(decision="").order_by("created_at")
    numbers = Claim.objects.newest_first().only("number", "recipient")
    hints = hints.prefetch_related(Prefetch("one__claims", numbers), Prefetch("other__claims", numbers))
    rows = [(hint, hint.one.claims.all(), hint.other.claims.all()) for hint in hints[:LISTED]]
    return render(request, "accompaniment/match_list.html", {"rows": rows})


@role_required(*permissions.REVIEWERS)
def match_detail(request, pk):
    return _match_page(request, _hint(request, pk), look=LookForm())


@require_POST
@role_required(*permissions.REVIEWERS)
def claim_same_person(request, pk):
    """Who holds this card is whom the claim names otherwise: on to the page that compares the two."""
    claims = permissions.visible_claims(request.user).select_related("terms", "recipient")
    claim, form = get_object_or_404(claims, pk=pk), CardForm(request.POST)
    if not permissions.can_read_text(request.user, claim):
        raise Http404
    if not form.is_valid():
        messages.error(request, form.errors["card"][0])
        return redirect("claim_review", claim.pk)
    card = form.cleaned_data["card"]
    hint = tried(request, "", suggest_match, claim, card, actor=request.user, now=clock.now())
    return redirect("match_detail", hint.pk) if hint else redirect("claim_review", claim.pk)


@require_POST
@role_required(*permissions.REVIEWERS)
def match_look(request, pk):
    """Both identities side by side: after signing in anew and with a reason, twenty people a day."""
    return _look(request, _hint(request, pk))


@reauthentication_required
def _look(request, hint):
    look = LookForm(request.POST)
    if not look.is_valid():
        return _match_page(request, hint, look=look)
    try:
        identities = people.open_identities(
            hint, actor=request.user, reason=look.cleaned_data["reason"], now=clock.now()
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("match_detail", hint.pk)
    return _match_page(request, hint, identities=identities, form=DecisionForm())


@require_POST
@role_required(*permissions.REVIEWERS)
def match_decide(request, pk):
    hint = _hint(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the three, and write why."))
        return redirect("match_detail", hint.pk)
    decided = form.cleaned_data
    tried(
        request,
        _("The decision is kept."),
        settle_match,
        hint,
        **decided,
        actor=request.user,
        now=clock.now(),
    )
    return redirect("match_list")


def _match_page(request, hint, **context):
    one, other = _sides(hint)
    by_card = [side.digest is None for side in (hint.one, hint.other)]
    sides = list(zip((one, other), context.pop("identities", (None, None)), by_card, strict=True))
    context = {"look": None, "form": None, **context}
    return render(request, "accompaniment/match_detail.html", {"hint": hint, "sides": sides, **context})


def _sides(hint) -> tuple[list[Claim], list[Claim]]:
    claims = Claim.objects.select_related("applicant").newest_first()
    return list(claims.filter(recipient=hint.one_id)), list(claims.filter(recipient=hint.other_id))


def _hint(request, pk):
    return get_object_or_404(permissions.visible_hints(request.user).select_related("one", "other"), pk=pk)


@role_required(*permissions.REVIEWERS)
def note_list(request):
    notes = permissions.visible_notes(request.user).filter(answered_at=None)
    notes = list(notes.select_related("supporter__user").order_by("written_at")[:LISTED])
    rows = []
    try:
        rows = reviewed_notes(notes, request.user) if notes else []
    except Refused as refusal:
        messages.error(request, refusal.message)
    return render(request, "accompaniment/note_list.html", {"rows": rows})


@require_POST
@role_required(*permissions.REVIEWERS)
def note_close(request, pk):
    note = get_object_or_404(permissions.visible_notes(request.user), pk=pk)
    close_note(note, actor=request.user, now=clock.now())
    messages.success(request, _("The note is off the list."))
    return redirect("note_list")
