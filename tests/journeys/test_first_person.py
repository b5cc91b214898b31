"""A new installation has nobody: the first of the secretariat comes in by invitation and sets up a second factor."""

import re

from tests.journeys.people import PASSWORD, code_of
from tests.journeys.visitor import DESK


def test_the_first_of_the_secretariat(visitor, site):
    mail = "first@example.org"
    site.run("tests.journeys.installation", "invite", "--name", "見本 はじめ", "--mail", mail)
    site.letter(mail, site.url)
    first = visitor(width=DESK)
    first.set_first_password(mail)
    first.page.goto("/ja/account/login/?next=/ja/home/")
    first.submit(login=mail, password=PASSWORD)
    assert first.page.url.endswith("/account/2fa/"), "no page of the office without a second factor"
    first.page.goto("/ja/account/2fa/totp/activate/")
    if "reauthenticate" in first.page.url:
        first.submit(password=PASSWORD)
    secret = re.search(r"\b[A-Z2-7]{32}\b", first.page.content())
    assert secret
    first.submit(code=code_of(secret[0]))
    first.go("/ja/home/")
    first.go("/ja/c/people/staff/")
    first.reads("見本 はじめ", mail)
