"""Papers and spreadsheets: the payment list of a run, the payment notice of a payee. Account numbers are masked."""

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bansou.core.documents import render_pdf
from bansou.core.documents.shapes import HeldRow, PaymentList, PaymentNotice, PaymentNotices, PaymentRow
from bansou.core.office import office
from bansou.core.sheets import write_xlsx
from bansou.payments import queries
from bansou.payments.enums import AccountType, LeftOut, PaymentKind, TransferState
from bansou.payments.models import Exclusion, Run, Transfer
from bansou.payments.rules import banks, tax

# The papers are in Japanese whatever the language of the page: they go to the accounts and to the bank.
TYPES = {"1": "普通", "2": "当座", "4": "貯蓄", "9": "その他"}


@translation.override("ja")
def run_pdf(run: Run) -> bytes:
    """振込一覧表: every line for the two people who draft and approve, and for the files."""
    rows: list[Any] = list(queries.transfer_rows(run))
    issued_on = timezone.localtime(run.approved_at or run.drafted_at).date()
    data: PaymentList = {
        "office": office(),
        "run": str(run.number),
        "title_month": f"{run.month_on:%Y-%m}",
        "pay_on": run.pay_on.isoformat(),
        "payer_account": _payer(run),
        "prepared_by": run.drafted_by.name,
        "prepared_on": timezone.localtime(run.drafted_at).date().isoformat(),
        "approved_by": run.approved_by.name if run.approved_by else "",
        "approved_on": timezone.localtime(run.approved_at).date().isoformat() if run.approved_at else "",
        "file_sha256": run.sha256,
        "rows": [_pdf_row(row) for row in rows],
        "count": len(rows),
        "gross_yen": sum(row.gross_yen for row in rows),
        "tax_yen": sum(row.tax_yen for row in rows),
        "net_yen": sum(row.amount_yen for row in rows),
        "held": [_held(row) for row in queries.exclusion_rows(run)],
    }
    return render_pdf("payments/payment_list", data, issued_on=issued_on)


def _payer(run: Run) -> str:
    account = queries.paying_account()
    settings = run.paying or (account.settings if account else None)
    if settings is None:
        return ""
    payer = settings["payer"]
    names = " ".join(banks.names(payer["bank_code"], payer["branch_code"]))
    return f"{names} {TYPES[payer['account_type']]} *****{payer['account_number'][-2:]}"


def _pdf_row(row: Any) -> PaymentRow:
    account = row.account
    return {
        "number": row.code,
        "bansou_id": row.payee.reference,
        "payee": row.payee.name,
        "bank": account.bank_name,
        "branch": account.branch_name,
        "account": f"{TYPES[account.account_type]} {account.masked}",
        "gross_yen": row.gross_yen,
        "tax_yen": row.tax_yen,
        "net_yen": row.amount_yen,
    }


def _held(row: Exclusion) -> HeldRow:
    payable = row.payable
    return {
        "bansou_id": payable.payee.reference,
        "payee": payable.payee.name,
        "gross_yen": payable.amount_yen,
        "reason": str(LeftOut(row.reason).label),
    }


def run_xlsx(run: Run) -> bytes:
    """The same list as a spreadsheet, in the language of the page."""
    header = [
        _("Payment number"),
        _("Bansou ID"),
        _("Payee"),
        _("Bank"),
        _("Branch"),
        _("Kind of account"),
        _("Account"),
        _("Gross (yen)"),
        _("Tax (yen)"),
        _("Transferred (yen)"),
        _("State"),
    ]
    found: Any = queries.transfer_rows(run)
    rows = (
        (
            row.code,
            row.payee.reference,
            row.payee.name,
            row.account.bank_name,
            row.account.branch_name,
            str(AccountType(row.account.account_type).label),
            row.account.masked,
            row.gross_yen,
            row.tax_yen,
            row.amount_yen,
            str(TransferState(row.state).label),
        )
        for row in found
    )
    return write_xlsx(header, rows, title=_("Payment list"))


def _notice(transfer: Transfer) -> PaymentNotice:
    lines = list(transfer.lines.select_related("payable").order_by("payable__done_on", "id"))
    paid_on = transfer.paid_on or transfer.run.pay_on
    withheld = any(line.tax_class == tax.TaxClass.FEE_204 for line in lines)
    account = transfer.account
    return {
        "number": transfer.code,
        "bansou_id": transfer.payee.reference,
        "name": transfer.payee.name,
        "pay_on": paid_on.isoformat(),
        "account": f"{account.bank_name} {account.branch_name} {TYPES[account.account_type]} {account.masked}",
        "lines": [
            {
                "support_on": line.payable.done_on.isoformat(),
                "claim": line.payable.label,
                "label": str(PaymentKind(line.payable.kind).label),
                "yen": line.gross_yen,
            }
            for line in lines
        ],
        "gross_yen": sum(line.gross_yen for line in lines),
        "tax_yen": sum(line.tax_yen for line in lines),
        "tax_label": tax.rate_on(paid_on).label if withheld else "源泉徴収税額",
        "net_yen": transfer.amount_yen,
    }


@translation.override("ja")
def notice_pdf(transfer: Transfer) -> bytes:
    """支払通知書. The address is not ours to know: the notice is fetched by the payee, not posted."""
    data: PaymentNotices = {"office": office(), "notices": [_notice(transfer)]}
    return render_pdf("payments/payment_notice", data, issued_on=transfer.paid_on or transfer.run.pay_on)
