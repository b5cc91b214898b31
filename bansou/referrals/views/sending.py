"""The sender's pages: the tab of the case, the form, what will leave, the paper, taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.permissions import ON_CASES
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, require_second_factor
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.referrals import permissions, rules
from bansou.referrals.actions import sending
from bansou.referrals.exports import letter
from bansou.referrals.forms import ReferForm
from bansou.referrals.queries.reading import open_words
from bansou.referrals.queries.shown import PART_OF


@role_required(*ON_CASES)
def case_referrals(request, pk):
    """The tab: what was handed on, and what came of it."""
    case = case_or_404(request, pk, Part.REFERRALS)
    found = case.referrals.select_related("to_user", "organisation").order_by("-sent_at", "-id")
    can_refer = permissions.can_refer(request.user, case, now=clock.now())
    context = {"case": case, "referrals": found, "can_refer": can_refer}
    return render(request, "referrals/case_referrals.html", context)


@role_required(*ON_CASES)
def referral_new(request, pk):
    """The form, then what the receiver will read, then sent."""
    case = case_or_404(request, pk, Part.REFERRALS, write=True)
    readable = {field for field, part in PART_OF.items() if part in case.access.reads}
    receivers = permissions.receivers(case, but=request.user)
    usual = rules.usual_fields(readable)
    form, submitted = read(
        request, ReferForm, quiet={"change"}, receivers=receivers, readable=readable, usual=usual
    )
    if submitted and form.is_valid():
        answer = _check_or_send(request, case, form)
        if answer:
            return answer
    return render(request, "referrals/referral_form.html", {"case": case, "form": form})


def _check_or_send(request: HttpRequest, case, form: ReferForm) -> HttpResponse | None:
    proposal, now = form.proposal(), clock.now()
    try:
        if "send" in request.POST:
            token = form.cleaned_data["token"]
            referral = sending.refer(case, proposal, token=token, actor=request.user, now=now)
            messages.success(request, _("Sent. You hear when they answer."))
            return redirect("referral", referral.pk)
        sending.check(case, proposal, request.user)
        shown = sending.compose(case, proposal, actor=request.user, now=now)
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    labels = dict(form.fields["fields_shown"].choices)
    rows = [{"key": labels[field], "value": words} for field, words in shown.items()]
    context = {"case": case, "form": form, "rows": rows, "proposal": proposal}
    return render(request, "referrals/referral_check.html", context)


@require_POST
@role_required(*ON_CASES)
def referral_revoke(request, pk):
    referral = _own(request, pk)
    case_or_404(request, referral.case_id, Part.REFERRALS, write=True)
    tried(request, _("Taken back."), sending.revoke, referral, actor=request.user, now=clock.now())
    return redirect("referral", referral.pk)


@role_required(*ON_CASES)
def referral_letter(request, pk):
    """The paper for somebody outside: just the chosen parts, in Japanese."""
    referral = _own(request, pk)
    case_or_404(request, referral.case_id, Part.REFERRALS)
    try:
        words = open_words(referral, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("referral", referral.pk)
    return download(letter(referral, words, today=clock.today()), "referral.pdf")


def _own(request, pk):
    require_second_factor(request)
    found = permissions.readable_referrals(request.user, now=clock.now())
    return get_object_or_404(found.select_related("case", "organisation", "to_user"), pk=pk)
