"""Fills the installation under test: terms in force today, the staff, what must be decided before money flows.

Run once as `python -m tests.journeys.town` with the environment of that installation.
"""

from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import TOTP

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.core import clock
from bansou.programmes import actions as programmes
from tests.journeys.people import PASSWORD, STAFF, totp_secret

TERMS = """
programme = "bansou-net"
code = "journey"
reference = "For this test"
title = {{ en = "Bansou Net accompanying support", ja = "伴走ネット 伴走支援", vi = "Hỗ trợ đồng hành Bansou Net" }}
support = {{ from = {begins}, to = {ends}, min_minutes = 60 }}
bands = [{{ minutes_from = 60, yen = 4000 }}, {{ minutes_from = 120, yen = 8000 }}]

[filing]
membership = "registered-individual"
deadline_months = 1
prior_review = "none"

[caps]
claims_per_recipient = 3
counted_per = "claim"
supporters_per_claim = 2

[competence]
rule = "experience-or-questionnaires"
questionnaires = [{{ code = "basic-1" }}, {{ code = "basic-2" }}]

[payment]
paid_to = "each-supporter"
months_after_filing = 1
travel = "not-paid-separately"
papers = ["memorandum", "payee-account"]
papers_each_term = true
"""


def load_terms(today: date) -> None:
    text = TERMS.format(begins=today - timedelta(days=200), ends=today + timedelta(days=200))
    terms = programmes.load_terms(text, actor=None, now=clock.now())
    programmes.publish_terms(terms, actor=None, now=clock.now())


def make_staff() -> dict[str, User]:
    from tests.factories import make_user

    users = {}
    for role, mail in STAFF.items():
        user = make_user(role, email=mail, name=role.title(), region="kanto")
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, totp_secret(mail))
        users[role] = user
    return users


def main() -> None:
    from tests.factories import ready_to_pay

    load_terms(clock.today())
    staff = make_staff()
    ready_to_pay(staff[RoleKind.ACCOUNTANT])


if __name__ == "__main__":
    from tests.journeys import installation

    assert installation.application
    main()
