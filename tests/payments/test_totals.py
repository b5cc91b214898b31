"""The sums of what was paid, by month."""

from datetime import UTC, date, datetime

import pytest

from bansou.payments import actions, queries
from tests import factories
from tests.payments.conftest import SCOPE

pytestmark = pytest.mark.django_db


def test_payments_are_summed_by_the_month_of_the_pay_day(accountant, payee, accepted):
    factories.make_payable(payee, SCOPE, amount_yen=4000)
    factories.make_payable(factories.make_payee(scope=SCOPE), SCOPE, amount_yen=8000)
    run = accepted()
    assert not any(yen for _month, yen, _count in queries.month_totals(date(2024, 9, 15)))
    actions.mark_paid(run.pk, actor=accountant, now=datetime(2024, 8, 20, 3, 0, tzinfo=UTC))
    assert queries.month_totals(date(2024, 9, 15), months=3) == [
        (date(2024, 7, 1), 0, 0),
        (date(2024, 8, 1), 12000, 2),
        (date(2024, 9, 1), 0, 0),
    ]
