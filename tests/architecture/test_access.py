"""Every address is public, for everybody who signs in, or for named roles; the roles are tried out one by one."""

import re
import uuid

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import translation

from bansou.accounts.enums import RoleKind
from tests.factories import make_user

SAMPLES = {"uuid": uuid.uuid4(), "slug": "nothing-here", "int": 4_000_000, "string": "nothing"}
# Signed in, whatever the role: their own account, home, and the way out.
OWN = ("account_", "mfa_", "usersessions_", "home", "staff_account", "own_account", "my_")


def addresses(patterns=None, prefix=""):
    """(name, address, view) of every pattern, filled with ids that do not exist."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", prefix + _filled(pattern.pattern), pattern.callback
        else:
            yield from addresses(pattern.url_patterns, prefix + _filled(pattern.pattern))


def _filled(pattern) -> str:
    text = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        # A converter of our own lists its words; the first one will do.
        sample = SAMPLES.get(kind) or _first_word(converter.regex)
        text = re.sub(rf"<([a-z_]+:)?{name}>", str(sample), text)
    return text


def _first_word(regex: str) -> str:
    return regex[1] if regex.startswith("[") else regex.strip("()?:").split("|")[0]


with translation.override("en"):
    ALL = list(addresses())
GUARDED = [(name, url, view.roles) for name, url, view in ALL if hasattr(view, "roles")]


def test_every_address_says_who_may_come():
    for name, url, view in ALL:
        public = getattr(view, "login_required", True) is False
        assert public or hasattr(view, "roles") or name.startswith(OWN), f"{name} ({url})"


@pytest.mark.django_db
def test_nobody_without_signing_in(client):
    for name, url, _roles in GUARDED:
        response = client.get(f"/{url}")
        assert response.status_code in (302, 405), name
        assert response.status_code == 405 or "/account/login/" in response["Location"], name


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(RoleKind))
def test_a_page_of_another_role_does_not_exist(client, kind):
    user = make_user(kind, region="kanto")
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    for name, url, roles in GUARDED:
        if kind in roles:
            continue
        for method in (client.get, client.post):
            assert method(f"/{url}").status_code in (404, 405), f"{name} for {kind}"
