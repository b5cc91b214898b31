"""A supporter's session cannot move the sign-in codes elsewhere, nor ask which addresses are known."""

import re

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def _form(client, url: str) -> dict[str, list[str]]:
    """What the browser would send of the page as it stands; one of each ticked group will do."""
    page = client.get(url).content.decode()
    typed = dict(re.findall(r'<input type="(?:text|email|hidden)" name="([^"]+)" value="([^"]*)"', page))
    for name in re.findall(r'<select name="([^"]+)"', page):
        chosen = re.search(rf'<select name="{name}".*?<option value="([^"]*)" selected', page, re.S)
        typed[name] = chosen[1] if chosen else ""
    typed.pop("csrfmiddlewaretoken", None)
    return {**typed, "areas": ["13"], "previous_experience": "yes"}


def test_the_office_changes_it_the_supporter_does_not(signed_in):
    supporter, other = make.make_supporter(), make.make_supporter()
    before = supporter.user.email
    client, url = signed_in(supporter.user), reverse("supporter_profile_edit")
    for mail in ("thief@example.org", other.user.email):
        answer = client.post(url, {**_form(client, url), "mail": mail, "street": "上野9-9-9"})
        assert answer.status_code == 302
    supporter.refresh_from_db()
    supporter.user.refresh_from_db()
    assert (supporter.user.email, supporter.street) == (before, "上野9-9-9")
    office, url = (
        signed_in(make.make_user(RoleKind.SECRETARIAT)),
        reverse("supporter_edit", args=[supporter.pk]),
    )
    assert office.post(url, {**_form(office, url), "mail": "new@example.org"}).status_code == 302
    supporter.user.refresh_from_db()
    assert supporter.user.email == "new@example.org"
