"""Nobody on the staff decides about themselves as a supporter: experience, course, papers, account, money, claims."""

from datetime import date

import pytest
from django.urls import reverse

from bansou.accompaniment import permissions
from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role, User
from bansou.core.refusal import Refused
from bansou.courses import actions as courses
from bansou.courses.enums import Questionnaire
from bansou.payments import actions as payments
from bansou.payments.enums import Residency, ReturnReason
from bansou.supporters import actions as supporters
from bansou.supporters.enums import Paper
from tests import factories as make
from tests.faults.town import NOW, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> User:
    """A supporter who also works at the office."""
    user = make.make_supporter().user
    return _with_roles(user, RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT)


def _with_roles(user: User, *kinds: RoleKind) -> User:
    for kind in kinds:
        Role.objects.create(user=user, kind=kind, granted_at=NOW)
    user.__dict__.pop("role_rows", None)
    return user


def _my_papers(me: User):
    return supporters.open_registration(me.supporter, make.make_terms(), actor=me, now=NOW)


OWN = {
    "experience": lambda me: supporters.confirm_experience(me.supporter, actor=me, now=NOW),
    "course": lambda me: courses.record_completions(
        me.supporter, {Questionnaire.BASIC_1: date(2024, 7, 1)}, actor=me, now=NOW
    ),
    "paper": lambda me: supporters.mark_paper_back(_my_papers(me), Paper.MEMORANDUM, actor=me, now=NOW),
    "account": lambda me: make.enter_account(me.supporter.payee, actor=me, now=NOW),
    "agreement of the account": lambda me: supporters.confirm_account(_my_papers(me), actor=me, now=NOW),
    "residency": lambda me: payments.set_residency(me.supporter.payee, Residency.RESIDENT, actor=me, now=NOW),
}


@pytest.mark.parametrize("what", OWN)
def test_own_affairs_are_for_a_colleague(me, what):
    with pytest.raises(Refused) as refusal:
        OWN[what](me)
    assert refusal.value.reason.value.startswith("own")


def test_own_paid_money_is_not_called_back():
    # A payment that comes back is paid again: that must not be in the hands of whoever got it.
    town = Town()
    me = _with_roles(town.one.user, RoleKind.ACCOUNTANT)
    with pytest.raises(Refused) as refusal:
        payments.mark_returned(town.transfer.pk, ReturnReason.values[0], actor=me, now=NOW)
    assert refusal.value.reason.value.startswith("own")
    assert town.transfer.lines.filter(live=True).exists()


def test_hints_and_notes_of_own_claims_are_for_a_colleague():
    town = Town()
    me = _with_roles(town.one.user, RoleKind.SECRETARIAT)
    office = town.staff[RoleKind.SECRETARIAT]
    assert list(permissions.visible_hints(office)) == town.hints
    assert list(permissions.visible_notes(office)) == [town.note]
    assert not permissions.visible_hints(me).exists()
    assert not permissions.visible_notes(me).exists()


def test_pages_say_so(me, signed_in):
    papers = _my_papers(me)
    client = signed_in(me)
    for url in (
        reverse("paper_back", args=[papers.pk, "M"]),
        reverse("supporter_confirm_experience", args=[me.supporter.pk]),
        reverse("payee_residency", args=[me.supporter.payee_id]),
    ):
        answer = client.post(url, {"residency": Residency.RESIDENT, "back": "detail"}, follow=True)
        assert answer.status_code == 200
        assert "your own" in answer.content.decode(), url
    answer = client.post(reverse("paper_scan"), {"code": f"M-{papers}"}, follow=True)
    assert "your own" in answer.content.decode()
    papers.refresh_from_db()
    assert papers.memorandum_back_on is None
