"""What surrounds every answer: headers, the cross-site checks, the host, and where a sign-in leads."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from bansou.accounts.enums import RoleKind
from tests import factories as make
from tests.architecture.test_access import ALL

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-sentence-2026"
HEADERS = {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _check(answer, what: str) -> None:
    assert "no-store" in answer.get("Cache-Control", ""), what
    assert "unsafe" not in answer.get("Content-Security-Policy", "unsafe"), what
    for name, value in HEADERS.items():
        assert answer.get(name) == value, (what, name)
    assert "camera=()" in answer.get("Permissions-Policy", ""), what


def test_every_answer_carries_the_headers():
    supporter, office = Client(), Client()
    supporter.force_login(make.make_supporter().user)
    office.force_login(make.make_user(RoleKind.SECRETARIAT))
    for client in (Client(), supporter, office):
        for name, url, _view in ALL:
            if name not in ("account_logout", "leave"):
                _check(client.get(f"/{url}"), url)


def test_errors_carry_them_too():
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    cases = {
        403: strict.post("/en/account/login/", {}),
        404: strict.get("/en/nothing-here/"),
        405: strict.post("/en/register/address/", headers={"Sec-Fetch-Site": "same-origin"}),
    }
    cross = strict.post("/en/account/login/", {}, headers={"Sec-Fetch-Site": "cross-site"})
    host = strict.get("/en/", headers={"Host": "evil.example"})
    large = Client(raise_request_exception=False).post(
        "/en/register/", {"name": "あ" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    )
    assert (cross.status_code, host.status_code, large.status_code) == (403, 400, 413)
    for answer in (*cases.values(), cross, host, large):
        _check(answer, str(answer.status_code))
        # An error page says what to do, and asks for nothing.
        assert b"<h1" in answer.content
        assert b"evil.example" not in answer.content


def test_no_form_is_taken_without_its_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.make_supporter().user)
    public = Client(enforce_csrf_checks=True)
    for _name, url, _view in ALL:
        for who in (client, public):
            assert who.post(f"/{url}").status_code in (403, 404, 405), url


@override_settings(DEMO=False)
def test_pages_of_the_demo_are_closed():
    for url in ("/en/demo/", "/en/styleguide/"):
        assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    "to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_sign_in_leads_nowhere_else(to):
    user = make.make_user(email="someone@example.org")
    user.set_password(PASSWORD)
    user.save()
    answer = Client().post("/en/account/login/", {"login": user.email, "password": PASSWORD, "next": to})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/") and "evil" not in answer["Location"]


def test_a_sign_in_makes_a_new_session():
    client = Client()
    client.get("/en/account/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    planted = session.session_key
    user = make.make_user(email="someone@example.org")
    user.set_password(PASSWORD)
    user.save()
    client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.session.session_key != planted
