"""Owing, closing, approving, exporting, paying, returning and closing again in any order: money is paid once."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bansou.accounts.enums import RoleKind
from bansou.core.calendar import next_business_day
from bansou.core.months import following_month
from bansou.core.refusal import Refused
from bansou.payments import actions, queries
from bansou.payments.enums import ReturnReason, RunState, TransferState
from bansou.payments.models import Line, Payable, Run, Transfer
from bansou.payments.rules import zengin
from tests import factories

pytestmark = pytest.mark.django_db

SCOPE = uuid.UUID(int=7)
LIVING = (RunState.DRAFT, RunState.APPROVED, RunState.EXPORTED, RunState.ACCEPTED, RunState.PAID)


class Payments(RuleBasedStateMachine):
    """Every step may be refused; none may break what the invariants say."""

    @initialize()
    def open_the_books(self):
        self.accountant = factories.make_user(RoleKind.ACCOUNTANT)
        self.approver = factories.make_user(RoleKind.APPROVER)
        factories.ready_to_pay(self.accountant)
        self.now = datetime(2024, 8, 1, 3, tzinfo=UTC)
        self.payees = [factories.make_payee(scope=SCOPE, actor=self.accountant) for _ in range(3)]

    def tried(self, action, *args, **kwargs):
        try:
            with transaction.atomic():
                return action(*args, now=self.now, **kwargs)
        except Refused as refused:
            assert refused.message
            return None

    def runs(self, *states):
        return Run.objects.filter(state__in=states).order_by("number")

    @rule(who=st.integers(0, 2), amount=st.sampled_from([4000, 8000]), days=st.integers(0, 40))
    def owe(self, who, amount, days):
        filed_on = self.now.date() - timedelta(days=days)
        factories.make_payable(self.payees[who], SCOPE, amount_yen=amount, filed_on=filed_on)

    @rule(hours=st.sampled_from([1, 24, 24 * 12]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule(this_month=st.booleans())
    def close(self, this_month):
        today = self.now.date()
        month_on = (
            today.replace(day=1) if this_month else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        )
        pay_on = max(next_business_day(today), next_business_day(following_month(month_on)))
        self.tried(actions.close_month, month_on, pay_on, actor=self.accountant)

    @rule()
    def redraft(self):
        for run in self.runs(RunState.DRAFT):
            self.tried(actions.redraft, run.pk, run.pay_on, actor=self.accountant)

    @rule()
    def approve(self):
        for run in self.runs(RunState.DRAFT, RunState.APPROVED):
            self.tried(
                actions.approve_run, run.pk, version=run.version, actor=self.approver, shared_reason="x"
            )

    @rule()
    def discard(self):
        for run in self.runs(RunState.DRAFT, RunState.APPROVED)[:1]:
            self.tried(actions.discard, run.pk, actor=self.accountant)

    @rule()
    def export(self):
        for run in self.runs(RunState.APPROVED, RunState.EXPORTED, RunState.PAID):
            data = self.tried(actions.export_run, run.pk, actor=self.accountant)
            if data is not None:
                run.refresh_from_db()
                parsed = zengin.parse(data)
                assert sum(row.amount_yen for row in parsed.transfers) == run.total_yen

    @rule()
    def accept(self):
        for run in self.runs(RunState.EXPORTED, RunState.ACCEPTED):
            self.tried(actions.mark_accepted, run.pk, actor=self.accountant)

    @rule()
    def reject(self):
        for run in self.runs(RunState.EXPORTED, RunState.ACCEPTED, RunState.PAID)[:1]:
            self.tried(actions.mark_rejected, run.pk, "funds", actor=self.accountant)

    @rule()
    def pay_day(self):
        for run in self.runs(RunState.ACCEPTED):
            self.now = max(self.now, datetime.combine(run.pay_on, datetime.min.time(), UTC))

    @rule(single=st.booleans())
    def pay(self, single):
        for run in self.runs(RunState.ACCEPTED, RunState.PAID):
            one = run.transfers.order_by("number").first().pk if single else None
            self.tried(actions.mark_paid, run.pk, actor=self.accountant, transfer_id=one)

    @rule(reason=st.sampled_from(ReturnReason), which=st.integers(0, 5))
    def bring_back(self, reason, which):
        states = (TransferState.ACCEPTED, TransferState.PAID, TransferState.RETURNED)
        for transfer in Transfer.objects.filter(state__in=states).order_by("number")[which : which + 1]:
            self.tried(actions.mark_returned, transfer.pk, reason, actor=self.accountant)

    @rule(who=st.integers(0, 2))
    def mend_account(self, who):
        account = queries.current_account(self.payees[who])
        if account.refused_at:
            factories.enter_account(self.payees[who], actor=self.accountant, now=self.now)

    @invariant()
    def a_payable_lives_once(self):
        lives = Line.objects.filter(live=True).values("payable").annotate(count=Count("pk"))
        assert not lives.filter(count__gt=1).exists()
        paid = (
            Line.objects.filter(transfer__state=TransferState.PAID)
            .values("payable")
            .annotate(count=Count("pk"))
        )
        assert not paid.filter(count__gt=1).exists()

    @invariant()
    def what_is_paid_is_what_was_owed(self):
        paid = Transfer.objects.filter(state=TransferState.PAID).aggregate(sum=Sum("amount_yen"))["sum"] or 0
        done = Payable.objects.filter(lines__live=True, lines__transfer__state=TransferState.PAID)
        assert paid == (done.aggregate(sum=Sum("amount_yen"))["sum"] or 0)

    @invariant()
    def lines_live_with_their_runs(self):
        assert not Line.objects.filter(live=True).exclude(transfer__run__state__in=LIVING).exists()
        dead = Line.objects.filter(live=False)
        assert not dead.exclude(transfer__state__in=[TransferState.RETURNED, TransferState.REJECTED]).exists()
        for run in Run.objects.exclude(state=RunState.DISCARDED):
            sums = run.transfers.aggregate(sum=Sum("amount_yen"), count=Count("pk"))
            assert (sums["sum"], sums["count"]) == (run.total_yen, run.transfers_count)

    @invariant()
    def next_attempts_name_the_one_before(self):
        for line in Line.objects.exclude(predecessor=None).select_related("predecessor"):
            assert line.predecessor.payable_id == line.payable_id
            assert not line.predecessor.live


def test_money_is_paid_once_in_any_order():
    """Each example starts with empty books."""

    class RolledBack(Payments):
        def __init__(self):
            self.books = [transaction.atomic(), transaction.atomic(using="vault")]
            for each in self.books:
                each.__enter__()
            super().__init__()

        def teardown(self):
            for each in reversed(self.books):
                transaction.set_rollback(True, using=each.using)
                each.__exit__(None, None, None)

    run_state_machine_as_test(
        RolledBack,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
