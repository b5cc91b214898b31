"""A run: what it pays, what happened, what comes next; and a single payment in it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.audit import actions as audit
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.paging import page
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.payments import actions, exports, permissions, queries
from bansou.payments.enums import RunState, TransferState
from bansou.payments.forms import ApproveForm, RejectForm, ReturnForm
from bansou.payments.models import Run, Transfer

READ_FIELDS = ("name", "amount_yen", "account")


def _run(pk: uuid.UUID) -> Run:
    return get_object_or_404(queries.run_queryset(), pk=pk)


@role_required(*permissions.READERS)
def run_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run = _run(pk)
    form = ApproveForm(initial={"version": run.version})
    return _detail(request, run, form)


def _detail(request: HttpRequest, run: Run, form: ApproveForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    audit.record(request.user, "payments.run_read", run, now=now, fields=READ_FIELDS)
    rows = queries.transfer_rows(run)
    states = queries.transfer_states(run)
    state = request.GET.get("state", "")
    shown = page(rows.filter(state=state) if state in states else rows, request.GET, ("number", "id"))
    context = {
        "run": run,
        "form": form,
        "page": shown,
        "states": [(TransferState(name), *sums) for name, sums in states.items()],
        "state": state,
        "sums": queries.run_sums(run),
        "left_out": queries.exclusion_counts(run),
        "exclusions": queries.exclusion_rows(run)[:200],
        "history": run.events.select_related("by", "transfer").order_by("-at", "-id"),
        "accounts_new": queries.changed_accounts(run)
        if run.state in (RunState.DRAFT, RunState.APPROVED)
        else (),
        "shared": queries.same_destination(run) if run.state == RunState.DRAFT else (),
        "too_early": clock.today() < run.pay_on,
        **_may(request, run),
    }
    return render(request, "payments/run_detail.html", context, status=status)


def _may(request: HttpRequest, run: Run) -> dict[str, bool]:
    user = request.user
    return {
        "can_draft": permissions.can_draft(user),
        "can_approve": permissions.can_approve(user),
        "can_stop": permissions.can_stop(user, run),
        "is_drafter": run.drafted_by_id == user.pk,
        "can_export": permissions.can_export(user),
    }


@role_required(*permissions.APPROVERS)
@require_POST
def run_approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run = _run(pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return _detail(request, run, form)
    try:
        actions.approve_run(pk, actor=request.user, now=clock.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return _detail(request, run, form)
    messages.success(request, _("Approved. The bank file can be written now."))
    return redirect("run_detail", pk)


@role_required(*permissions.DRAFTERS, *permissions.APPROVERS)
def run_discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run = _run(pk)
    if request.method == "POST":
        done = _("Discarded. What it would have paid is owed as before.")
        tried(request, done, actions.discard, pk, actor=request.user, now=clock.now())
        return redirect("run_detail", pk)
    return render(request, "payments/run_discard.html", {"run": run})


@role_required(*permissions.EXPORTERS)
@require_POST
def run_export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the file and come back to the page; from then on the same button gives it out."""
    run = _run(pk)
    writing = run.state == RunState.APPROVED
    done = _("The bank file is written. Download it and hand it to the bank.") if writing else ""
    data = tried(request, done, actions.export_run, pk, actor=request.user, now=clock.now())
    if data is None or writing:
        return redirect("run_detail", pk)
    return download(data, f"bank-file-{run.number}-{run.pay_on:%Y%m%d}.txt")


@role_required(*permissions.READERS)
def run_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run = _run(pk)
    audit.record(request.user, "payments.list_pdf", run, now=clock.now(), fields=READ_FIELDS)
    return download(exports.run_pdf(run), f"payment-list-{run.number}.pdf")


@role_required(*permissions.READERS)
def run_xlsx(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run = _run(pk)
    audit.record(request.user, "payments.list_xlsx", run, now=clock.now(), fields=READ_FIELDS)
    return download(exports.run_xlsx(run), f"payment-list-{run.number}.xlsx")


@role_required(*permissions.DRAFTERS)
@require_POST
def run_accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    done = _("Marked as accepted.")
    tried(request, done, actions.mark_accepted, _run(pk).pk, actor=request.user, now=clock.now())
    return redirect("run_detail", pk)


@role_required(*permissions.DRAFTERS)
def run_reject(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run = _run(pk)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("Marked as refused. Everything in the file is owed again: draft a new run.")
        reason = form.cleaned_data["reason"]
        tried(request, done, actions.mark_rejected, pk, reason, actor=request.user, now=clock.now())
        return redirect("run_detail", pk)
    return render(request, "payments/run_reject.html", {"run": run, "form": form})


@role_required(*permissions.DRAFTERS)
@require_POST
def run_paid(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    done = _("Marked as paid. Each payee gets a notice by mail.")
    tried(request, done, actions.mark_paid, _run(pk).pk, actor=request.user, now=clock.now())
    return redirect("run_detail", pk)


def _transfer(pk: uuid.UUID) -> Transfer:
    rows = Transfer.objects.select_related("payee", "account", "run").defer("run__sealed_file")
    return get_object_or_404(rows, pk=pk)


@role_required(*permissions.READERS)
def transfer_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    transfer = _transfer(pk)
    audit.record(request.user, "payments.transfer_read", transfer, now=clock.now(), fields=READ_FIELDS)
    return _transfer_page(request, transfer, ReturnForm())


def _transfer_page(request: HttpRequest, transfer: Transfer, form: ReturnForm) -> HttpResponse:
    context = {
        "transfer": transfer,
        "run": transfer.run,
        "lines": queries.line_rows(transfer),
        "form": form,
        "can_draft": permissions.can_draft(request.user),
        "too_early": clock.today() < transfer.run.pay_on,
        "history": transfer.events.select_related("by").order_by("-at", "-id"),
    }
    return render(request, "payments/transfer_detail.html", context)


@role_required(*permissions.DRAFTERS)
@require_POST
def transfer_paid(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    run_id = _transfer(pk).run_id
    done = _("Marked as paid. The payee gets a notice by mail.")
    tried(request, done, actions.mark_paid, run_id, actor=request.user, now=clock.now(), transfer_id=pk)
    return redirect("transfer_detail", pk)


@role_required(*permissions.DRAFTERS)
@require_POST
def transfer_return(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    transfer = _transfer(pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _transfer_page(request, transfer, form)
    done = _("Marked as returned. The payee has been told; the next run pays once a new account is entered.")
    reason = form.cleaned_data["reason"]
    tried(request, done, actions.mark_returned, pk, reason, actor=request.user, now=clock.now())
    return redirect("transfer_detail", pk)
