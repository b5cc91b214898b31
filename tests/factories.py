"""Small makers for tests; they go through the real actions, so that what they make can exist."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from bansou.accompaniment.actions import filing
from bansou.accompaniment.models import Claim
from bansou.accompaniment.rules import Entry
from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role, User
from bansou.cases.actions.opening import open_case
from bansou.cases.models import Case
from bansou.cases.rules import opening as case_rules
from bansou.directory.models import Organisation
from bansou.payments import actions as payments
from bansou.payments.enums import PaymentKind, TaxClass
from bansou.payments.models import Payable, Payee
from bansou.people import actions as people
from bansou.people.models import Person
from bansou.programmes import actions as programmes
from bansou.programmes import rules as term_rules
from bansou.programmes.models import Terms
from bansou.supporters import actions as supporters
from bansou.supporters.enums import Paper
from bansou.supporters.models import Supporter
from bansou.supporters.rules import Details, Spoken

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"

LONG_AGO = datetime(2024, 1, 10, 3, 0, tzinfo=UTC)
FILED_AT = datetime(2024, 8, 1, 3, 0, tzinfo=UTC)

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


def make_terms(name: str = "bansou-net-2023", *, published: bool = True, **changed: date) -> Terms:
    """The terms of an example file; `changed` gives its days other values, with a code of its own."""
    text = (EXAMPLES / "terms" / f"{name}.toml").read_text(encoding="utf-8")
    rules = term_rules.load(text)
    if changed:
        rules = replace(rules, code=f"terms-{changed['support_from']}", **changed)
    terms = programmes.load_terms(term_rules.dump(rules), actor=None, now=LONG_AGO)
    return programmes.publish_terms(terms, actor=None, now=LONG_AGO) if published else terms


def make_organisation(name: str = "", prefecture: str = "13", **fields: str) -> Organisation:
    return Organisation.objects.create(
        name=name or f"見本の会 {uuid.uuid4().hex[:6]}", prefecture=prefecture, **fields
    )


def make_details(**changed) -> Details:
    """What a fictional supporter tells; a mail address of their own."""
    details = Details(
        name="見本 さくら", kana="ミホン サクラ", latin="MIHON SAKURA",
        mail=f"{uuid.uuid4().hex[:10]}@example.org", phone="090-0000-0000", postal_code="1100005",
        prefecture="13", municipality="台東区", street="上野0-0-0",
        languages=(Spoken("ja", "native"), Spoken("vi", "fluent", interprets=True)), areas=("13", "11"),
        fields=("medical",), previous_experience=True, experience_text="病院への同行",
    )  # fmt: skip
    return replace(details, **changed)


def make_supporter(
    *, now: datetime = LONG_AGO, language: str = "ja", experienced: bool = False, **changed
) -> Supporter:
    """A registered supporter; `experienced` with their experience confirmed."""
    supporter = supporters.register(
        make_details(**changed), token=uuid.uuid4(), language=language, consent_version="2026-11", now=now
    )
    if experienced:
        supporters.confirm_experience(supporter, actor=None, now=now)
        supporter.refresh_from_db()
    return supporter


def make_payable_supporter(terms: Terms, *, now: datetime = LONG_AGO, **changed) -> Supporter:
    """A supporter whose papers of the terms are back and whose account is entered."""
    supporter = make_supporter(now=now, **changed)
    secretariat = make_user(RoleKind.SECRETARIAT)
    registration = supporters.open_registration(supporter, terms, actor=secretariat, now=now)
    supporters.mark_papers_sent([registration.pk], actor=secretariat, now=now)
    enter_account(supporter.payee, actor=secretariat, now=now)
    for paper in Paper:
        supporters.mark_paper_back(registration, paper, actor=secretariat, now=now)
    return supporter


def make_card(*, actor: User | None = None, now: datetime = LONG_AGO) -> str:
    """The code of a card that stands for a person of its own."""
    return people.issue_cards(1, actor=actor, now=now)[0]


def make_entry(**changed) -> Entry:
    """Two hours at the ward office on 30 July 2024, for a person named by name and birth date."""
    entry = Entry(
        programme="bansou-net", support_on=date(2024, 7, 30), starts=time(10), ends=time(12), place="city_hall",
        outcome="solved", activities=("interpret",), place_name="見本区役所", done="国保の窓口で通訳をしました。",
        name="TRAN VAN MAU", birth_on=date(1990, 5, 12),
    )  # fmt: skip
    if "card" in changed:
        entry = replace(entry, name="", birth_on=None)
    return replace(entry, **changed)


def file_claim(
    supporter: Supporter, *, now: datetime = FILED_AT, token: uuid.UUID | None = None, **changed
) -> Claim:
    """A claim as `make_entry` would have it, filed on 1 August 2024."""
    return filing.file_claim(
        supporter=supporter, entry=make_entry(**changed), token=token or uuid.uuid4(), actor=supporter.user,
        now=now, today=timezone.localtime(now).date(),
    )  # fmt: skip


def make_case(
    *, lead: User | None = None, person: Person | None = None, now: datetime = LONG_AGO, **changed
) -> Case:
    """A case about unpaid wages in Tokyo, led by a coordinator of its own."""
    details = case_rules.Details(
        language="vi", language_mode="interpreter", prefecture="13", main_topic="work", topics=("housing",),
        route="friend", summary="給料が二か月払われていない。", wish="給料を受け取りたい。",
    )  # fmt: skip
    person = person or people.new_person(erase_on=now.date() + timedelta(days=365), now=now)
    lead = lead or make_user(RoleKind.COORDINATOR, region="kanto")
    return open_case(replace(details, **changed), person=person, token=uuid.uuid4(), actor=lead, now=now)
