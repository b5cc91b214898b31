"""From what is owed to what was paid: the whole way, with the bytes of the file."""

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from bansou.accounts.enums import RoleKind
from bansou.core.refusal import Refused
from bansou.notices.models import Mail
from bansou.payments import actions, queries
from bansou.payments.enums import (
    LeftOut,
    Refusal,
    RejectReason,
    ReturnReason,
    RunState,
    TaxClass,
    TransferState,
)
from bansou.payments.models import Event, Line, Payable, Run, Transfer
from bansou.payments.rules import zengin
from bansou.payments.signals import payables_settled
from tests import factories
from tests.payments.conftest import MONTH, PAY_ON, SCOPE

pytestmark = pytest.mark.django_db

ON_PAY_DAY = datetime(2024, 8, 20, 3, 0, tzinfo=UTC)


def drafted(accountant, now):
    return actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)


def test_file_holds_one_summed_transfer_per_payee(accountant, approver, payee, now):
    other = factories.make_payee(scope=SCOPE, name="見本 二郎")
    for amount in (4000, 8000):
        factories.make_payable(payee, SCOPE, amount_yen=amount)
    factories.make_payable(other, SCOPE)
    run = drafted(accountant, now)
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    data = actions.export_run(run.pk, actor=approver, now=now)
    assert zengin.check(data, pay_on=PAY_ON, today=now.date()) == []
    parsed = zengin.parse(data)
    assert sorted(row.amount_yen for row in parsed.transfers) == [4000, 12000]
    assert parsed.pay_on == "0820"
    run.refresh_from_db()
    assert (run.state, run.transfers_count, run.total_yen) == (RunState.EXPORTED, 2, 16000)
    assert run.sha256 == hashlib.sha256(data).hexdigest()
    assert b"2" + b"0005" not in bytes(run.sealed_file)


def test_same_run_gives_same_bytes_even_after_settings_changed(accountant, approver, payee, now):
    factories.make_payable(payee, SCOPE)
    run = drafted(accountant, now)
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    first = actions.export_run(run.pk, actor=accountant, now=now)
    changed = {**factories.PAYING, "bank": {"line_end": "none"}}
    actions.set_paying_account(changed, actor=accountant, now=now)
    assert actions.export_run(run.pk, actor=approver, now=now + timedelta(days=3)) == first
    steps = list(Event.objects.order_by("id").values_list("step", flat=True))
    assert steps == ["drafted", "approved", "exported", "downloaded"]


def test_paid_once_and_told_once(accountant, payee, now, accepted, run_worker):
    payable = factories.make_payable(payee, SCOPE)
    run = accepted()
    heard = []

    def hear(sender, sources, kind, paid, on, **more):
        heard.append((sources, kind, paid, on))

    payables_settled.connect(hear)
    try:
        for _ in range(2):
            actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY)
    finally:
        payables_settled.disconnect(hear)
    assert heard == [([payable.source], "accompaniment", True, PAY_ON)]
    run_worker()
    assert Mail.objects.filter(kind="payment_made").count() == 1
    state = queries.state_of_payables([payable.source])[payable.source, payee.pk]
    assert (state.state, state.paid_on) == ("paid", PAY_ON)
    with pytest.raises(Refused) as refused:
        actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
    assert refused.value.reason == Refusal.NOTHING_TO_PAY


def test_returned_payment_is_tried_again_under_a_new_account(accountant, payee, now, accepted):
    payable = factories.make_payable(payee, SCOPE)
    run = accepted()
    actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY)
    transfer = run.transfers.get()
    later = ON_PAY_DAY + timedelta(days=2)
    actions.mark_returned(transfer.pk, ReturnReason.CLOSED, actor=accountant, now=later)
    assert queries.state_of_payables([payable.source])[payable.source, payee.pk].state == "returned"
    september = (date(2024, 8, 1), date(2024, 9, 20))
    plan = queries.plan(*september, later)
    assert [(row.id, why) for row, why in plan.left_out] == [(payable.pk, LeftOut.ACCOUNT_REFUSED)]

    factories.enter_account(payee, actor=accountant, now=later)
    assert queries.plan(*september, later).left_out[0][1] == LeftOut.ACCOUNT_WAITING
    after_hold = later + actions.HOLD
    again = actions.close_month(*september, actor=accountant, now=after_hold)
    line = Line.objects.get(payable=payable, live=True)
    assert line.transfer.run == again
    assert line.predecessor.transfer == transfer
    assert Mail.objects.filter(kind="payment_returned").count() == 1


def test_rejected_file_frees_everything_for_the_next_run(accountant, payee, now, accepted):
    payable = factories.make_payable(payee, SCOPE)
    run = accepted()
    for _ in range(2):
        actions.mark_rejected(run.pk, RejectReason.DATE, actor=accountant, now=now)
    assert Run.objects.get().state == RunState.REJECTED
    assert queries.state_of_payables([payable.source])[payable.source, payee.pk].state == "owed"
    again = drafted(accountant, now)
    assert again.number == run.number + 1
    assert Line.objects.get(live=True).predecessor.transfer.run == run


