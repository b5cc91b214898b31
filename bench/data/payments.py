"""Makes what is owed for approved claims, and the paid runs of past months."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count

from bansou.accompaniment.enums import State
from bansou.accompaniment.models import Claim, Participation
from bansou.accounts.models import User
from bansou.core.calendar import next_business_day
from bansou.core.months import following_month
from bansou.payments import actions as payments
from bansou.payments.models import Account, Line, Payable, Run, Transfer
from bansou.programmes.models import Terms
from bench.data.common import Keys, insert

PAYING = {
    "payer": {
        "name": "ﾊﾞﾝｿｳ ﾈﾂﾄ", "bank_code": "0001", "branch_code": "001", "account_type": "1",
        "account_number": "7654321", "requester_code": "1234567890",
    },
    "bank": {},
    "office": {
        "name": "見本ネット事務局", "postal_code": "100-0001", "address": "東京都千代田区千代田1-1",
        "phone": "03-0000-0000", "mail": "office@example.org", "representative": "代表 見本 花子",
    },
}  # fmt: skip


def make_payments(
    claims: list[Claim], terms: Terms, staff: dict[str, User], keys: Keys, now: datetime
) -> None:
    actor = staff["accountant"]
    payments.decide_tax("accompaniment", "none", valid_from=date(2021, 1, 1), actor=actor, now=now)
    payments.set_paying_account(PAYING, actor=actor, now=now)
    owed = _payables([each for each in claims if each.state in (State.APPROVED, State.PAID)], terms)
    insert(payable for payable, _ in owed)
    months = defaultdict(list)
    for payable, claim in owed:
        if claim.state == State.PAID:
            months[claim.filed_on.replace(day=1)].append(payable)
    numbers = count(1)
    for number, month in enumerate(sorted(months), 1):
        _paid_run(number, month, months[month], staff, numbers, now)


def _payables(claims: list[Claim], terms: Terms) -> list[tuple[Payable, Claim]]:
    by_id = {each.pk: each for each in claims}
    parts = Participation.objects.values_list("claim_id", "supporter__payee_id").order_by("pk")
    return [
        (payable_for(payee, terms, claim), claim)
        for pk, payee in parts.iterator()
        if (claim := by_id.get(pk))
    ]


def payable_for(payee_id: object, terms: Terms, claim: Claim) -> Payable:
    return Payable(
        payee_id=payee_id, kind="accompaniment", scope=terms.pk, source=claim.pk, label=claim.number,
        amount_yen=claim.amount_yen, done_on=claim.support_on, filed_on=claim.filed_on,
        approved_at=claim.filed_at + timedelta(days=2),
    )  # fmt: skip


def _paid_run(
    number: int,
    month: date,
    payables: list[Payable],
    staff: dict[str, User],
    numbers: Iterable[int],
    now: datetime,
) -> None:
    pay_on = next_business_day(following_month(month) + timedelta(days=19))
    by_payee = defaultdict(list)
    for payable in payables:
        by_payee[payable.payee_id].append(payable)
    accounts = dict(Account.objects.values_list("payee_id", "pk"))
    run = Run(
        number=number, month_on=month, pay_on=pay_on, state="paid", drafted_by=staff["accountant"],
        drafted_at=now, approved_by=staff["approver"], approved_at=now, transfers_count=len(by_payee),
        total_yen=sum(payable.amount_yen for payable in payables),
    )  # fmt: skip
    insert([run])
    transfers = {
        payee: Transfer(
            run=run, payee_id=payee, account_id=accounts[payee], number=next(numbers), state="paid",
            paid_on=pay_on, amount_yen=sum(payable.amount_yen for payable in mine),
        )
        for payee, mine in by_payee.items()
    }  # fmt: skip
    insert(transfers.values())
    insert(
        Line(
            transfer=transfers[each.payee_id], payable=each, gross_yen=each.amount_yen,
            net_yen=each.amount_yen, tax_class="none",
        )
        for each in payables
    )  # fmt: skip
