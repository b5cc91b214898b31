"""When a session ends."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver, reverse

from bansou.accounts import actions, urls
from bansou.accounts.enums import RoleKind
from bansou.core import clock
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_user(RoleKind.SECRETARIAT)


def is_in(client):
    return client.get(reverse("own_account")).status_code == 200


def test_signing_out_ends_the_session_itself(signed_in, office):
    client, thief = signed_in(office), Client()
    thief.cookies["session"] = client.cookies["session"].value
    assert is_in(client) and is_in(thief)
    client.post(reverse("account_logout"))
    assert not is_in(thief)


def test_thirty_minutes_without_a_page(signed_in, office, monkeypatch):
    client, start = signed_in(office), clock.now()
    assert is_in(client)
    for minutes, expected in ((29, True), (58, True), (89, False)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert is_in(client) is expected


def test_twelve_hours_at_most(signed_in, office, monkeypatch):
    client, start = signed_in(office), clock.now()
    for minutes in range(0, 12 * 60 + 1, 20):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert is_in(client)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=12, seconds=1))
    assert not is_in(client)


def test_a_changed_password_ends_all_sessions(signed_in, office):
    client = signed_in(office)
    office.set_password("another long password")
    office.save()
    assert not is_in(client)


def test_a_changed_role_ends_all_sessions(signed_in, office, now):
    worker = make_user(RoleKind.ACCOUNTANT)
    client = signed_in(worker)
    assert is_in(client)
    actions.grant_role(worker, RoleKind.APPROVER, "", actor=office, now=now)
    assert not is_in(client)
    client = signed_in(worker)
    actions.end_role(worker.roles.get(kind=RoleKind.APPROVER), actor=office, now=now)
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_end_the_other_sessions_only(signed_in, office):
    office.set_password("another long password")
    office.save()
    here, elsewhere = signed_in(office), signed_in(office)
    here.post(reverse("account_reauthenticate"), {"password": "another long password"})
    here.post(reverse("mfa_generate_recovery_codes"))
    assert Authenticator.objects.filter(user=office, type="recovery_codes").exists()
    assert is_in(here) and not is_in(elsewhere)


def test_a_removed_factor_ends_the_other_sessions_only(signed_in, office):
    office.set_password("another long password")
    office.save()
    here, elsewhere = signed_in(office), signed_in(office)
    here.post(reverse("account_reauthenticate"), {"password": "another long password"})
    here.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=office).exists()
    assert here.get(reverse("mfa_index")).status_code == 200
    assert elsewhere.get(reverse("mfa_index")).status_code == 302
    assert here.get(reverse("own_account"))["Location"] == reverse("mfa_index")


def test_staff_without_a_second_factor_can_only_set_one_up():
    client = Client()
    client.force_login(make_user(RoleKind.ACCOUNTANT))
    for name in ("home", "own_account", "staff_list", "audit_log"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index"), name
    setting_up = client.get(reverse("mfa_index"))
    assert setting_up.status_code == 200
    assert reverse("claim_queue") not in setting_up.content.decode()


def test_supporters_need_no_second_factor():
    client = Client()
    client.force_login(make_user(RoleKind.SUPPORTER))
    assert is_in(client)


PUBLIC = {
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_logout", "account_inactive",
    "account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_password_reset_completed", "mfa_login_webauthn", "mfa_authenticate",
}  # fmt: skip


def test_every_page_of_the_sign_in_is_public_or_asks_for_it(client):
    names = [pattern.name for pattern in urls.sign_in] + ["usersessions_list"]
    names += [
        name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("mfa_")
    ]
    assert set(names) >= PUBLIC and "account_signup" not in names
    for name in names:
        arguments = [1] if "webauthn" in name and name.split("_")[1] in ("remove", "edit") else []
        answer = client.get(reverse(name, args=arguments))
        asked = answer.status_code == 302 and answer["Location"].startswith(
            reverse("account_login") + "?next="
        )
        assert asked is (name not in PUBLIC), (name, answer.status_code)
