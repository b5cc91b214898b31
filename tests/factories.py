"""Small makers for tests; they go through the real actions, so that what they make can exist."""

import uuid
from datetime import UTC, date, datetime

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role, User
from bansou.payments import actions as payments
from bansou.payments.enums import PaymentKind, TaxClass
from bansou.payments.models import Payable, Payee

LONG_AGO = datetime(2024, 1, 10, 3, 0, tzinfo=UTC)

PAYING = {
    "payer": {
        "name": "ﾊﾞﾝｿｳ ﾈﾂﾄ",
        "bank_code": "0001",
        "branch_code": "001",
        "account_type": "1",
        "account_number": "7654321",
        "requester_code": "1234567890",
    },
    "bank": {},
    "office": {
        "name": "伴走ネット事務局",
        "postal_code": "100-0001",
        "address": "東京都千代田区千代田1-1",
        "phone": "03-0000-0000",
        "mail": "office@example.org",
        "representative": "代表 見本 花子",
    },
}


def make_user(*kinds: RoleKind | str, region: str = "", name: str = "", email: str = "") -> User:
    """A user with these roles; `region` is that of a coordinator."""
    label = email or f"{'-'.join(kinds) or 'user'}-{uuid.uuid4().hex[:8]}@example.org"
    user = User.objects.create_user(label, name=name or label.split("@")[0])
    for kind in kinds:
        Role.objects.create(
            user=user, kind=kind, region=region if kind == RoleKind.COORDINATOR else "", granted_at=LONG_AGO
        )
    return user


def make_payee(
    *,
    account: bool = True,
    scope: uuid.UUID | None = None,
    number: str = "",
    user: User | None = None,
    now: datetime = LONG_AGO,
    actor: User | None = None,
    **fields: str,
) -> Payee:
    """A payee with an account of its own; cleared for `scope` when one is given."""
    reference = fields.pop("reference", f"B{uuid.uuid4().int % 10**9:09}")
    given = {"name": "見本 さくら", "mail": f"{reference.lower()}@example.org", "language": "ja", **fields}
    payee = payments.register_payee(reference=reference, user=user, now=now, **given)
    if account:
        enter_account(payee, number=number, actor=actor or make_user(RoleKind.SECRETARIAT), now=now)
    if scope:
        payments.clear(payee, scope, on=now.date(), actor=None, now=now)
    return payee


def enter_account(
    payee: Payee, *, actor: User, now: datetime, number: str = "", name: str = "ﾐﾎﾝ ｻｸﾗ", **more
):
    """An ordinary account at a real branch; without `number` one that nobody else has."""
    given = {"bank_code": "0005", "branch_code": "001", "account_type": "1", **more}
    number = number or f"{uuid.uuid4().int % 9_999_999 + 1:07}"
    return payments.enter_account(payee, number=number, name=name, actor=actor, now=now, **given)


def make_payable(
    payee: Payee, scope: uuid.UUID, *, amount_yen: int = 4000, filed_on: date = date(2024, 7, 20), **more
) -> Payable:
    """An amount owed for a source of its own."""
    given = {"source": uuid.uuid4(), "label": "A-24-0001", "now": LONG_AGO, **more}
    return payments.owe(
        payee=payee,
        kind=PaymentKind.ACCOMPANIMENT,
        scope=scope,
        amount_yen=amount_yen,
        filed_on=filed_on,
        **given,
    )


def ready_to_pay(accountant: User, *, tax_class: TaxClass = TaxClass.NONE) -> None:
    """The decisions without which no file can be made: the tax class and the paying account."""
    payments.decide_tax(
        PaymentKind.ACCOMPANIMENT, tax_class, valid_from=date(2021, 1, 1), actor=accountant, now=LONG_AGO
    )
    payments.set_paying_account(PAYING, actor=accountant, now=LONG_AGO)
