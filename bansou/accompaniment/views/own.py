"""A supporter's claims: the list, one claim with its course, withdrawing, answering as the second."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bansou.accompaniment import permissions
from bansou.accompaniment.actions import course as actions
from bansou.accompaniment.enums import UNDECIDED, Activity, State
from bansou.accompaniment.models import Draft
from bansou.accompaniment.queries import course
from bansou.accompaniment.views.reading import own_text, told_events
from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.trying import tried

SHOWN = 200


@role_required(RoleKind.SUPPORTER)
def claim_list(request):
    supporter = request.user.supporter
    claims = list(
        permissions.own_claims(request.user).select_related("terms", "applicant").newest_first()[:SHOWN]
    )
    standings = course.standings(claims, supporter)
    context = {
        "rows": [(claim, standings[claim.pk]) for claim in claims],
        "drafts": Draft.objects.filter(supporter=supporter).select_related("claim").order_by("-updated_at"),
        "asked": course.waiting_confirmations(request.user),
        "supporter": supporter,
    }
    return render(request, "accompaniment/claim_list.html", context)


@role_required(RoleKind.SUPPORTER)
def claim_detail(request, pk):
    """The applicant sees what they wrote; the second sees day, place and course."""
    supporter = request.user.supporter
    claim = _own(request, pk)
    mine = claim.applicant_id == supporter.pk
    events = list(claim.events.order_by("version"))
    context = {
        "claim": claim,
        "mine": mine,
        "standing": course.standings([claim], supporter)[claim.pk],
        "events": told_events(events) if mine else [(event, "") for event in events],
        "text": own_text(claim, request.user) if mine else {},
        "activities": [label for code, label in Activity.choices if code in claim.activities],
        "second": claim.participations.filter(position=2).select_related("supporter").first(),
        "can_withdraw": mine and claim.state in UNDECIDED,
        "can_edit": mine and claim.state == State.RETURNED,
    }
    return render(request, "accompaniment/claim_detail.html", context)


@role_required(RoleKind.SUPPORTER)
def claim_sent(request, pk):
    claim = get_object_or_404(_filed(request), pk=pk)
    second = claim.participations.filter(position=2, confirmed_at=None).exists()
    papers = course.standings([claim], request.user.supporter)[claim.pk].papers_missing
    context = {"claim": claim, "second": second, "papers_missing": papers}
    return render(request, "accompaniment/claim_sent.html", context)


@role_required(RoleKind.SUPPORTER)
def claim_withdraw(request, pk):
    claim = get_object_or_404(_filed(request), pk=pk)
    if request.method == "POST":
        tried(
            request,
            _("The claim is withdrawn."),
            actions.withdraw,
            claim,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("claim_detail", claim.pk)
    return render(request, "accompaniment/claim_withdraw.html", {"claim": claim})


@role_required(RoleKind.SUPPORTER)
def claim_confirm(request, pk):
    """Where the second supporter says whether they went along."""
    claim = _own(request, pk)
    part = get_object_or_404(claim.participations, supporter__user=request.user, position=2)
    if request.method == "POST":
        went, done = request.POST.get("went") == "yes", _("Thank you. The applicant is told.")
        tried(request, done, actions.answer_as_second, part, went=went, actor=request.user, now=clock.now())
        return redirect("claim_detail", claim.pk)
    return render(request, "accompaniment/claim_confirm.html", {"claim": claim, "part": part})


def _own(request, pk):
    claims = permissions.own_claims(request.user).select_related("terms", "applicant")
    return get_object_or_404(claims, pk=pk)


def _filed(request):
    return permissions.filed_claims(request.user).select_related("terms", "applicant")
