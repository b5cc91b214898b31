"""The demo network, on a small scale, made once for all tests of this file."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from bansou.accompaniment.enums import State
from bansou.accompaniment.models import Claim, Participation
from bansou.accounts.enums import STAFF, RoleKind
from bansou.accounts.models import User
from bansou.audit.models import Entry
from bansou.cases.models import Case
from bansou.core import calendar
from bansou.directory.models import Organisation
from bansou.enquiries.actions import receipts
from bansou.enquiries.models import Thread
from bansou.matching.models import Visit
from bansou.notices.models import Mail
from bansou.payments.enums import RunState
from bansou.payments.models import Run
from bansou.people.models import Person
from bansou.programmes.models import Terms
from bansou.programmes.queries import terms_on
from bansou.supporters.models import Supporter
from bansou.vault.models import DataKey
from bansou.website.demo.story import make_demo
from bansou.website.demo.world import Sizes
from bansou.website.queries.sign_ins import PASSWORD, RECEIPT, sign_ins

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SMALL = Sizes(organisations=6, supporters=24, claims=60)


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="vault"):
        make_demo(now=NOW, sizes=SMALL)
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="vault")


pytestmark = [pytest.mark.usefixtures("network"), pytest.mark.django_db]


def test_the_network_has_its_size_and_its_people(settings):
    assert Organisation.objects.count() == SMALL.organisations
    assert Supporter.objects.count() == SMALL.supporters
    assert abs(Claim.objects.count() - SMALL.claims) < SMALL.claims / 5
    assert Terms.objects.published().count() == 3
    assert {role.kind for user in User.objects.all() for role in user.roles.all()} == set(RoleKind)
    settings.DEMO = True
    by_role = {each.role: each for each in sign_ins()}
    assert len(by_role) == len(RoleKind)
    for kind in STAFF:
        shown = by_role[str(kind.label)]
        assert len(shown.code) == 6
        assert User.objects.get(email=shown.mail).check_password(PASSWORD)


def test_a_visitor_can_file_today():
    terms = terms_on("bansou-net", NOW.date())
    assert terms.rules.reference == "Invented for the demonstration"
    visitor = Supporter.objects.get(user__email=_first_supporter().email)
    assert visitor.experience_confirmed_on
    assert visitor.filed_claims.filter(state="returned").exists()
    assert Participation.objects.filter(supporter=visitor, position=2, confirmed_at=None).exists()
    assert visitor.drafts.exists()


def _first_supporter() -> User:
    return User.objects.filter(roles__kind=RoleKind.SUPPORTER).order_by("created_at", "pk").first()


def test_what_is_owed_was_paid_once_and_on_bank_days():
    paid = Run.objects.filter(state=RunState.PAID)
    assert paid.count() > 5
    assert all(calendar.is_bank_business_day(run.pay_on) for run in paid)
    assert all(run.approved_by_id != run.drafted_by_id for run in paid)
    assert Claim.objects.filter(state="paid").exists()
    draft = Run.objects.get(state=RunState.DRAFT)
    assert draft.pay_on > NOW.date(), "a second person can still approve it"


def test_nothing_happens_after_today_and_old_mail_is_not_sent():
    assert Entry.objects.filter(at__gt=NOW).count() == 0
    assert Claim.objects.filter(filed_at__gt=NOW).count() == 0
    assert Mail.objects.exists()
    assert (NOW - Mail.objects.earliest("created_at").created_at).days < 3


def test_no_key_and_no_person_is_left_over():
    spare = Person.objects.filter(recipients=None, cards=None, cases=None, threads=None)
    assert not spare.exists()
    scopes = set(DataKey.objects.filter(kind="person").values_list("scope", flat=True))
    assert scopes <= set(Person.objects.values_list("pk", flat=True))


def test_two_people_judged_where_a_coordinator_judges_first():
    judged = Claim.objects.exclude(coordinator_ok_on=None).filter(events__state=State.APPROVED).distinct()
    assert judged
    for claim in judged:
        first = claim.events.filter(state=State.SUBMITTED).latest("version")
        approved = claim.events.filter(state=State.APPROVED).earliest("version")
        assert first.by != approved.by


def test_people_asked_for_help_and_somebody_went_along():
    assert Thread.objects.count() == 36 and Thread.objects.exclude(waiting_since=None).exists()
    assert Case.objects.filter(state="closed").exists() and Visit.objects.filter(state="done").exists()
    # The visitor of the demo comes back with the receipt that its page shows.
    thread = receipts.thread_with(RECEIPT, now=NOW)
    assert thread and thread.messages.filter(direction="out").exists()
