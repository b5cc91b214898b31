"""Accounts: who may enter them, the hold, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.core.refusal import Refused
from bansou.payments import actions, queries
from bansou.payments.enums import LeftOut, NameFault, Refusal
from bansou.payments.models import Account
from bansou.vault import actions as vault
from tests import factories
from tests.payments.conftest import MONTH, PAY_ON, SCOPE

pytestmark = pytest.mark.django_db


def refusal(*args, **kwargs):
    with pytest.raises(Refused) as refused:
        factories.enter_account(*args, **kwargs)
    assert refused.value.message
    return refused.value.reason


def test_number_and_name_are_sealed_and_the_tail_is_all_that_shows(accountant, now):
    payee = factories.make_payee(number="1234567", actor=accountant)
    account = payee.accounts.get()
    assert account.masked == "*****67"
    assert b"1234567" not in bytes(account.sealed_number)
    place = f"payments.account.sealed_number|{account.pk}"
    assert vault.unseal(payee.pk, place, account.sealed_number) == "1234567"
    entry = Entry.objects.get(verb="payments.account_entered", object_id=str(payee.pk))
    assert entry.fields == ["number", "name"]
    assert entry.actor_id == accountant.pk


def test_a_change_is_held_for_48_hours_to_the_second(accountant, payee, now):
    factories.make_payable(payee, SCOPE)
    new = factories.enter_account(payee, actor=accountant, now=now)
    before = queries.plan(MONTH, PAY_ON, now + timedelta(hours=48) - timedelta(seconds=1))
    assert [why for _, why in before.left_out] == [LeftOut.ACCOUNT_WAITING]
    after = queries.plan(MONTH, PAY_ON, now + timedelta(hours=48))
    assert [each.account_id for each in after.transfers] == [new.pk]


def test_the_old_contact_is_told_also_when_the_mail_changed_first(accountant, payee, now, run_worker):
    old = payee.mail
    actions.update_payee(payee, name=payee.name, mail="thief@example.org", language="ja", now=now)
    factories.enter_account(payee, actor=accountant, now=now + timedelta(days=2))
    run_worker()
    to = [(message.to, message.subject) for message in mail.outbox]
    assert [address for address, _ in to] == [[old], ["thief@example.org"], [old]]
    body = mail.outbox[-1].body
    assert payee.accounts.order_by("-entered_at").first().tail in body
    assert all(account.tail not in subject for account in Account.objects.all() for _, subject in to)


def test_entering_the_same_again_changes_and_tells_nothing(accountant, now):
    payee = factories.make_payee(number="1234567", actor=accountant)
    factories.enter_account(payee, number="1234567", actor=accountant, now=now)
    assert payee.accounts.count() == 1
    factories.enter_account(payee, number="1234567", name="ﾐﾎﾝ ｻｸﾗｺ", actor=accountant, now=now)
    assert payee.accounts.count() == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"bank_code": "9999"}, Refusal.BANK_UNKNOWN),
        ({"branch_code": "999"}, Refusal.BRANCH_UNKNOWN),
        ({"account_type": "3"}, Refusal.ACCOUNT_TYPE),
        ({"number": "12345678"}, Refusal.ACCOUNT_NUMBER),
        ({"number": "0000000"}, Refusal.ACCOUNT_NUMBER),
        ({"number": "12a"}, Refusal.ACCOUNT_NUMBER),
        ({"name": "見本"}, NameFault.KANJI),
        ({"name": "ｱ" * 31}, NameFault.TOO_LONG),
        ({"name": "ヲトメ"}, NameFault.WO),
    ],
)
def test_what_no_bank_would_take_is_refused(accountant, payee, now, given, reason):
    before = Account.objects.count()
    assert refusal(payee, actor=accountant, now=now, **given) == reason
    assert Account.objects.count() == before


def test_nobody_enters_their_own_account(now):
    twice = factories.make_user(RoleKind.ACCOUNTANT, RoleKind.SUPPORTER)
    mine = factories.make_payee(account=False, user=twice)
    assert refusal(mine, actor=twice, now=now) == Refusal.OWN_ACCOUNT
    # The same person with a second sign-in is known by the mail address.
    other = factories.make_payee(account=False, mail=twice.email.upper())
    assert refusal(other, actor=twice, now=now) == Refusal.OWN_ACCOUNT


@pytest.mark.parametrize("kind", [RoleKind.SUPPORTER, RoleKind.APPROVER, RoleKind.AUDITOR])
def test_other_roles_enter_nothing(payee, now, kind):
    assert refusal(payee, actor=factories.make_user(kind), now=now) == Refusal.NOT_ALLOWED


def test_a_withdrawn_change_leaves_the_account_before_it_in_force(accountant, payee, now):
    old = payee.accounts.get()
    new = factories.enter_account(payee, actor=accountant, now=now)
    for _ in range(2):
        actions.withdraw_account(new, actor=accountant, now=now + timedelta(hours=1))
    assert queries.current_account(payee) == old
    with pytest.raises(Refused) as refused:
        actions.withdraw_account(old, actor=accountant, now=now)
    assert refused.value.reason == Refusal.ACCOUNT_IN_USE
