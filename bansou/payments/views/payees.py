"""Payees, the entry of their accounts, and the search for banks."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.audit import actions as audit
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.paging import page
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.core.typed import narrow
from bansou.payments import actions, permissions, queries
from bansou.payments.enums import AccountType, Refusal
from bansou.payments.forms import AccountForm, PayeeSearchForm, ResidencyForm
from bansou.payments.forms.accounts import SHOWN, fitting
from bansou.payments.models import Account, Payee
from bansou.payments.rules import banks, yucho


@role_required(*permissions.READERS)
def payee_list(request: HttpRequest) -> HttpResponse:
    form = PayeeSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "state": ""}
    now = clock.now()
    found = queries.payee_rows(wanted["q"].strip(), wanted["state"], now)
    shown = page(found, request.GET, ("reference", "id"))
    if shown.rows:
        audit.record(request.user, "payments.payee_list", *shown.rows, now=now, fields=("name", "account"))
    context = {"form": form, "page": shown, "total": found.count(), "now": now}
    return render(request, "payments/payee_list.html", context)


@role_required(*permissions.READERS)
def payee_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    payee = get_object_or_404(Payee, pk=pk)
    now = clock.now()
    audit.record(request.user, "payments.payee_read", payee, now=now, fields=("name", "mail", "account"))
    payables = payee.payables.order_by("-filed_on", "-id")[:20]
    states = queries.state_of_payables([row.source for row in payables])
    context = {
        "payee": payee,
        "accounts": queries.account_rows(payee),
        "account": queries.current_account(payee),
        "clearances": payee.clearances.count(),
        "payables": [(row, states[row.source, payee.pk]) for row in payables],
        "form": ResidencyForm(initial={"residency": payee.residency}),
        "can_enter": permissions.can_enter_accounts(request.user),
        "is_self": permissions.is_payee(request.user, payee),
        "now": now,
    }
    return render(request, "payments/payee_detail.html", context)


@role_required(*permissions.ENTERERS)
@require_POST
def payee_residency(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    payee = get_object_or_404(Payee, pk=pk)
    form = ResidencyForm(request.POST)
    if form.is_valid():
        residency = form.cleaned_data["residency"]
        tried(
            request, _("Saved."), actions.set_residency, payee, residency, actor=request.user, now=clock.now()
        )
    else:
        messages.error(request, _("Choose one."))
    return redirect("payee_detail", pk)


@role_required(*permissions.ENTERERS)
def payee_account(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Type it in, compare what the bank file will say, then save."""
    payee = get_object_or_404(Payee, pk=pk)
    form, submitted = read(request, AccountForm, quiet=("edit",))
    context = {"payee": payee, "form": form, "account": queries.current_account(payee)}
    context["shared"] = form.data.get("shared_confirmed") == "on"
    if submitted and form.is_valid():
        if "save" not in request.POST:
            return render(request, "payments/account_check.html", {**context, **_as_filed(form)})
        try:
            account = actions.enter_account(payee, actor=request.user, now=clock.now(), **form.entered)
        except Refused as refused:
            form.add_error(None, refused.message)
            context["shared"] = context["shared"] or refused.reason == Refusal.SHARED_ACCOUNT
        else:
            messages.success(request, _told(account))
            return redirect("payee_detail", pk)
    return render(request, "payments/account_form.html", context)


def _as_filed(form: AccountForm) -> dict:
    """What the bank file will say, for comparison with the paper."""
    entered = form.entered
    post = None
    if entered["bank_code"] == banks.YUCHO and entered["account_type"] in ("1", "2"):
        account = yucho.YuchoAccount(entered["branch_code"], entered["account_type"], entered["number"])
        post = yucho.symbol_and_number(account)
    return {
        "bank": banks.find_bank(entered["bank_code"]),
        "branch": banks.find_branch(entered["bank_code"], entered["branch_code"]),
        "type_label": AccountType(entered["account_type"]).label,
        "number": entered["number"],
        "holder": form.normalised.text,
        "changes": form.name_changes,
        "post": post,
        # The code of what was found, so that the second reading finds it again.
        "hidden": [
            (name, value)
            for name, value in form.data.items()
            if name in form.fields and name not in ("bank_code", "branch_code")
        ]
        + [("bank_code", entered["bank_code"]), ("branch_code", entered["branch_code"])],
    }


def _told(account: Account) -> str:
    if account.usable_from > account.entered_at:
        return _("The new account is held for 48 hours; the old contact has been told by mail.")
    return _("The account is entered. It can be paid to at once.")


@role_required(*permissions.ENTERERS)
def account_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    account = get_object_or_404(Account.objects.select_related("payee"), pk=pk)
    if request.method == "POST":
        tried(
            request,
            _("The account is taken back; the one before it counts again."),
            actions.withdraw_account,
            account,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("payee_detail", account.payee_id)
    return render(request, "payments/account_withdraw.html", {"account": account, "payee": account.payee})


@role_required(*permissions.READERS)
def bank_choices(request: HttpRequest) -> HttpResponse:
    """What fits the name being typed; holds no personal data."""
    text = narrow(request.GET.get("bank", ""))
    context = {"name": "bank_code", "choices": banks.search_banks(text, SHOWN) if text else []}
    return render(request, "payments/_bank_choices.html", context)


@role_required(*permissions.READERS)
def branch_choices(request: HttpRequest) -> HttpResponse:
    bank_text = narrow(request.GET.get("bank", ""))
    found = fitting(bank_text, request.GET.get("bank_code", ""), banks.search_banks(bank_text, SHOWN))
    text = narrow(request.GET.get("branch", ""))
    choices = banks.search_branches(found[0].code, text, SHOWN) if found and text else []
    return render(request, "payments/_bank_choices.html", {"name": "branch_code", "choices": choices})
