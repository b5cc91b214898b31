"""Pages of whoever received a referral, and of the sender who writes down what others said."""

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.permissions import ON_CASES
from bansou.cases.views.access import require_second_factor
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.referrals import permissions
from bansou.referrals.actions import answering
from bansou.referrals.enums import OPEN, State
from bansou.referrals.forms import DeclineForm, FinishForm
from bansou.referrals.models import Referral
from bansou.referrals.queries.reading import open_words

# The newest; older ones stand on the pages of their cases.
SHOWN = 200


@role_required(*permissions.RECEIVERS)
def referral_list(request):
    """What others ask of the reader, and what waits in the reader's own cases."""
    found = permissions.readable_referrals(request.user, now=clock.now()).select_related("case", "to_user")
    found = found.select_related("organisation").order_by("-sent_at", "-id")
    received = found.filter(to_user=request.user)[:SHOWN]
    sent = found.exclude(to_user=request.user).filter(state__in=OPEN)[:SHOWN]
    return render(request, "referrals/referral_list.html", {"received": received, "sent": sent})


@role_required(*ON_CASES)
def referral(request, pk):
    """One referral: what was shown and asked, and what came of it."""
    found = _found(request, pk)
    try:
        words = open_words(found, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("home")
    return render(request, "referrals/referral.html", {"words": words, **_context(request, found)})


@require_POST
@role_required(*ON_CASES)
def referral_accept(request, pk):
    found = _answerable(request, pk)
    tried(request, _("Accepted."), answering.accept, found, actor=request.user, now=clock.now())
    return redirect("referral", found.pk)


@role_required(*ON_CASES)
def referral_decline(request, pk):
    found = _answerable(request, pk)
    form, submitted = read(request, DeclineForm)
    if submitted and form.is_valid():
        given = form.cleaned_data
        done = tried(
            request, _("The sender is told."), answering.decline, found, given["reason"],
            actor=request.user, now=clock.now(),
        )  # fmt: skip
        return redirect("referral_list" if done and found.to_user_id else "referral", *_pk(done, found))
    return render(request, "referrals/referral_decline.html", {"form": form, "referral": found})


@role_required(*ON_CASES)
def referral_finish(request, pk):
    found = _answerable(request, pk)
    form, submitted = read(request, FinishForm)
    if submitted and form.is_valid():
        given = form.cleaned_data
        tried(
            request, _("Written down."), answering.finish, found, given["result"], given["words"],
            actor=request.user, now=clock.now(),
        )  # fmt: skip
        return redirect("referral", found.pk)
    return render(request, "referrals/referral_finish.html", {"form": form, "referral": found})


def _pk(done: Referral | None, found: Referral) -> list:
    # After a refusal of their own the receiver no longer sees it.
    return [] if done and found.to_user_id else [found.pk]


def _context(request: HttpRequest, found: Referral) -> dict:
    now = clock.now()
    return {
        "referral": found,
        "can_answer": permissions.can_answer(request.user, found, now=now),
        "can_revoke": found.to_user_id != request.user.pk
        and permissions.can_refer(request.user, found.case, now=now)
        and found.is_open,
        "unanswered": found.state in answering.UNANSWERED,
        "accepted": found.state == State.ACCEPTED,
        "received": found.to_user_id == request.user.pk,
    }


def _found(request: HttpRequest, pk) -> Referral:
    require_second_factor(request)
    rows = permissions.readable_referrals(request.user, now=clock.now())
    return get_object_or_404(rows.select_related("case", "to_user", "organisation", "sent_by"), pk=pk)


def _answerable(request: HttpRequest, pk) -> Referral:
    found = _found(request, pk)
    if not permissions.can_answer(request.user, found, now=clock.now()):
        raise Http404
    return found