def test_owing_twice_is_owing_once(payee):
    source = uuid.uuid4()
    first = factories.make_payable(payee, SCOPE, source=source)
    assert factories.make_payable(payee, SCOPE, source=source).pk == first.pk
    with pytest.raises(Refused) as refused:
        factories.make_payable(payee, SCOPE, source=source, amount_yen=8000)
    assert refused.value.reason == Refusal.OWED_DIFFERS
    assert Payable.objects.count() == 1


def test_closing_twice_gives_the_same_draft(accountant, payee, now):
    factories.make_payable(payee, SCOPE)
    first = drafted(accountant, now)
    assert drafted(factories.make_user(RoleKind.ACCOUNTANT), now) == first
    with pytest.raises(Refused) as refused:
        actions.close_month(MONTH, date(2024, 8, 21), actor=accountant, now=now)
    assert refused.value.reason == Refusal.DRAFT_OPEN


@pytest.mark.parametrize(
    ("pay_on", "reason"),
    [
        (date(2024, 8, 12), Refusal.NOT_BUSINESS_DAY),  # 山の日, moved to Monday
        (date(2024, 8, 17), Refusal.NOT_BUSINESS_DAY),  # Saturday
        (date(2024, 9, 2), Refusal.PAY_MONTH),
        (date(2024, 7, 31), Refusal.PAY_MONTH),
        (date(2024, 8, 1), Refusal.PAY_DAY_PAST),  # today: too late for the bank
    ],
)
def test_pay_day_must_be_an_open_day_of_the_following_month(accountant, payee, now, pay_on, reason):
    factories.make_payable(payee, SCOPE)
    with pytest.raises(Refused) as refused:
        actions.close_month(MONTH, pay_on, actor=accountant, now=now)
    assert refused.value.reason == reason
    assert refused.value.message
    assert not Run.objects.exists()


def test_filed_by_the_last_day_of_the_month(accountant, payee, now):
    inside = factories.make_payable(payee, SCOPE, filed_on=date(2024, 7, 31))
    older = factories.make_payable(payee, SCOPE, filed_on=date(2024, 3, 1))
    factories.make_payable(payee, SCOPE, filed_on=date(2024, 8, 1))
    run = drafted(accountant, now)
    assert set(run.transfers.get().lines.values_list("payable", flat=True)) == {inside.pk, older.pk}


def test_what_cannot_be_paid_stays_out_with_its_reason(accountant, payee, now):
    factories.make_payable(payee, SCOPE)
    no_papers = factories.make_payee()
    no_account = factories.make_payee(account=False, scope=SCOPE)
    held = factories.make_payee(scope=SCOPE)
    factories.enter_account(held, actor=accountant, now=now - timedelta(hours=47))
    expected = {
        factories.make_payable(no_papers, SCOPE).pk: LeftOut.PAPERS,
        factories.make_payable(no_account, SCOPE).pk: LeftOut.NO_ACCOUNT,
        factories.make_payable(held, SCOPE).pk: LeftOut.ACCOUNT_WAITING,
        # Papers of another term do not help.
        factories.make_payable(payee, uuid.UUID(int=8)).pk: LeftOut.PAPERS,
    }
    run = drafted(accountant, now)
    assert dict(run.exclusions.values_list("payable", "reason")) == expected
    assert run.transfers.count() == 1


def test_undecided_tax_pays_nothing(now):
    accountant = factories.make_user(RoleKind.ACCOUNTANT)
    factories.make_payable(factories.make_payee(scope=SCOPE), SCOPE)
    assert queries.plan(MONTH, PAY_ON, now).left_out[0][1] == LeftOut.TAX_UNDECIDED
    with pytest.raises(Refused) as refused:
        drafted(accountant, now)
    assert refused.value.reason == Refusal.NOTHING_TO_PAY


def test_fee_withholds_tax_on_the_sum_and_needs_residency(accountant, payee, now):
    actions.decide_tax(
        "accompaniment", TaxClass.FEE_204, valid_from=date(2024, 8, 1), actor=accountant, now=now
    )
    for _ in range(3):
        factories.make_payable(payee, SCOPE)
    assert {why for _, why in queries.plan(MONTH, PAY_ON, now).left_out} == {LeftOut.RESIDENCY_UNKNOWN}
    actions.set_residency(payee, "resident", actor=accountant, now=now)
    run = drafted(accountant, now)
    # 10.21 % of 12,000 is 1,225.2; three times 10.21 % of 4,000 would be 1,224.
    assert sum(run.transfers.get().lines.values_list("tax_yen", flat=True)) == 1225
    assert run.total_yen == 12000 - 1225


