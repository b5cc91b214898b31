"""Fills the installation under test: terms in force today, the staff, what is decided before money flows.

Runs inside it: `python -m tests.journeys.installation town`.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.core import clock
from bansou.programmes import actions, rules
from tests.factories import make_user, ready_to_pay
from tests.journeys.people import PASSWORD, STAFF, totp_secret

SIGNED = Path(__file__).resolve().parents[2] / "examples" / "terms" / "bansou-net-2023.toml"


def load_terms(today: date) -> None:
    """The signed terms of 2023–26, as if they held now."""
    signed = rules.load(SIGNED.read_text(encoding="utf-8"))
    days = {"support_from": today - timedelta(days=200), "support_to": today + timedelta(days=200)}
    text = rules.dump(replace(signed, code="journey", **days))
    terms = actions.load_terms(text, actor=None, now=clock.now())
    actions.publish_terms(terms, actor=None, now=clock.now())


def make_staff() -> dict[str, User]:
    users = {}
    for role, mail in STAFF.items():
        user = make_user(role, email=mail, name=role.title(), region="kanto")
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, totp_secret(mail))
        users[role] = user
    return users


def main() -> None:
    load_terms(clock.today())
    staff = make_staff()
    ready_to_pay(staff[RoleKind.ACCOUNTANT])
