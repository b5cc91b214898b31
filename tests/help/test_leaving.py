"""The quick exit: nothing stays, and whoever goes back finds the weather."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from bansou.core.languages import offered
from bansou.core.office import exit_sites
from bansou.core.templatetags.bansou import noruby
from bansou.help.rules import AWAY_SECONDS
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(client):
    client.get("/ja-simple/?furigana=off")
    client.get(reverse("leave"))
    return client


def titles_of_the_weather() -> list[str]:
    titles = []
    for code in offered():
        with translation.override(code):
            titles.append(f"<title>{noruby(gettext('Weather'))}</title>")
    return titles


def test_leaving_ends_the_session_and_tells_nobody_where_one_was(client):
    client.get("/ja-simple/?furigana=off")
    assert client.session["furigana"] == "off"
    answer = client.get("/leave/")
    assert answer.status_code == 302
    assert answer["Location"] in exit_sites()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    away = answer.cookies["away"]
    assert (away.value, away["max-age"], away["httponly"]) == ("1", AWAY_SECONDS, True)
    assert answer.cookies["session"].value == "", "the other cookies go"
    assert "Clear-Site-Data" not in answer, "browsers take it over HTTPS only"
    assert not dict(client.session)


def test_over_https_the_browser_is_asked_to_clear_up(client):
    answer = client.get("/leave/", secure=True)
    assert answer["Clear-Site-Data"] == '"cache", "storage"', "not the cookies: one has to stay"


def test_the_sites_change(client):
    assert len({client.get("/leave/")["Location"] for _ in range(60)}) > 1


@pytest.mark.parametrize(
    "path", ["/", "/vi/", "/vi/phone/", "/en/network/", "/en/account/login/", "/ja/nothing/", "/fa/"]
)
def test_whoever_goes_back_finds_the_weather(gone, path):
    for answer in (gone.get(path), gone.post(path, {"text": "SENT AGAIN"})):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert any(title in page for title in titles_of_the_weather())
        assert "Bansou" not in page and "tel:" not in page and "SENT AGAIN" not in page
        assert answer["Cache-Control"] == "no-store"


def test_the_way_back_is_a_button(gone):
    assert '<form method="post" action="/leave/">' in gone.get("/vi/").content.decode()
    answer = gone.post("/leave/", {"language": "vi"})
    assert answer["Location"] == "/vi/"
    assert "tel:110" in gone.get("/vi/").content.decode()


@pytest.mark.parametrize("language", ["", "/evil.example", "fr"])
def test_the_way_back_leads_nowhere_else(gone, language):
    assert gone.post("/leave/", {"language": language})["Location"] == "/"


def test_staff_who_sign_in_afterwards_see_their_pages(gone, signed_in):
    gone.force_login(make_user("auditor"))
    assert gone.cookies["away"].value == "1"
    assert "Weather" not in gone.get("/en/network/").content.decode()


def test_leaving_signs_out(signed_in):
    client = signed_in(make_user("auditor"))
    client.get("/leave/")
    client.post("/leave/")
    assert "/account/login/" in client.get(reverse("home"))["Location"]
