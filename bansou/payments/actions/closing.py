"""From what is owed to an approved run."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from bansou.accounts.models import User
from bansou.core.calendar import is_bank_business_day, next_business_day
from bansou.core.months import following_month
from bansou.core.refusal import Refused
from bansou.core.templatetags.bansou import month
from bansou.payments import permissions, queries
from bansou.payments.actions.common import locked_run, note, require, require_state
from bansou.payments.enums import PaymentKind, Refusal, RunState, Step
from bansou.payments.models import Exclusion, Line, Payable, Payee, Run, Transfer

BATCH = 1000


def owe(
    *,
    payee: Payee,
    kind: PaymentKind | str,
    scope: uuid.UUID,
    source: uuid.UUID,
    label: str,
    amount_yen: int,
    filed_on: date,
    now: datetime,
    done_on: date | None = None,
) -> Payable:
    """An amount owed for one source; owing it again changes nothing, with another amount it is refused.

    `filed_on` decides the month that pays it, `done_on` (the day of what is paid for) stands on the notice.
    Raises Refused(OWED_DIFFERS).
    """
    owed = Payable(
        source=source,
        payee=payee,
        kind=kind,
        scope=scope,
        label=label,
        amount_yen=amount_yen,
        filed_on=filed_on,
        done_on=done_on or filed_on,
        approved_at=now,
    )
    Payable.objects.bulk_create([owed], ignore_conflicts=True)
    payable = Payable.objects.get(source=source, payee=payee)
    if payable.amount_yen != amount_yen:
        raise Refused(Refusal.OWED_DIFFERS, amount=payable.amount_yen)
    return payable


def check_pay_day(month_on: date, pay_on: date, *, today: date) -> None:
    """The pay day lies in the month after, is a bank business day and to come.

    Raises Refused(PAY_MONTH, NOT_BUSINESS_DAY, PAY_DAY_PAST).
    """
    pay_month = following_month(month_on)
    if pay_on.replace(day=1) != pay_month:
        raise Refused(Refusal.PAY_MONTH, month=month(month_on), pay_month=month(pay_month))
    if not is_bank_business_day(pay_on):
        raise Refused(Refusal.NOT_BUSINESS_DAY, day=pay_on, next=next_business_day(pay_on))
    if pay_on <= today:
        raise Refused(Refusal.PAY_DAY_PAST, day=pay_on)


def close_month(month_on: date, pay_on: date, *, actor: User, now: datetime) -> Run:
    """Draft the run of a month: everything owed and filed by its end. Asking again gives the same draft.

    Raises Refused(NOT_ALLOWED, DRAFT_OPEN, NOTHING_TO_PAY) and as check_pay_day.
    """
    require(permissions.can_draft(actor))
    month_on = month_on.replace(day=1)
    check_pay_day(month_on, pay_on, today=timezone.localtime(now).date())
    draft = _open_draft(month_on, pay_on)
    if draft:
        return draft
    try:
        return _new_draft(month_on, pay_on, actor, now)
    except IntegrityError:
        # Two people at once: the constraint let one of them through.
        draft = _open_draft(month_on, pay_on)
        if draft is None:
            raise
        return draft


def _open_draft(month_on: date, pay_on: date) -> Run | None:
    draft = Run.objects.filter(state=RunState.DRAFT).first()
    if draft and (draft.month_on, draft.pay_on) != (month_on, pay_on):
        raise Refused(Refusal.DRAFT_OPEN, number=draft.number)
    return draft


@transaction.atomic
def _new_draft(month_on: date, pay_on: date, actor: User, now: datetime) -> Run:
    # The insert waits for another draft's transaction and then fails (one_draft_at_a_time): now we are alone.
    run = Run.objects.create(
        number=_next(Run), month_on=month_on, pay_on=pay_on, drafted_by=actor, drafted_at=now
    )
    _fill(run, now)
    note(run, Step.DRAFTED, actor, now)
    return run


def _next(model: type[Run] | type[Transfer]) -> int:
    return (model.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1


def _fill(run: Run, now: datetime) -> None:
    plan = queries.plan(run.month_on, run.pay_on, now)
    if not plan.transfers:
        raise Refused(Refusal.NOTHING_TO_PAY)
    transfers = [
        Transfer(
            run=run,
            payee_id=planned.payee.payee_id,
            account_id=planned.account_id,
            number=number,
            amount_yen=planned.amount_yen,
        )
        for number, planned in enumerate(plan.transfers, _next(Transfer))
    ]
    Transfer.objects.bulk_create(transfers, BATCH)
    Line.objects.bulk_create(_lines(transfers, plan), BATCH)
    Exclusion.objects.bulk_create(
        [Exclusion(run=run, payable_id=payable.id, reason=reason) for payable, reason in plan.left_out], BATCH
    )
    run.transfers_count, run.total_yen = len(transfers), plan.total_yen
    run.save()


def _lines(transfers: list[Transfer], plan: queries.Plan) -> Iterator[Line]:
    earlier = dict(Line.objects.filter(live=False, successor=None).values_list("payable_id", "id"))
    for transfer, planned in zip(transfers, plan.transfers, strict=True):
        for payable, amounts, tax_class in planned.lines:
            yield Line(
                transfer=transfer,
                payable_id=payable.id,
                gross_yen=amounts.gross_yen,
                tax_yen=amounts.tax_yen,
                net_yen=amounts.net_yen,
                tax_class=tax_class.value,
                predecessor_id=earlier.get(payable.id),
            )


def _empty(run: Run) -> None:
    # What was only planned leaves no trace in the ledger; the run's own row and history stay.
    Line.objects.filter(transfer__run=run).delete()
    run.transfers.all().delete()
    run.exclusions.all().delete()


@transaction.atomic
def redraft(run_id: uuid.UUID, pay_on: date, *, actor: User, now: datetime) -> Run:
    """Fill a draft anew with what is owed and payable now, for another pay day if need be.

    Raises Refused(NOT_ALLOWED, STATE_CHANGED, NOTHING_TO_PAY) and as check_pay_day.
    """
    require(permissions.can_draft(actor))
    run = locked_run(run_id)
    require_state(run, RunState.DRAFT)
    check_pay_day(run.month_on, pay_on, today=timezone.localtime(now).date())
    _empty(run)
    run.pay_on, run.drafted_by, run.drafted_at, run.version = pay_on, actor, now, run.version + 1
    _fill(run, now)
    note(run, Step.REDRAFTED, actor, now)
    return run


@transaction.atomic
def discard(run_id: uuid.UUID, *, actor: User, now: datetime) -> Run:
    """Give up a run of which no file was written; what it would have paid is owed as before.

    Raises Refused(NOT_ALLOWED, STATE_CHANGED).
    """
    require(permissions.can_draft(actor) or permissions.can_approve(actor))
    run = locked_run(run_id)
    if run.state == RunState.DISCARDED:
        return run
    require_state(run, RunState.DRAFT, RunState.APPROVED)
    _empty(run)
    run.state = RunState.DISCARDED
    run.save()
    note(run, Step.DISCARDED, actor, now)
    return run


@transaction.atomic
def approve_run(
    run_id: uuid.UUID, *, version: int, actor: User, now: datetime, shared_reason: str = ""
) -> Run:
    """A second person agrees to the run as they saw it (`version`). A second click changes nothing.

    Raises Refused: NOT_ALLOWED, STATE_CHANGED, DRAFT_CHANGED, OWN_DRAFT (for whoever drafted it), OWN_PAYMENT (for
    whoever is paid by it), PAY_DAY_PAST, DRAFT_STALE, SHARED_PAYMENTS (without a `shared_reason`).
    """
    require(permissions.can_approve(actor))
    run = locked_run(run_id)
    if run.state == RunState.APPROVED and run.approved_by_id == actor.pk:
        return run
    require_state(run, RunState.DRAFT)
    if run.version != version:
        raise Refused(Refusal.DRAFT_CHANGED, number=run.number)
    _refuse_interested(run, actor)
    _refuse_unfit(run, shared_reason, today=timezone.localtime(now).date())
    run.state, run.approved_by, run.approved_at = RunState.APPROVED, actor, now
    run.shared_reason = shared_reason
    run.save()
    note(run, Step.APPROVED, actor, now, reason=shared_reason)
    return run


def _refuse_interested(run: Run, actor: User) -> None:
    if run.drafted_by_id == actor.pk:
        raise Refused(Refusal.OWN_DRAFT)
    if run.transfers.filter(Q(payee__user=actor) | Q(payee__mail__iexact=actor.email)).exists():
        raise Refused(Refusal.OWN_PAYMENT)


def _refuse_unfit(run: Run, shared_reason: str, *, today: date) -> None:
    if run.pay_on <= today:
        raise Refused(Refusal.PAY_DAY_PAST, day=run.pay_on)
    stale = queries.stale_transfers(run)
    if stale:
        raise Refused(Refusal.DRAFT_STALE, count=stale)
    shared = queries.same_destination(run)
    if shared and not shared_reason.strip():
        raise Refused(Refusal.SHARED_PAYMENTS, count=len(shared))
