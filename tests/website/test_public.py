"""The pages for everybody: the network, terms in words, privacy, and what went wrong."""

from datetime import date

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import translation

from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.programmes import actions as programmes
from bansou.website.views import errors
from config import urls as real
from tests.factories import EXAMPLES, LONG_AGO, make_terms, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2024, 8, 1)


@login_not_required
def fail(request):
    raise RuntimeError("the text of an error is for nobody")


class Failing:
    """The real addresses, and one that fails."""

    urlpatterns = [*real.urlpatterns, path("fail/", fail)]
    handler400, handler403 = errors.bad_request, errors.permission_denied
    handler404, handler500 = errors.not_found, errors.server_error


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def read(client, name: str, language: str = "en") -> str:
    with translation.override(language):
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_amounts_of_the_front_page_are_those_of_the_terms(client):
    text = (EXAMPLES / "terms" / "bansou-net-2023.toml").read_text(encoding="utf-8")
    text = text.replace("yen = 4000", "yen = 4321").replace(
        "claims_per_recipient = 3", "claims_per_recipient = 7"
    )
    programmes.publish_terms(programmes.load_terms(text, actor=None, now=LONG_AGO), actor=None, now=LONG_AGO)
    page = read(client, "front")
    assert "4,321" in page
    assert "4,000" not in page
    assert "At most 7 live claims" in page
    assert "The rules in force today" in page


def test_terms_that_ended_are_not_told_as_if_they_held(client, monkeypatch):
    make_terms()
    monkeypatch.setattr(clock, "today", lambda: date(2026, 6, 1))
    page = read(client, "front")
    assert "These rules ended on" in page
    assert "in force today" not in page


def test_without_terms_the_front_page_stands(client):
    assert "Become a supporter" in read(client, "front")


def test_who_is_signed_in_starts_at_home(signed_in):
    answer = signed_in(make_user(RoleKind.AUDITOR)).get(reverse("front"))
    assert answer.status_code == 302
    assert answer["Location"] == "/en/home/"


@pytest.mark.parametrize("language", ["en", "ja", "vi"])
@pytest.mark.parametrize("name", ["front", "privacy", "accessibility", "contact"])
def test_public_pages_speak_each_language(client, name, language):
    page = read(client, name, language)
    assert f'<html lang="{language}"' in page
    for other in ("contact", "privacy", "accessibility"):
        with translation.override(language):
            assert reverse(other) in page


def test_privacy_says_what_is_not_defended_and_how_erasure_works(client):
    page = read(client, "privacy")
    for words in ("full power over the running server", "seizes both the server and the keys", "14 days"):
        assert words in page


def test_robots_are_asked_to_stay_away(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode() == "User-agent: *\nDisallow: /\n"


def test_a_page_that_is_not_there_says_what_to_do(client):
    answer = client.get("/ja/nothing/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "このページはありません" in page
    assert "03-0000-0000" in page, "whom to ask"
    assert "/ja/account/login/" in page
    assert 'href="tel:110"' in page


@override_settings(ROOT_URLCONF=Failing)
def test_a_failure_tells_the_office_and_not_the_error():
    answer = Client(raise_request_exception=False).get("/fail/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something went wrong on our side" in page
    assert "03-0000-0000" in page
    assert "the text of an error" not in page


def test_a_form_that_expired_says_how_to_go_on():
    answer = Client(enforce_csrf_checks=True).post("/en/account/login/", {"login": "a@example.org"})
    assert answer.status_code == 403
    assert "this form has expired" in answer.content.decode()


def test_error_pages_stand_when_the_office_file_is_broken(client, settings, tmp_path):
    (tmp_path / "office.toml").write_text("name = ", encoding="utf-8")
    settings.DATA_DIR = tmp_path
    assert client.get("/en/nothing/").status_code == 404
