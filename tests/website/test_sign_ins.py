"""The sign-ins that a demo shows."""

import pytest
from allauth.mfa.totp.internal import auth as totp

from bansou.accounts.enums import RoleKind
from bansou.website.queries.sign_ins import PASSWORD, sign_ins
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_demo_shows_sign_ins_that_work_and_only_there(settings):
    user = make_user(RoleKind.ACCOUNTANT)
    user.set_password(PASSWORD)
    user.save()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    make_user(RoleKind.SUPPORTER)
    settings.DEMO = False
    assert sign_ins() == []
    settings.DEMO = True
    supporter, accountant = sign_ins()
    assert totp.validate_totp_code(secret, accountant.code)
    assert (accountant.mail, accountant.password) == (user.email, PASSWORD)
    assert (supporter.password, supporter.code, supporter.secret) == ("", "", "")
