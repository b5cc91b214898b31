"""A member of staff whose second factor is a passkey: registering it, signing in with it, removing it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import PASSWORD
from tests.journeys.visitor import DESK, Visitor

# A phone or laptop that recognises its owner and asks nothing more.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def invited(visitor, site):
    """Makes people of the secretariat who have just signed in for the first time."""

    def make(mail: str) -> Visitor:
        site.run("tests.journeys.installation", "invite", "--name", "見本 かぎ", "--mail", mail)
        person = visitor(width=DESK)
        person.set_first_password(mail)
        person.page.goto("/ja/account/login/?next=/ja/home/")
        person.submit(login=mail, password=PASSWORD)
        person.follow("/webauthn/add/")
        person.submit(password=PASSWORD)
        return person

    return make


def give_device(person: Visitor, **options):
    """The person's device; `send` tells it more."""
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | options})
    return device


def register_passkey(person: Visitor) -> None:
    person.page.click("#mfa_webauthn_add")
    person.page.wait_for_url("**/recovery-codes/")


def sign_out(person: Visitor) -> None:
    person.page.locator('form[action$="/logout/"] button').click()
    person.page.wait_for_url("**/ja/network/")


def type_password(person: Visitor, mail: str) -> None:
    person.go("/ja/account/login/")
    person.submit(login=mail, password=PASSWORD)


def test_a_passkey_instead_of_an_app(invited):
    person = invited("key@example.org")
    give_device(person)
    register_passkey(person)
    person.go("/ja/c/people/staff/")
    sign_out(person)
    person.go("/ja/account/login/").click("#passkey_login")
    person.page.wait_for_url("**/ja/home/")
    person.go("/ja/c/people/staff/")
    person.reads("key@example.org")


def test_a_passkey_after_the_password(invited):
    mail = "second@example.org"
    person = invited(mail)
    give_device(person)
    register_passkey(person)
    sign_out(person)
    type_password(person, mail)
    person.page.click("#mfa_webauthn_authenticate")
    person.page.wait_for_url("**/ja/home/")
    person.go("/ja/c/people/staff/")


def test_recovery_codes_open_once(invited):
    mail = "lost@example.org"
    person = invited(mail)
    give_device(person)
    register_passkey(person)
    codes = re.findall(r"^\d{8}$", person.page.inner_text("main"), re.M)
    assert len(set(codes)) == 10
    with person.page.expect_download() as download:
        person.page.locator('a[href$="/recovery-codes/download/"]').click()
    assert download.value.path().read_text().split() == codes
    for code in codes[:2]:
        sign_out(person)
        type_password(person, mail)
        if code != codes[0]:
            person.submit(code=codes[0])
            assert "/home/" not in person.page.url, "a code opens twice"
        person.submit(code=code)
        person.page.wait_for_url("**/ja/home/")


def test_without_the_last_factor_staff_pages_are_closed(invited):
    person = invited("gone@example.org")
    give_device(person)
    register_passkey(person)
    person.go("/ja/account/2fa/webauthn/")
    person.page.locator('main a[href$="/remove/"]').click()
    person.page.locator('main form[action$="/remove/"] button').click()
    person.page.wait_for_url("**/2fa/webauthn/")
    for page in ("/ja/home/", "/ja/c/people/staff/", "/ja/c/claims/"):
        person.page.goto(page)
        assert person.page.url.endswith("/ja/account/2fa/"), page
    person.follow("/webauthn/add/")


def test_a_refusal_of_the_device_is_told(invited):
    person = invited("refused@example.org")
    device = give_device(person, isUserVerified=False)
    person.page.click("#mfa_webauthn_add")
    expect(person.page.locator("#passkey-failed")).to_be_visible()
    assert person.page.url.endswith("/webauthn/add/")
    device.send("WebAuthn.disable")
