"""Signing in: codes for supporters, password and second factor for staff, and nothing for guessers."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role, User
from bansou.core import clock

pytestmark = pytest.mark.django_db

PASSWORD = "long and winding road"


def make(email, *kinds, password=None, language="en"):
    user = User.objects.create_user(email, password, name="山本 恵", language=language)
    for kind in kinds:
        Role.objects.create(user=user, kind=kind, granted_at=clock.now())
    return user


@pytest.fixture
def supporter():
    return make("lan@example.org", RoleKind.SUPPORTER, language="vi")


@pytest.fixture
def office():
    user = make("office@example.org", RoleKind.SECRETARIAT, password=PASSWORD)
    user.secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, user.secret)
    return user


@pytest.fixture
def arrived(run_worker):
    def read():
        run_worker()
        return mail.outbox

    return read


def code_now(user):
    return totp.format_hotp_value(totp.hotp_value(user.secret, int(time.time()) // 30))


def ask_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_in(message):
    return re.search(r"^    (\S+)$", message.body, re.M).group(1)


def with_password(client, email="office@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_a_supporter_signs_in_with_a_mailed_code(client, supporter, arrived):
    ask_code(client, "LAN@example.org")
    [message] = arrived()
    assert message.to == ["lan@example.org"] and "山本" not in message.subject + message.body
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(message)})
    assert signed_in_as(client) == str(supporter.pk)
    assert answer["Location"] == "/vi/home/"
    assert answer.cookies["django_language"].value == "vi"


def test_a_code_works_once_and_only_in_its_window(client, supporter, arrived):
    ask_code(client, supporter.email)
    code = code_in(arrived()[0])
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in_as(other) is None
    client.post(reverse("account_confirm_login_code"), {"code": code})
    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in_as(client) is None


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(client, supporter, arrived):
    ask_code(client, supporter.email)
    code = code_in(arrived()[0])
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "1234-5678"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in_as(client) is None


def test_a_code_ends_after_five_minutes(client, supporter, arrived, monkeypatch):
    ask_code(client, supporter.email)
    code = code_in(arrived()[0])
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in_as(client) is None


def test_a_code_is_renewed_only_so_often(client, supporter):
    answers = [ask_code(Client(), supporter.email).status_code for _ in range(5)]
    assert answers.count(302) <= 3


def body(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_known_and_unknown_addresses_get_the_same_answer(supporter, office, page):
    shown = []
    for email in ("a12@example.org", "lan@example.org", "office@example.org"):
        client = Client()
        answer = client.post(reverse(page), {"email": email})
        after = client.get(answer["Location"])
        shown.append(
            (answer.status_code, answer["Location"], after.status_code, body(after).replace(email, "MAIL"))
        )
    assert shown[0] == shown[1] == shown[2]


def test_an_unknown_address_gets_no_mail(client, arrived):
    ask_code(client, "nobody@example.org")
    assert arrived() == []


def test_wrong_passwords_are_answered_alike(office):
    answers = [
        body(with_password(Client(), email, "wrong")).replace(email, "MAIL")
        for email in ("office@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]


def test_staff_get_no_code_but_the_way(client, office, arrived):
    ask_code(client, office.email)
    [message] = arrived()
    assert "password" in message.body and not re.search(r"\d{4}-\d{4}", message.body)


def test_staff_could_not_use_a_code_either(client, office):
    ask_code(client, office.email)
    code = re.search(r"\d{4}-\d{4}", str(dict(client.session.items()))).group()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in_as(client) is None


def test_supporters_get_no_code_for_a_password(client, supporter, arrived):
    client.post(reverse("account_reset_password"), {"email": supporter.email})
    [message] = arrived()
    assert not re.search(r"^    \S+$", message.body, re.M)


def test_staff_need_password_and_second_factor(client, office):
    before = client.session.session_key
    assert with_password(client)["Location"] == reverse("mfa_authenticate")
    assert signed_in_as(client) is None
    client.post(reverse("mfa_authenticate"), {"code": code_now(office)})
    assert signed_in_as(client) == str(office.pk)
    assert client.session.session_key != before


def test_a_session_planted_before_the_sign_in_is_worth_nothing(client, supporter, arrived):
    ask_code(client, supporter.email)
    planted = client.cookies["session"].value
    client.post(reverse("account_confirm_login_code"), {"code": code_in(arrived()[0])})
    thief = Client()
    thief.cookies["session"] = planted
    assert signed_in_as(client) and signed_in_as(thief) is None


@pytest.mark.parametrize("seconds", [0, 31, 61])
def test_a_totp_code_never_works_twice(office, seconds, monkeypatch, settings):
    # This cache keeps time by the patched clock; the database cache does not.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": seconds}
    }
    begin = time.time() // 30 * 30
    monkeypatch.setattr(time, "time", lambda: begin)
    # From a phone that is one step ahead: this code lives the longest.
    code = totp.format_hotp_value(totp.hotp_value(office.secret, int(begin) // 30 + 1))
    first, second = Client(), Client()
    with_password(first)
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in_as(first)
    monkeypatch.setattr(time, "time", lambda: begin + seconds - 1 if seconds else begin)
    with_password(second)
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in_as(second) is None


def test_five_guesses_of_a_second_factor_and_no_more(client, office):
    with_password(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_now(office)})
    assert signed_in_as(client) is None


def test_five_guesses_of_a_password_and_no_more(client, office):
    for _ in range(5):
        with_password(client, password="wrong")
    with_password(client)
    assert "account_login" not in client.session


def test_secrets_of_second_factors_are_sealed(client, office):
    stored = Authenticator.objects.get(user=office).data["secret"]
    assert office.secret not in stored
    totp.TOTP(Authenticator.objects.get(user=office)).validate_code(code_now(office))


def test_an_inactive_account_is_out(client, supporter, arrived):
    ask_code(client, supporter.email)
    code = code_in(arrived()[0])
    User.objects.filter(pk=supporter.pk).update(is_active=False)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in_as(client) is None
