"""Who opens a case, and that nobody else learns of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.cases.actions.members import add_member, bar, end_member, renew_member
from bansou.cases.enums import Reason, Role
from bansou.core.refusal import Refused
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤")


@pytest.fixture
def case(lead, now):
    return make_case(lead=lead, now=now)


def page(case, name="case_overview"):
    return reverse(name, args=[case.pk])


def test_only_members_find_a_case(case, lead, signed_in, at):
    others = [
        make_user(RoleKind.COORDINATOR, region="kanto"),
        make_user(RoleKind.SECRETARIAT),
        make_user(RoleKind.SUPPORTER),
        make_user(RoleKind.SPECIALIST),
    ]
    assert signed_in(lead).get(page(case)).status_code == 200
    for other in others:
        assert signed_in(other).get(page(case)).status_code == 404


def test_a_removed_member_finds_nothing_at_the_next_page(case, lead, signed_in, now, at):
    worker = make_user(RoleKind.SUPPORTER)
    member = add_member(case, worker, Role.WORKER, actor=lead, now=now)
    client = signed_in(worker)
    assert client.get(page(case)).status_code == 200
    end_member(member, actor=lead, now=now)
    assert client.get(page(case)).status_code == 404


def test_interpreters_go_after_two_weeks_unless_renewed(case, lead, signed_in, now, at):
    interpreter = make_user(RoleKind.SUPPORTER)
    member = add_member(case, interpreter, Role.INTERPRETER, actor=lead, now=now)
    at(now + timedelta(days=13))
    assert signed_in(interpreter).get(page(case)).status_code == 200
    renew_member(member, actor=lead, now=now + timedelta(days=13))
    at(now + timedelta(days=15))
    assert signed_in(interpreter).get(page(case)).status_code == 200
    at(now + timedelta(days=28))
    client = signed_in(interpreter)
    assert client.get(page(case)).status_code == 404
    # Who ran out can be asked again.
    add_member(case, interpreter, Role.WORKER, actor=lead, now=now + timedelta(days=28))
    assert client.get(page(case)).status_code == 200


def test_who_must_not_see_a_case_is_taken_off_and_never_added(case, lead, signed_in, now, at):
    cousin = make_user(RoleKind.SUPPORTER, name="グエン")
    add_member(case, cousin, Role.WORKER, actor=lead, now=now)
    client = signed_in(cousin)
    bar(case, cousin, actor=lead, now=now)
    assert client.get(page(case)).status_code == 404
    with pytest.raises(Refused) as refused:
        add_member(case, cousin, Role.INTERPRETER, actor=lead, now=now)
    assert refused.value.reason == Reason.CONFLICT


def test_a_case_always_has_one_lead(case, lead, now):
    with pytest.raises(Refused) as refused:
        end_member(case.members.get(role=Role.LEAD), actor=lead, now=now)
    assert refused.value.reason == Reason.LAST_LEAD
    successor = make_user(RoleKind.SECRETARIAT)
    add_member(case, successor, Role.LEAD, actor=lead, now=now)
    live = case.members.filter(ended_at=None).values_list("user", "role")
    assert set(live) == {(lead.pk, Role.WORKER), (successor.pk, Role.LEAD)}


def test_only_the_desk_leads(case, lead, now):
    with pytest.raises(Refused) as refused:
        add_member(case, make_user(RoleKind.SUPPORTER), Role.LEAD, actor=lead, now=now)
    assert refused.value.reason == Reason.NOT_FOR_CASES


def test_a_supporter_sets_up_a_second_factor_first(case, lead, now, at):
    worker = make_user(RoleKind.SUPPORTER)
    client = Client()
    client.force_login(worker)
    # Nobody is asked for a factor who has no case: such a page does not exist for them.
    assert client.get(page(case)).status_code == 404
    assert client.get(reverse("mfa_index")).status_code == 404
    add_member(case, worker, Role.WORKER, actor=lead, now=now)
    answer = client.get(page(case))
    assert answer["Location"] == reverse("account_second_factor")
    assert reverse("mfa_index") in client.get(answer["Location"]).content.decode()
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_session_left_open_sets_up_no_factor(case, lead, now, at):
    worker = make_user(RoleKind.SUPPORTER)
    add_member(case, worker, Role.WORKER, actor=lead, now=now)
    client = Client()
    client.force_login(worker)
    client.get(page(case))
    at(now + timedelta(minutes=6))
    client.get(page(case))
    assert client.get(reverse("mfa_index")).status_code == 404
    assert reverse("mfa_index") not in client.get(reverse("account_second_factor")).content.decode()
