"""A payee's own pages: what is planned and paid, the notices, the account."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.office import office
from bansou.core.paging import page
from bansou.payments import exports, permissions, queries
from bansou.payments.enums import ON_ITS_WAY, TransferState
from bansou.payments.models import Payee, Transfer


def _me(request: HttpRequest) -> Payee:
    return get_object_or_404(permissions.own_payees(request.user))


@role_required(RoleKind.SUPPORTER)
def my_payments(request: HttpRequest) -> HttpResponse:
    payee = _me(request)
    shown = page(payee.payables.all(), request.GET, ("filed_on", "id"))
    states = queries.state_of_payables([row.source for row in shown.rows])
    planned = permissions.own_transfers(request.user).filter(state__in=ON_ITS_WAY)
    paid = permissions.own_transfers(request.user).filter(state=TransferState.PAID)
    context = {
        "page": shown,
        "rows": [(row, states[row.source, payee.pk]) for row in shown.rows],
        "planned": planned.select_related("run").defer("run__sealed_file").order_by("run__pay_on"),
        "paid": paid.select_related("run").defer("run__sealed_file").order_by("-paid_on", "-number")[:24],
        "account": queries.current_account(payee),
        "now": clock.now(),
    }
    return render(request, "payments/my_payments.html", context)


def _paid(request: HttpRequest, pk: uuid.UUID) -> Transfer:
    rows = permissions.own_transfers(request.user).filter(state=TransferState.PAID)
    rows = rows.select_related("payee", "account", "run").defer("run__sealed_file")
    return get_object_or_404(rows, pk=pk)


@role_required(RoleKind.SUPPORTER)
def my_notice(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    transfer = _paid(request, pk)
    lines = transfer.lines.select_related("payable").order_by("payable__done_on", "id")
    context = {
        "transfer": transfer,
        "lines": lines,
        "office": office(),
        "sums": queries.transfer_sums(transfer),
    }
    return render(request, "payments/my_notice.html", context)


@role_required(RoleKind.SUPPORTER)
def my_notice_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    transfer = _paid(request, pk)
    return download(exports.notice_pdf(transfer), f"payment-notice-{transfer.code}.pdf")


@role_required(RoleKind.SUPPORTER)
def my_account(request: HttpRequest) -> HttpResponse:
    """The account, masked, and how to change it: by the paper notice, which the office enters."""
    payee = _me(request)
    context = {
        "payee": payee,
        "account": queries.current_account(payee),
        "office": office(),
        "now": clock.now(),
    }
    return render(request, "payments/my_account.html", context)
