"""What the bank did: accepted, refused, paid, returned. Bansou has no line to it, so a person says so."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bansou.accounts.models import User
from bansou.core.later import after_commit
from bansou.core.refusal import Refused
from bansou.payments import notifications, permissions
from bansou.payments.actions.common import locked_run, note, require, require_state
from bansou.payments.enums import Refusal, RejectReason, ReturnReason, RunState, Step, TransferState
from bansou.payments.models import Account, Line, Run, Transfer
from bansou.payments.signals import payables_settled


@transaction.atomic
def mark_accepted(run_id: uuid.UUID, *, actor: User, now: datetime) -> Run:
    """The bank took the file. Raises Refused(NOT_ALLOWED, STATE_CHANGED)."""
    require(permissions.can_draft(actor))
    run = locked_run(run_id)
    if run.state == RunState.ACCEPTED:
        return run
    require_state(run, RunState.EXPORTED)
    run.transfers.update(state=TransferState.ACCEPTED)
    return _moved(run, RunState.ACCEPTED, Step.ACCEPTED, actor, now)


@transaction.atomic
def mark_rejected(run_id: uuid.UUID, reason: RejectReason, *, actor: User, now: datetime) -> Run:
    """The bank refused the whole file, also after taking it at first: everything in it is owed again.

    Raises Refused(NOT_ALLOWED, STATE_CHANGED, PARTLY_PAID).
    """
    require(permissions.can_draft(actor))
    run = locked_run(run_id)
    if run.state == RunState.REJECTED:
        return run
    require_state(run, RunState.EXPORTED, RunState.ACCEPTED)
    if run.transfers.exclude(state__in=(TransferState.EXPORTED, TransferState.ACCEPTED)).exists():
        raise Refused(Refusal.PARTLY_PAID)
    run.reject_reason = reason
    run.transfers.update(state=TransferState.REJECTED)
    Line.objects.filter(transfer__run=run).update(live=False)
    return _moved(run, RunState.REJECTED, Step.REJECTED, actor, now)


@transaction.atomic
def mark_paid(run_id: uuid.UUID, *, actor: User, now: datetime, transfer_id: uuid.UUID | None = None) -> Run:
    """All open payments of an accepted run, or one, arrived on the pay day. Repeating it changes nothing.

    Raises Refused(NOT_ALLOWED, STATE_CHANGED, NOT_YET).
    """
    require(permissions.can_draft(actor))
    run = locked_run(run_id)
    require_state(run, RunState.ACCEPTED, RunState.PAID)
    if timezone.localtime(now).date() < run.pay_on:
        raise Refused(Refusal.NOT_YET, day=run.pay_on)
    arrived = run.transfers.filter(state=TransferState.ACCEPTED)
    if transfer_id:
        arrived = arrived.filter(pk=transfer_id)
    sources = _sources(arrived)
    if not sources:
        return run
    transfer = arrived.get() if transfer_id else None
    arrived.update(state=TransferState.PAID, paid_on=run.pay_on)
    _settled(sources, paid=True, on=run.pay_on, now=now)
    note(run, Step.PAID, actor, now, transfer=transfer)
    after_commit("bansou.payments.tasks.tell_paid", str(run.pk))
    return _closed_if_done(run)


@transaction.atomic
def mark_returned(
    transfer_id: uuid.UUID, reason: ReturnReason, *, actor: User, now: datetime, on: date | None = None
) -> Transfer:
    """The bank sent one payment back (組戻), before or after it was marked as paid.

    Its lines live no longer, so the next run pays them again and names these; the account is refused until
    the payee gives a new one. The payee is told. Raises Refused: NOT_ALLOWED, STATE_CHANGED, OWN_RETURN (for
    whoever was paid: it would be paid to them again).
    """
    require(permissions.can_draft(actor))
    run = locked_run(Transfer.objects.values_list("run_id", flat=True).get(pk=transfer_id))
    transfer = Transfer.objects.select_related("payee").get(pk=transfer_id)
    if permissions.is_payee(actor, transfer.payee):
        raise Refused(Refusal.OWN_RETURN)
    if transfer.state == TransferState.RETURNED:
        return transfer
    if transfer.state not in (TransferState.ACCEPTED, TransferState.PAID):
        raise Refused(Refusal.STATE_CHANGED, number=run.number, state=RunState(run.state).label)
    transfer.state, transfer.return_reason = TransferState.RETURNED, reason
    transfer.returned_on = on or timezone.localtime(now).date()
    transfer.save()
    transfer.lines.update(live=False)
    Account.objects.filter(pk=transfer.account_id, refused_at=None).update(
        refused_at=now, refused_reason=reason
    )
    back = _sources(run.transfers.filter(pk=transfer_id))
    _settled(back, paid=False, on=transfer.returned_on, now=now)
    note(run, Step.RETURNED, actor, now, transfer=transfer, reason=str(reason))
    notifications.tell_returned(transfer, now=now)
    _closed_if_done(run)
    return transfer


def _moved(run: Run, state: RunState, step: Step, actor: User, now: datetime) -> Run:
    run.state = state
    run.save()
    note(run, step, actor, now)
    return run


def _closed_if_done(run: Run) -> Run:
    if run.state == RunState.ACCEPTED and not run.transfers.filter(state=TransferState.ACCEPTED).exists():
        run.state = RunState.PAID
        run.save()
    return run


def _sources(transfers: QuerySet[Transfer]) -> dict[str, list[uuid.UUID]]:
    """What the payments are for, by kind."""
    by_kind: dict[str, list[uuid.UUID]] = {}
    lines = Line.objects.filter(transfer__in=transfers).order_by("id")
    for kind, source in lines.values_list("payable__kind", "payable__source"):
        by_kind.setdefault(kind, []).append(source)
    return by_kind


def _settled(sources: dict[str, list[uuid.UUID]], *, paid: bool, on: date, now: datetime) -> None:
    """Tell the apps above inside this transaction, kind by kind."""
    for kind, ids in sources.items():
        payables_settled.send(sender=Run, sources=ids, kind=kind, paid=paid, on=on, now=now)
