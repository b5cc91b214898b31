"""The bank file: rendered once, kept sealed, given out again byte for byte."""

import hashlib
import uuid
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from bansou.accounts.models import User
from bansou.core.refusal import Refused
from bansou.payments import permissions, queries
from bansou.payments.actions.accounts import place
from bansou.payments.actions.common import locked_run, note, payer_of, require, require_state
from bansou.payments.enums import FileFault, Refusal, RunState, Step, TransferState
from bansou.payments.models import Payee, Run
from bansou.payments.rules import banks
from bansou.payments.rules.zengin import PayingBank, Transfer, ZenginRefused, render
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable

# A bank settles questions within months; sums and checksum stay with the run for as long as the books.
FILE_KEPT = timedelta(days=366)
GIVEN_OUT = (RunState.EXPORTED, RunState.ACCEPTED, RunState.PAID, RunState.REJECTED)


@transaction.atomic
def export_run(run_id: uuid.UUID, *, actor: User, now: datetime) -> bytes:
    """The bank file of an approved run. The first call makes it, every later one gives the same bytes.

    Each call is audited, as the file holds all account numbers. Raises Refused(NOT_ALLOWED, STATE_CHANGED,
    NO_PAYING_ACCOUNT, DRAFT_STALE, FILE_FAULTY, FILE_GONE).
    """
    require(permissions.can_export(actor))
    run = locked_run(run_id)
    require_state(run, RunState.APPROVED, *GIVEN_OUT)
    if run.state in GIVEN_OUT:
        data = _kept(run)
        note(run, Step.DOWNLOADED, actor, now)
        return data
    data = _make(run, today=timezone.localtime(now).date())
    _keep(run, data, now)
    run.state, run.exported_by, run.exported_at = RunState.EXPORTED, actor, now
    run.save()
    run.transfers.update(state=TransferState.EXPORTED)
    note(run, Step.EXPORTED, actor, now)
    return data


def _kept(run: Run) -> bytes:
    if run.sealed_file is None:
        raise Refused(Refusal.FILE_GONE)
    try:
        return vault.unseal(run.pk, _place(run), run.sealed_file).encode("latin-1")
    except Unreadable:
        raise Refused(Refusal.FILE_GONE) from None


def _keep(run: Run, data: bytes, now: datetime) -> None:
    vault.ensure_key("run", scope=run.pk, erase_on=(now + FILE_KEPT).date(), now=now)
    # Latin-1 maps every byte to one character and back.
    run.sealed_file = vault.seal(run.pk, _place(run), data.decode("latin-1"))
    run.sha256 = hashlib.sha256(data).hexdigest()


def _place(run: Run) -> str:
    return f"payments.run.sealed_file|{run.pk}"


def _make(run: Run, *, today: date) -> bytes:
    paying = queries.paying_account()
    if paying is None:
        raise Refused(Refusal.NO_PAYING_ACCOUNT)
    # From here on nobody changes an account that the file is about to name.
    list(Payee.objects.select_for_update().filter(transfers__run=run).order_by("pk").values_list("pk"))
    stale = queries.stale_transfers(run)
    if stale:
        raise Refused(Refusal.DRAFT_STALE, count=stale)
    run.paying = {"payer": paying.settings["payer"], "bank": paying.settings["bank"]}
    confirmed = {row.code for row in queries.same_destination(run)} if run.shared_reason else set()
    try:
        return render(
            payer_of(run.paying),
            PayingBank(**run.paying["bank"]),
            run.pay_on,
            _records(run),
            today=today,
            confirmed=confirmed,
        )
    except ZenginRefused as refused:
        fault = refused.faults[0]
        words = FileFault(fault.reason.value).label % {"detail": fault.detail}
        raise Refused(Refusal.FILE_FAULTY, fault=words) from None


COLUMNS = (
    *("number", "amount_yen", "account_id", "account__payee_id", "account__bank_code"),
    *("account__branch_code", "account__account_type", "account__sealed_number", "account__sealed_name"),
)


class _Row(NamedTuple):
    number: int
    amount_yen: int
    account_id: uuid.UUID
    payee_id: uuid.UUID
    bank_code: str
    branch_code: str
    account_type: str
    sealed_number: bytes
    sealed_name: bytes


def _records(run: Run) -> list[Transfer]:
    rows = [_Row._make(row) for row in run.transfers.order_by("number").values_list(*COLUMNS)]
    sealed = []
    for row in rows:
        sealed.append(vault.Sealed(row.payee_id, place("number", row.account_id), row.sealed_number))
        sealed.append(vault.Sealed(row.payee_id, place("name", row.account_id), row.sealed_name))
    texts = iter(vault.unseal_many(sealed))
    return [_record(row, next(texts), next(texts)) for row in rows]


def _record(row: _Row, number: str | None, name: str | None) -> Transfer:
    if number is None or name is None:
        raise Unreadable
    bank, branch = banks.file_names(row.bank_code, row.branch_code)
    return Transfer(
        bank_code=row.bank_code,
        branch_code=row.branch_code,
        account_type=row.account_type,
        account_number=number,
        name_kana=name,
        amount_yen=row.amount_yen,
        payment_number=f"{row.number:010}",
        bank_name=bank,
        branch_name=branch,
    )
