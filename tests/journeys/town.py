"""Fills the installation under test: terms in force today, the staff, a supporter with a year behind her.

Runs inside it: `python -m tests.journeys.installation town`.
"""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from bansou.accompaniment.actions import review
from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.cases.actions.entries import add_entry
from bansou.cases.actions.todo import add_task
from bansou.cases.rules.opening import Details
from bansou.core import clock
from bansou.core.calendar import is_bank_business_day
from bansou.enquiries.actions import handling
from bansou.enquiries.actions.calls import note_call
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Thread
from bansou.payments import actions as payments
from bansou.people.rules.contact import SafeContact
from bansou.programmes import actions, rules
from bansou.programmes.models import Terms
from bansou.supporters.rules import Spoken
from tests.factories import (
    file_claim,
    make_organisation,
    make_payable_supporter,
    make_supporter,
    make_user,
    ready_to_pay,
)
from tests.journeys.people import COMPANIONS, HANA, PASSWORD, STAFF, totp_secret

SIGNED = Path(__file__).resolve().parents[2] / "examples" / "terms" / "bansou-net-2023.toml"


def load_terms(today: date) -> Terms:
    """The signed terms of 2023–26, as if they held now."""
    signed = rules.load(SIGNED.read_text(encoding="utf-8"))
    days = {"support_from": today - timedelta(days=200), "support_to": today + timedelta(days=200)}
    text = rules.dump(replace(signed, code="journey", **days))
    terms = actions.load_terms(text, actor=None, now=clock.now())
    return actions.publish_terms(terms, actor=None, now=clock.now())


def make_staff() -> dict[str, User]:
    users = {}
    for role, mail in STAFF.items():
        user = make_user(role, email=mail, name=role.title(), region="kanto")
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, totp_secret(mail))
        users[role] = user
    return users


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def live_a_year(terms: Terms, staff: dict[str, User], today: date) -> None:
    """Hana's claims stand in every state, the first of them in last month's run."""
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    hana = make_payable_supporter(
        terms, now=noon(today - timedelta(days=150)), experienced=True, mail=HANA, name="見本はな"
    )
    office = staff[RoleKind.SECRETARIAT]

    def claim(name: str, on: date, filed: date):
        # Never later than now: in the morning the newest claim has to be the one that a story files.
        return file_claim(hana, now=min(noon(filed), clock.now()), support_on=on, name=name)

    first = claim("TRAN THI AN", last_month, last_month + timedelta(days=2))
    review.approve(first, version=first.version, actor=office, now=noon(last_month + timedelta(days=3)))
    pay_run(this_month, last_month, staff)
    yesterday = today - timedelta(days=1)
    claim("TRAN THI BA", yesterday, today)
    returned = claim("TRAN THI CUC", yesterday - timedelta(days=1), today)
    review.send_back(
        returned,
        version=returned.version,
        reason="終わった時刻を確かめてください。",
        actor=office,
        now=clock.now(),
    )
    refused = claim("TRAN THI DUNG", yesterday - timedelta(days=2), today)
    review.reject(
        refused, version=refused.version, reason="支援ではありません。", actor=office, now=clock.now()
    )


def pay_run(this_month: date, last_month: date, staff: dict[str, User]) -> None:
    pay_on = this_month + timedelta(days=1)
    while not is_bank_business_day(pay_on):
        pay_on += timedelta(days=1)
    accountant, now = staff[RoleKind.ACCOUNTANT], noon(this_month)
    run = payments.close_month(last_month, pay_on, actor=accountant, now=now)
    payments.approve_run(run.pk, version=run.version, actor=staff[RoleKind.APPROVER], now=now)
    payments.export_run(run.pk, actor=accountant, now=now)
    payments.mark_accepted(run.pk, actor=accountant, now=now)
    payments.mark_paid(run.pk, actor=accountant, now=noon(pay_on))


def make_companions() -> None:
    for language, mail in COMPANIONS.items():
        spoken = (Spoken("ja", "native"), Spoken(language, "fluent", interprets=True))
        make_supporter(now=clock.now(), experienced=True, mail=mail, languages=spoken)


def take_two_calls(actor: User) -> None:
    """One waits in the inbox; about the other a case was opened."""
    waiting, known = (call(text, actor) for text in ("سلام، من 2 ماه حقوق نگرفتم.", "کارم را از دست دادم."))
    assert waiting.case is None
    now = clock.now()
    details = Details(
        language="fa", language_mode="interpreter", prefecture="13", main_topic="work", route="friend"
    )
    case = handling.open_case(known, details, token=uuid.uuid4(), actor=actor, now=now)
    add_entry(case, "note", "本人と電話で話した。", actor=actor, now=now)
    add_task(case, "監督署に予約をする", actor=actor, now=now, due_on=clock.today(), in_plan=True)


def call(text: str, actor: User) -> Thread:
    told = {"language": "fa", "prefecture": "13", "urgency": "1", "topics": ["work"]}
    return note_call(
        Kind.PHONE, text, token=uuid.uuid4(), contact=SafeContact(shared=True, never="会社の名前"),
        actor=actor, now=clock.now(), **told,
    )  # fmt: skip


def main() -> None:
    today = clock.today()
    terms = load_terms(today)
    staff = make_staff()
    ready_to_pay(staff[RoleKind.ACCOUNTANT])
    make_organisation("見本の会")
    live_a_year(terms, staff, today)
    make_companions()
    take_two_calls(staff[RoleKind.COORDINATOR])
