"""A supporter's session that is left open leaves no other way in behind: no password, no passkey, no app."""

import pytest
from django.test import Client
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WAYS_IN = (
    "account_set_password",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
)


@pytest.mark.parametrize("name", WAYS_IN)
def test_supporters_have_their_code_alone(name):
    client, user = Client(), make.make_supporter().user
    client.force_login(user)
    assert client.get(reverse(name)).status_code == 404
    answer = client.post(
        reverse(name), {"password1": "a-long-sentence-2026", "password2": "a-long-sentence-2026"}
    )
    assert answer.status_code == 404
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_staff_set_up_theirs():
    client = Client()
    client.force_login(make.make_user(RoleKind.SECRETARIAT))
    assert client.get(reverse("mfa_index")).status_code == 200
