"""Payees, their accounts, and whether they can be paid."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bansou.accounts.models import User
from bansou.audit import actions as audit
from bansou.core.months import add_months
from bansou.core.refusal import Refused
from bansou.payments import notifications, permissions
from bansou.payments.actions.common import require
from bansou.payments.enums import AccountType, NameFault, Refusal, Residency
from bansou.payments.models import Account, Clearance, Payee
from bansou.payments.queries import current_account
from bansou.payments.rules import banks
from bansou.payments.rules.kana import NameRefused, normalise_name
from bansou.vault import actions as vault

HOLD = timedelta(hours=48)
# Account data is needed for questions about payments as long as the books are kept.
KEPT_MONTHS = 10 * 12


def register_payee(
    *, name: str, reference: str, mail: str, language: str, user: User | None = None, now: datetime
) -> Payee:
    """Somebody who can be owed money. `reference` is the Bansou ID; `user` the person's own sign-in."""
    payee = Payee(name=name, reference=reference, mail=mail, language=language, user=user)
    erase_on = add_months(timezone.localtime(now).date(), KEPT_MONTHS)
    vault.create_key("payee", erase_on=erase_on, now=now, scope=payee.pk)
    payee.save(force_insert=True)
    return payee


@transaction.atomic
def update_payee(payee: Payee, *, name: str, mail: str, language: str, now: datetime) -> Payee:
    """Follow a change of the person's own data; an address given up is told and remembered for a while."""
    payee = _locked(payee)
    if mail.lower() != payee.mail.lower():
        former = payee.mail
        payee.former_mail, payee.mail_changed_at = former, now
        notifications.tell_contact_changed(payee, former=former, now=now)
    payee.name, payee.mail, payee.language = name, mail, language
    payee.save()
    return payee


@transaction.atomic
def enter_account(
    payee: Payee,
    *,
    bank_code: str,
    branch_code: str,
    account_type: str,
    number: str,
    name: str,
    actor: User,
    now: datetime,
    shared_confirmed: bool = False,
) -> Account:
    """Enter the account of a paper notice. The first is usable at once, any later one after HOLD.

    Entering what is already there changes nothing. Raises Refused(Refusal or NameFault).
    """
    require(permissions.can_enter_accounts(actor))
    payee = _locked(payee)
    if permissions.is_payee(actor, payee):
        raise Refused(Refusal.OWN_ACCOUNT)
    account = _checked(payee, bank_code, branch_code, account_type, number)
    holder = _holder(name)
    latest = current_account(payee)
    if latest and _is_same(latest, account, holder):
        return latest
    _refuse_shared(account, shared_confirmed)
    account.shared_confirmed = shared_confirmed
    account.entered_at, account.entered_by = now, actor
    account.usable_from = now + HOLD if latest else now
    account.sealed_number = vault.seal(payee.pk, place("number", account.pk), number.zfill(7))
    account.sealed_name = vault.seal(payee.pk, place("name", account.pk), holder)
    account.save(force_insert=True)
    audit.record(actor, "payments.account_entered", payee, now=now, fields=("number", "name"))
    if latest:
        notifications.tell_account_changed(account, now=now)
    return account


def place(field: str, pk: uuid.UUID) -> str:
    """What an account's sealed field is bound to."""
    return f"payments.account.sealed_{field}|{pk}"


def _locked(payee: Payee) -> Payee:
    return Payee.objects.select_for_update().get(pk=payee.pk)


def _checked(payee: Payee, bank_code: str, branch_code: str, account_type: str, number: str) -> Account:
    if banks.find_bank(bank_code) is None:
        raise Refused(Refusal.BANK_UNKNOWN, code=bank_code)
    if banks.find_branch(bank_code, branch_code) is None:
        raise Refused(Refusal.BRANCH_UNKNOWN, code=branch_code)
    if account_type not in AccountType.values:
        raise Refused(Refusal.ACCOUNT_TYPE)
    if not banks.is_account_number(number):
        raise Refused(Refusal.ACCOUNT_NUMBER)
    number = number.zfill(7)
    return Account(
        payee=payee,
        bank_code=bank_code,
        branch_code=branch_code,
        account_type=account_type,
        tail=number[-2:],
        number_index=vault.index("payments.account", f"{bank_code}-{branch_code}-{account_type}-{number}"),
    )


def _holder(name: str) -> str:
    try:
        return normalise_name(name).text
    except NameRefused as refused:
        raise Refused(NameFault(refused.reason.value), detail=refused.detail) from None


def _is_same(latest: Account, entered: Account, holder: str) -> bool:
    if latest.refused_at or bytes(latest.number_index) != entered.number_index:
        return False
    return vault.unseal(latest.payee_id, place("name", latest.pk), latest.sealed_name) == holder


def _refuse_shared(account: Account, confirmed: bool) -> None:
    others = Account.objects.filter(number_index=account.number_index, withdrawn_at=None)
    other = others.exclude(payee=account.payee).select_related("payee").order_by("entered_at").first()
    if other and not confirmed:
        raise Refused(Refusal.SHARED_ACCOUNT, reference=other.payee.reference)


@transaction.atomic
def withdraw_account(account: Account, *, actor: User, now: datetime) -> Account:
    """Take back an account that is still held, for example because the payee knows nothing of it.

    Raises Refused(NOT_ALLOWED, OWN_ACCOUNT, ACCOUNT_IN_USE).
    """
    require(permissions.can_enter_accounts(actor))
    payee = _locked(account.payee)
    account = Account.objects.get(pk=account.pk)
    if permissions.is_payee(actor, payee):
        raise Refused(Refusal.OWN_ACCOUNT)
    if account.withdrawn_at:
        return account
    if account.usable_from <= now:
        raise Refused(Refusal.ACCOUNT_IN_USE)
    account.withdrawn_at, account.withdrawn_by = now, actor
    account.save()
    audit.record(actor, "payments.account_withdrawn", payee, now=now)
    notifications.tell_account_withdrawn(account, now=now)
    return account


@transaction.atomic
def set_residency(payee: Payee, residency: Residency, *, actor: User, now: datetime) -> Payee:
    """Decides the tax of a fee: domicile in Japan or a year of residence, whatever the visa.

    Raises Refused(NOT_ALLOWED, OWN_RESIDENCY).
    """
    require(permissions.can_enter_accounts(actor))
    payee = _locked(payee)
    if permissions.is_payee(actor, payee):
        raise Refused(Refusal.OWN_RESIDENCY)
    if payee.residency != residency:
        payee.residency = residency
        payee.save(update_fields=["residency"])
        audit.record(actor, "payments.residency_set", payee, now=now, fields=("residency",))
    return payee


@transaction.atomic(savepoint=False)
def clear(payee: Payee, scope: uuid.UUID, *, on: date, actor: User | None, now: datetime) -> Clearance:
    """The papers of a scope (a term) are in order from `on`; saying so again changes nothing."""
    clearance, created = Clearance.objects.get_or_create(payee=payee, scope=scope, defaults={"since_on": on})
    if created:
        audit.record(actor, "payments.cleared", payee, now=now)
    return clearance
