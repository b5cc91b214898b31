"""The office of the demo: its staff, the terms, the decisions about payments, and the member organisations."""

from base64 import b32encode
from datetime import date
from hashlib import sha1
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password

from bansou.accounts import actions as accounts
from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.directory.actions import save_organisation
from bansou.directory.models import Organisation
from bansou.payments import actions as payments
from bansou.payments.enums import PaymentKind, TaxClass
from bansou.programmes import actions as programmes
from bansou.website.demo import places
from bansou.website.demo.world import World, moment
from bansou.website.queries.sign_ins import PASSWORD

START = date(2021, 4, 12)
STAFF = (
    (RoleKind.AUDITOR, "", "auditor", "東 早苗"),
    (RoleKind.SECRETARIAT, "", "secretariat", "加納 ひかり"),
    (RoleKind.COORDINATOR, "kanto", "coordinator-kanto", "森下 蓮"),
    (RoleKind.COORDINATOR, "chubu", "coordinator-chubu", "Trần Thu Hà"),
    (RoleKind.ACCOUNTANT, "", "accountant", "北村 澪"),
    (RoleKind.APPROVER, "", "approver", "南 朔太郎"),
    (RoleKind.SPECIALIST, "", "specialist", "西野 葵"),
)
# File, day of publication.
TERMS = (
    ("consultation-support-2021", date(2021, 4, 26)),
    ("bansou-net-2023", date(2023, 7, 3)),
    ("demo-2026", date(2026, 2, 16)),
)
PAYING = {
    "payer": {
        "name": "ﾊﾞﾝｿｳ ﾈﾂﾄ ﾐﾎﾝ",
        "bank_code": "0001",
        "branch_code": "001",
        "account_type": "1",
        "account_number": "9999999",
        "requester_code": "9999999999",
    },
    "bank": {},
}


def open_office(world: World) -> None:
    """Staff, organisations and the decisions about payments, all in the first days; terms when they came."""
    # Made slowly on purpose, so once for all: in a demo everybody has the same one.
    password = make_password(PASSWORD)
    for kind, region, label, name in STAFF:
        user = _member_of_staff(kind, region, f"{label}@bansou.example", name, password)
        world.staff.setdefault(kind, user)
        if region:
            world.coordinators[region] = user
    _decide_payments(world.staff[RoleKind.ACCOUNTANT])
    for index in range(world.sizes.organisations):
        _join(world, index)
    for file, day in TERMS:
        _publish(world, file, day)


def _member_of_staff(kind: str, region: str, mail: str, name: str, password: str) -> User:
    at = moment(START, 9)
    user = accounts.invite(name=name, email=mail, language="ja", kind=kind, region=region, actor=None, now=at)
    user.password = password
    user.save(update_fields=["password"])
    # Fixed, so that an authenticator that somebody set up for the demo works after it was made anew.
    TOTP.activate(user, b32encode(sha1(mail.encode()).digest()).decode())  # noqa: S324
    return user


def _decide_payments(accountant: User) -> None:
    at = moment(START, 10)
    payments.decide_tax(
        PaymentKind.ACCOMPANIMENT,
        TaxClass.NONE,
        valid_from=START,
        actor=accountant,
        now=at,
        source="デモのための仮の判断。実際は税務署か税理士に確認してください。",
    )
    payments.set_paying_account(PAYING, actor=accountant, now=at)


def _join(world: World, index: int) -> None:
    codes = list(places.POSTAL_CODES)
    told = places.organisation(index)
    prefecture = codes[index] if index < len(codes) else places.prefecture(world.rng)
    organisation = Organisation(prefecture=prefecture, joined_on=START, **told)
    if index % 50 == 49:
        organisation.left_on = date(2024, 3, 31)
    save_organisation(organisation, changed=list(told), actor=world.secretariat, now=moment(START, 11))
    world.organisations.setdefault(prefecture, []).append(organisation.pk)


def _publish(world: World, file: str, day: date) -> None:
    text = (Path(settings.BASE_DIR) / "examples" / "terms" / f"{file}.toml").read_text(encoding="utf-8")
    at = moment(day, 11)
    terms = programmes.load_terms(text, actor=world.secretariat, now=at)
    # All are there from the start; only the days decide which one holds.
    world.terms[file] = programmes.publish_terms(terms, actor=world.secretariat, now=at)
