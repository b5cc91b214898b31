"""The home of each role, and its menu."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from bansou.accompaniment.actions import review
from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role
from bansou.cases.actions.residence import record_residence
from bansou.core import clock
from bansou.payments import actions as payments
from bansou.supporters import actions as supporters
from bansou.supporters.enums import Paper
from bansou.website.queries.helping import helping_home
from bansou.website.queries.menu import ENTRIES, menu
from tests.factories import (
    FILED_AT,
    enter_account,
    file_claim,
    make_case,
    make_payable_supporter,
    make_supporter,
    make_terms,
    make_user,
    ready_to_pay,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 8, 5, 3, 0, tzinfo=UTC)
TITLES = {
    RoleKind.SUPPORTER: "Your support, step by step",
    RoleKind.COORDINATOR: "Today’s work",
    RoleKind.SECRETARIAT: "Today’s work",
    RoleKind.ACCOUNTANT: "All payments",
    RoleKind.APPROVER: "All payments",
    RoleKind.AUDITOR: "Who did and who saw what",
    RoleKind.SPECIALIST: "Cases that you help with",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def terms():
    return make_terms()


@pytest.fixture
def network(terms):
    """Claims in two regions, one of them approved and drafted in a run."""
    accountant = make_user(RoleKind.ACCOUNTANT)
    ready_to_pay(accountant)
    tokyo = make_payable_supporter(terms, experienced=True)
    osaka = make_payable_supporter(terms, experienced=True, prefecture="27")
    first = file_claim(tokyo, now=datetime(2024, 7, 30, 9, 0, tzinfo=UTC))
    for index in range(3):
        file_claim(osaka, name=f"LE VAN {'AN' * (index + 1)}")
    review.approve(first, version=first.version, actor=make_user(RoleKind.SECRETARIAT), now=FILED_AT)
    pay_on = datetime(2024, 8, 23, tzinfo=UTC).date()
    payments.close_month(datetime(2024, 7, 1, tzinfo=UTC).date(), pay_on, actor=accountant, now=FILED_AT)
    return {"tokyo": tokyo, "osaka": osaka, "accountant": accountant}


def somebody(kind: RoleKind, network) -> object:
    return network["tokyo"].user if kind == RoleKind.SUPPORTER else make_user(kind, region="kanto")


def home(client) -> str:
    answer = client.get(reverse("home"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("kind", list(RoleKind))
def test_each_role_has_its_home_and_no_other(kind, network, signed_in):
    page = home(signed_in(somebody(kind, network)))
    for title in set(TITLES.values()):
        assert (title in page) == (title == TITLES[kind]), title


def test_visitors_sign_in_first(client):
    assert "/account/login/" in client.get(reverse("home"))["Location"]


@pytest.mark.parametrize("kind", list(RoleKind))
def test_a_home_asks_little_of_the_database(kind, network, signed_in, django_assert_max_num_queries):
    client = signed_in(somebody(kind, network))
    home(client)
    with django_assert_max_num_queries(22):
        home(client)


@pytest.mark.parametrize("kind", list(RoleKind))
def test_every_page_of_a_menu_opens(kind, network, signed_in):
    user = somebody(kind, network)
    client = signed_in(user)
    shown = menu(user, "/en/home/", now=clock.now())
    assert [item["current"] for item in shown if item["url"] == "/en/home/"] == [True]
    for item in shown:
        assert client.get(item["url"]).status_code == 200, item["url"]


def test_a_menu_costs_three_queries_at_most(network, django_assert_max_num_queries):
    for kind in RoleKind:
        user = somebody(kind, network)
        assert user.role_rows is not None
        with django_assert_max_num_queries(3):
            menu(user, "/en/home/", now=clock.now())


def test_the_page_below_marks_the_entry_above(network):
    user = network["tokyo"].user
    marked = [item["url"] for item in menu(user, reverse("claim_new"), now=clock.now()) if item["current"]]
    assert marked == [reverse("claim_list")]


def test_visitors_get_a_small_menu(client):
    page = client.get(reverse("front")).content.decode()
    assert reverse("supporter_register") in page
    assert all(f'href="{reverse(entry.page)}"' not in page for entry in ENTRIES)


def test_two_roles_stand_on_one_page(network, signed_in):
    user = make_user(RoleKind.SECRETARIAT, RoleKind.AUDITOR)
    page = home(signed_in(user))
    assert "Today’s work" in page
    assert "Who did and who saw what" in page


def test_without_a_role_the_page_says_so(signed_in):
    user = make_user(RoleKind.AUDITOR)
    client = signed_in(user)
    Role.objects.all().delete()
    assert "You have no role yet" in home(client)


class TestSupporter:
    def test_what_is_missing_becomes_done_step_by_step(self, terms, signed_in):
        office = make_user(RoleKind.SECRETARIAT)
        supporter = make_supporter()
        client = signed_in(supporter.user)
        page = home(client)
        assert supporter.number in page
        assert "The office confirms it soon" in page
        assert "We post two copies" in page
        supporters.confirm_experience(supporter, actor=office, now=FILED_AT)
        papers = supporters.open_registration(supporter, terms, actor=office, now=FILED_AT)
        supporters.mark_papers_sent([papers.pk], actor=office, now=FILED_AT)
        page = home(client)
        assert "confirmed your experience" in page
        assert "Sign one copy and send it back" in page
        enter_account(supporter.payee, actor=office, now=FILED_AT + timedelta(hours=1))
        for paper in Paper:
            supporters.mark_paper_back(papers, paper, actor=office, now=FILED_AT + timedelta(hours=2))
        assert "you can be paid" in home(client)

    def test_without_experience_the_missing_questionnaires_are_named(self, terms, signed_in):
        supporter = make_supporter(previous_experience=False)
        assert "Basic 5: Children and youth" in home(signed_in(supporter.user))

    def test_what_waits_for_the_supporter_comes_first(self, terms, signed_in):
        office = make_user(RoleKind.SECRETARIAT)
        one, other = make_supporter(experienced=True), make_supporter(experienced=True, name="別の 人")
        claim = file_claim(one)
        review.send_back(claim, version=claim.version, reason="終わりの時刻は？", actor=office, now=FILED_AT)
        file_claim(other, second=one.number, name="LE VAN MAU")
        page = home(signed_in(one.user))
        assert f'Correct claim <bdi dir="ltr">{claim.number}</bdi>' in page
        assert "別の 人 says that you went along" in page
        assert page.index("Waiting for you") < page.index("Where you stand")

    def test_the_next_payment_is_told_once_two_people_agreed(self, network, signed_in):
        client = signed_in(network["tokyo"].user)
        assert "are approved and wait" not in home(client), "a draft takes it, and may still change"
        from bansou.payments.models import Run

        run = Run.objects.get()
        payments.approve_run(run.pk, version=run.version, actor=make_user(RoleKind.APPROVER), now=FILED_AT)
        assert "come to your account on Fri, Aug 23, 2024" in home(client)

    def test_between_the_terms_the_page_says_so(self, terms, signed_in, monkeypatch):
        supporter = make_supporter()
        monkeypatch.setattr(clock, "today", lambda: terms.support_to + timedelta(days=90))
        assert "No term is open now" in home(signed_in(supporter.user))


class TestDesk:
    def test_a_coordinator_sees_the_numbers_of_the_own_region_only(self, network, signed_in):
        page = home(signed_in(make_user(RoleKind.COORDINATOR, region="kanto")))
        assert "<title>Osaka: not shown</title>" in page
        assert "<title>Tokyo: 1</title>" in page
        assert "Paid by month" not in page
        assert reverse("mail_list") not in page

    def test_the_secretariat_sees_all(self, network, signed_in):
        page = home(signed_in(make_user(RoleKind.SECRETARIAT)))
        assert "<title>Osaka: 3</title>" in page
        assert "The whole network" in page
        assert reverse("mail_list") in page
        assert "What is filed by Sat, Aug 31, 2024 is paid in September 2024." in page

    def test_the_queue_tells_how_many_and_since_when(self, network, signed_in):
        page = home(signed_in(make_user(RoleKind.SECRETARIAT)))
        assert "The oldest has waited since Thu, Aug 1, 2024" in page
        assert '<bdi dir="ltr">3</bdi></strong>' in page


class TestPaying:
    def test_the_draft_waits_for_the_approver(self, network, signed_in):
        page = home(signed_in(make_user(RoleKind.APPROVER)))
        assert "waits for a second person" in page
        assert reverse("month_close") not in page

    def test_before_a_draft_the_month_to_close_is_told_with_what_stays_out(self, terms, signed_in):
        accountant = make_user(RoleKind.ACCOUNTANT)
        ready_to_pay(accountant)
        claim = file_claim(make_supporter(experienced=True))
        review.approve(claim, version=claim.version, actor=make_user(RoleKind.SECRETARIAT), now=FILED_AT)
        page = home(signed_in(accountant))
        assert reverse("month_close") in page
        assert "July 2024" in page

    def test_an_undecided_tax_class_is_said_on_top(self, terms, signed_in):
        assert "is undecided" in home(signed_in(make_user(RoleKind.ACCOUNTANT)))


def test_the_auditor_sees_how_much_was_done(network, signed_in):
    page = home(signed_in(make_user(RoleKind.AUDITOR)))
    assert "Filed a claim" in page
    assert reverse("audit_log") in page


def test_an_official_is_not_told_by_a_number_that_a_stay_ends():
    lead = make_user(RoleKind.COORDINATOR, region="kanto")
    case = make_case(lead=lead, now=NOW)
    ends = NOW.date() + timedelta(days=3)
    record_residence(case, "status", valid_to=ends, actor=lead, now=NOW)
    assert helping_home(lead, NOW.date(), NOW).near == 1
    lead.is_public_official = True
    assert helping_home(lead, NOW.date(), NOW).near == 0