def test_net_agreed_pays_the_whole_amount(accountant, payee, now):
    actions.decide_tax(
        "accompaniment",
        TaxClass.FEE_204,
        valid_from=date(2024, 8, 1),
        net_agreed=True,
        actor=accountant,
        now=now,
    )
    actions.set_residency(payee, "resident", actor=accountant, now=now)
    factories.make_payable(payee, SCOPE)
    line = drafted(accountant, now).transfers.get().lines.get()
    assert (line.gross_yen, line.tax_yen, line.net_yen) == (4454, 454, 4000)


def test_two_people_and_nobody_pays_themselves(accountant, payee, now):
    factories.make_payable(payee, SCOPE)
    both = factories.make_user(RoleKind.ACCOUNTANT, RoleKind.APPROVER)
    run = drafted(both, now)

    def reason(actor):
        with pytest.raises(Refused) as refused:
            actions.approve_run(run.pk, version=1, actor=actor, now=now)
        return refused.value.reason

    assert reason(both) == Refusal.OWN_DRAFT
    assert reason(accountant) == Refusal.NOT_ALLOWED
    assert reason(factories.make_user(RoleKind.APPROVER, email=payee.mail)) == Refusal.OWN_PAYMENT
    first = factories.make_user(RoleKind.APPROVER)
    actions.approve_run(run.pk, version=1, actor=first, now=now)
    actions.approve_run(run.pk, version=1, actor=first, now=now)
    assert reason(factories.make_user(RoleKind.APPROVER)) == Refusal.STATE_CHANGED
    assert Event.objects.filter(step="approved").count() == 1


def test_approver_sees_what_they_approve(accountant, approver, payee, now):
    factories.make_payable(payee, SCOPE)
    run = drafted(accountant, now)
    factories.make_payable(payee, SCOPE)
    actions.redraft(run.pk, PAY_ON, actor=accountant, now=now)
    with pytest.raises(Refused) as refused:
        actions.approve_run(run.pk, version=1, actor=approver, now=now)
    assert refused.value.reason == Refusal.DRAFT_CHANGED
    assert actions.approve_run(run.pk, version=2, actor=approver, now=now).total_yen == 8000


def test_account_changed_after_the_draft_stops_the_file(accountant, approver, payee, now):
    factories.make_payable(payee, SCOPE)
    run = drafted(accountant, now)
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    factories.enter_account(payee, actor=accountant, now=now)
    with pytest.raises(Refused) as refused:
        actions.export_run(run.pk, actor=accountant, now=now)
    assert refused.value.reason == Refusal.DRAFT_STALE
    actions.discard(run.pk, actor=accountant, now=now)
    assert not Transfer.objects.exists()
    assert queries.plan(MONTH, PAY_ON, now + actions.HOLD).total_yen == 4000


def test_two_payees_with_one_account_need_a_reason(accountant, approver, payee, now):
    first = factories.make_payee(scope=SCOPE, number="1112223")
    second = factories.make_payee(scope=SCOPE, account=False)
    with pytest.raises(Refused) as refused:
        factories.enter_account(second, actor=accountant, now=now, number="1112223")
    assert refused.value.reason == Refusal.SHARED_ACCOUNT
    factories.enter_account(second, actor=accountant, now=now, number="1112223", shared_confirmed=True)
    for each in (first, second):
        factories.make_payable(each, SCOPE)
    run = drafted(accountant, now)
    with pytest.raises(Refused) as refused:
        actions.approve_run(run.pk, version=1, actor=approver, now=now)
    assert refused.value.reason == Refusal.SHARED_PAYMENTS
    actions.approve_run(run.pk, version=1, actor=approver, now=now, shared_reason="Sisters, one account")
    data = actions.export_run(run.pk, actor=accountant, now=now)
    assert len(zengin.parse(data).transfers) == 2


def test_file_is_refused_when_the_bank_is_too_late(accountant, approver, payee, now):
    factories.make_payable(payee, SCOPE)
    run = drafted(accountant, now)
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    with pytest.raises(Refused) as refused:
        actions.export_run(run.pk, actor=accountant, now=ON_PAY_DAY)
    assert refused.value.reason == Refusal.FILE_FAULTY
    assert Run.objects.get().state == RunState.APPROVED


def test_not_paid_before_the_pay_day(accountant, payee, now, accepted):
    factories.make_payable(payee, SCOPE)
    run = accepted()
    with pytest.raises(Refused) as refused:
        actions.mark_paid(run.pk, actor=accountant, now=now)
    assert refused.value.reason == Refusal.NOT_YET
    assert run.transfers.get().state == TransferState.ACCEPTED


def test_a_receiver_that_fails_undoes_the_marking(accountant, payee, now, accepted):
    factories.make_payable(payee, SCOPE)
    run = accepted()

    def fail(sender, **more):
        raise RuntimeError("the app above could not follow")

    payables_settled.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY)
    finally:
        payables_settled.disconnect(fail)
    assert run.transfers.get().state == TransferState.ACCEPTED
