"""The payments of the demo: a run for every month, some transfers that come back, one month that still waits."""

from datetime import date, datetime, timedelta
from uuid import UUID

from bansou.core.calendar import next_business_day
from bansou.core.months import following_month
from bansou.core.refusal import Refused
from bansou.payments import actions as payments
from bansou.payments.enums import Refusal, RejectReason, ReturnReason, TransferState
from bansou.payments.models import Run, Transfer
from bansou.payments.queries import stale_transfers
from bansou.website.demo.members import enter_account
from bansou.website.demo.world import Member, World, day_of, moment

FIRST_MONTH = date(2021, 6, 1)
# Between the terms nobody filed anything.
PAUSE = (date(2022, 7, 1), date(2023, 8, 1))
PAY_DAY = 25
# The bank refused this month's file once: too late for its pay day.
REFUSED_MONTH = date(2025, 3, 1)


class Counter:
    """Closes month after month; the last one stays a draft that waits for the second person."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.accountant, self.approver = world.staff["accountant"], world.staff["approver"]

    def note_months(self) -> None:
        month = FIRST_MONTH
        this_month = day_of(self.world.now).replace(day=1)
        while following_month(month) < this_month:
            if month == PAUSE[0]:
                month = PAUSE[1]
            at = moment(following_month(month).replace(day=self.world.rng.randint(5, 8)), 10)
            self.world.diary.note(at, lambda at, month=month: self._close(month, at))
            month = following_month(month)
        drafted = min(moment(this_month + timedelta(days=6), 10), self.world.now - timedelta(hours=2))
        self.world.diary.note(drafted, lambda at: self._draft_last(month, at))

    def _close(self, month: date, at: datetime, day: int = PAY_DAY) -> None:
        pay_on = next_business_day(following_month(month).replace(day=day - 1))
        try:
            run = payments.close_month(month, pay_on, actor=self.accountant, now=at)
        except Refused as refused:
            if refused.reason != Refusal.NOTHING_TO_PAY:
                raise
            return
        self.world.diary.note(self.world.later(at, 1, 1), lambda at: self._approve(run, at))

    def _draft_last(self, month: date, at: datetime) -> None:
        today = day_of(self.world.now)
        pay_on = next_business_day(max(today, following_month(month).replace(day=PAY_DAY - 1)))
        if pay_on.month != today.month:
            # The month has no bank day left: then the next month's run is the draft.
            month = following_month(month)
            pay_on = next_business_day(following_month(month).replace(day=PAY_DAY - 1))
        try:
            payments.close_month(month, pay_on, actor=self.accountant, now=at)
        except Refused as refused:
            if refused.reason != Refusal.NOTHING_TO_PAY:
                raise

    def _approve(self, run: Run, at: datetime) -> None:
        if stale_transfers(run):
            # An account changed over night: drafted again, the run follows it.
            run = payments.redraft(run.pk, run.pay_on, actor=self.accountant, now=at)
        payments.approve_run(run.pk, version=run.version, actor=self.approver, now=at)
        payments.export_run(run.pk, actor=self.accountant, now=at + timedelta(minutes=20))
        self.world.diary.note(self.world.later(at, 1, 1), lambda at: self._at_the_bank(run, at))

    def _at_the_bank(self, run: Run, at: datetime) -> None:
        if run.month_on == REFUSED_MONTH and run.pay_on.day <= PAY_DAY + 3:
            payments.mark_rejected(run.pk, RejectReason.DATE, actor=self.accountant, now=at)
            self._close(run.month_on, at + timedelta(minutes=30), day=29)
            return
        payments.mark_accepted(run.pk, actor=self.accountant, now=at)
        self.world.diary.note(moment(run.pay_on, 15), lambda at: self._paid(run, at))

    def _paid(self, run: Run, at: datetime) -> None:
        payments.mark_paid(run.pk, actor=self.accountant, now=at)
        # Nobody waits for a mail about these.
        Transfer.objects.filter(run=run, state=TransferState.PAID).update(notified_at=at)
        for payee_id, transfer_id in self._in_order(run):
            if self.world.chance(0.014):
                member = self.world.payees[payee_id]
                back = self.world.later(at, 1, 4)
                self.world.diary.note(back, lambda at, i=transfer_id, m=member: self._returned(i, m, at))

    def _in_order(self, run: Run) -> list[tuple[UUID, UUID]]:
        """Payments in the order of the members, which is the same each time the demo is made."""
        rows = Transfer.objects.filter(run=run, state=TransferState.PAID).values_list("payee_id", "pk")
        return sorted(rows, key=lambda row: self.world.payees[row[0]].index)

    def _returned(self, transfer_id: UUID, member: Member, at: datetime) -> None:
        reason = self.world.rng.choice((ReturnReason.NAME, ReturnReason.NO_ACCOUNT, ReturnReason.CLOSED))
        payments.mark_returned(transfer_id, reason, actor=self.accountant, now=at, on=day_of(at))
        if self.world.chance(0.95):
            again = self.world.later(at, 7, 25)
            self.world.diary.note(again, lambda at: enter_account(self.world, member, at))
