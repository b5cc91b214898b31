"""Decisions for all payments: the tax class of each kind, and the paying account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.payments import actions, permissions, queries
from bansou.payments.forms import PayingForm, TaxForm
from bansou.payments.forms.settings import initial_of


@role_required(*permissions.READERS)
def tax_decisions(request: HttpRequest) -> HttpResponse:
    may = permissions.can_draft(request.user)
    form, submitted = read(request, TaxForm, initial={"valid_from": clock.today()})
    if may and submitted and form.is_valid():
        actions.decide_tax(**form.cleaned_data, actor=request.user, now=clock.now())
        messages.success(request, _("The decision is kept. Draft an open run again to apply it."))
        return redirect("tax_decisions")
    context = {
        "form": form if may else None,
        "decisions": queries.tax_history(),
        "undecided": queries.undecided_kinds(clock.today()),
    }
    return render(request, "payments/tax_decisions.html", context)


@role_required(*permissions.READERS)
def paying_account(request: HttpRequest) -> HttpResponse:
    may = permissions.can_draft(request.user)
    account = queries.paying_account()
    form, submitted = read(request, PayingForm, initial=initial_of(account.settings) if account else {})
    if may and submitted and form.is_valid():
        try:
            actions.set_paying_account(form.settings, actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The paying account is saved. Start with one small payment."))
            return redirect("paying_account")
    context = {"form": form if may else None, "account": account, "facts": queries.paying_facts(account)}
    return render(request, "payments/paying_account.html", context)
