"""An accountant and an approver who can work, a payee who is cleared, and a run that the bank took."""

import uuid
from datetime import date

import pytest

from bansou.accounts.enums import RoleKind
from bansou.payments import actions
from tests import factories

SCOPE = uuid.UUID(int=7)
MONTH, PAY_ON = date(2024, 7, 1), date(2024, 8, 20)


@pytest.fixture
def accountant():
    user = factories.make_user(RoleKind.ACCOUNTANT, name="経理 一郎")
    factories.ready_to_pay(user)
    return user


@pytest.fixture
def approver():
    return factories.make_user(RoleKind.APPROVER, name="承認 二葉")


@pytest.fixture
def payee(accountant):
    return factories.make_payee(scope=SCOPE)


@pytest.fixture
def accepted(accountant, approver, now):
    """Draft, approve, export and accept the run of July."""

    def make():
        run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
        actions.approve_run(run.pk, version=run.version, actor=approver, now=now)
        actions.export_run(run.pk, actor=accountant, now=now)
        return actions.mark_accepted(run.pk, actor=accountant, now=now)

    return make
