"""Many at once: two closings, two approvals, paid twice, an account that changes under an export."""

from datetime import UTC, datetime

from django.db.models import Count

from bansou.accounts.enums import RoleKind
from bansou.core.refusal import Refused
from bansou.notices.models import Mail
from bansou.payments import actions
from bansou.payments.enums import Refusal
from bansou.payments.models import Event, Line, Payable, Run
from bansou.payments.notifications import tell_paid
from bansou.payments.rules import zengin
from bansou.payments.signals import payables_settled
from tests import factories
from tests.payments.conftest import MONTH, PAY_ON, SCOPE
from tests.races import ON_POSTGRESQL, at_once

ROUNDS, PEOPLE = 5, 6
ON_PAY_DAY = datetime(2024, 8, 20, 3, 0, tzinfo=UTC)

pytestmark = ON_POSTGRESQL


def owe(count=3):
    for _ in range(count):
        factories.make_payable(factories.make_payee(scope=SCOPE), SCOPE)


def test_closing_at_once_makes_one_run(accountant, now):
    people = [accountant] + [factories.make_user(RoleKind.ACCOUNTANT) for _ in range(PEOPLE - 1)]
    for _ in range(ROUNDS):
        owe()
        runs = at_once(
            *[lambda who=who: actions.close_month(MONTH, PAY_ON, actor=who, now=now) for who in people]
        )
        assert {run.pk for run in runs} == {Run.objects.get(state="draft").pk}, runs
        lives = Line.objects.filter(live=True).values("payable").annotate(count=Count("pk"))
        assert len(lives) == Payable.objects.count()
        assert {row["count"] for row in lives} == {1}
        actions.discard(runs[0].pk, actor=accountant, now=now)


def test_owing_at_once_owes_once(accountant, payee):
    source = SCOPE
    made = at_once(*[lambda: factories.make_payable(payee, SCOPE, source=source) for _ in range(PEOPLE)])
    assert len({payable.pk for payable in made}) == Payable.objects.count() == 1


def test_two_approvals_at_once(accountant, now):
    approvers = [factories.make_user(RoleKind.APPROVER) for _ in range(PEOPLE)]
    for _ in range(ROUNDS):
        owe(1)
        run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
        Event.objects.all().delete()
        jobs = [
            lambda who=who, run=run: actions.approve_run(run.pk, version=1, actor=who, now=now)
            for who in approvers
        ]
        found = at_once(*jobs)
        assert sum(isinstance(each, Run) for each in found) == 1
        assert {each.reason for each in found if isinstance(each, Refused)} == {Refusal.STATE_CHANGED}
        assert Event.objects.filter(step="approved").count() == 1
        actions.discard(run.pk, actor=accountant, now=now)


def test_exporting_at_once_writes_one_file(accountant, approver, now):
    owe()
    run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    files = at_once(
        *[
            lambda who=who: actions.export_run(run.pk, actor=who, now=now)
            for who in [accountant, approver] * 3
        ]
    )
    assert len(set(files)) == 1
    assert Event.objects.filter(step="exported").count() == 1


def test_paid_at_once_settles_and_tells_once(accountant, accepted):
    owe()
    run = accepted()
    heard = []

    def hear(sender, sources, **more):
        heard.append(sources)

    payables_settled.connect(hear)
    try:
        at_once(*[lambda: actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY) for _ in range(PEOPLE)])
    finally:
        payables_settled.disconnect(hear)
    assert [len(sources) for sources in heard] == [3]
    told = at_once(*[lambda: tell_paid(run.pk, now=ON_PAY_DAY) for _ in range(3)])
    assert sum(told) == 3
    assert Mail.objects.filter(kind="payment_made").count() == 3


def test_paid_and_returned_at_once(accountant, accepted):
    owe()
    run = accepted()
    transfer = run.transfers.order_by("number").first()
    at_once(
        lambda: actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY),
        lambda: actions.mark_returned(transfer.pk, "closed", actor=accountant, now=ON_PAY_DAY),
        lambda: actions.mark_returned(transfer.pk, "closed", actor=accountant, now=ON_PAY_DAY),
    )
    assert Line.objects.filter(live=True, transfer__state="paid").count() == 2
    assert Line.objects.filter(live=False, transfer__state="returned").count() == 1
    assert Event.objects.filter(step="returned").count() == 1


def test_an_account_changes_before_or_after_the_file_never_during(accountant, approver, now):
    for _ in range(ROUNDS):
        payee = factories.make_payee(scope=SCOPE)
        factories.make_payable(payee, SCOPE)
        run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
        actions.approve_run(run.pk, version=1, actor=approver, now=now)
        data, changed = at_once(
            lambda run=run: actions.export_run(run.pk, actor=accountant, now=now),
            lambda payee=payee: factories.enter_account(payee, actor=accountant, now=now),
        )
        assert changed.pk
        if isinstance(data, Refused):
            assert data.reason == Refusal.DRAFT_STALE
            actions.discard(run.pk, actor=accountant, now=now)
            Payable.objects.filter(lines=None).delete()
        else:
            assert zengin.check(data) == []
