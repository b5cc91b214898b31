"""The pages of the public area: in complete languages only, neutral, light in what they keep, with numbers to call."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bansou.core import forms as parts
from bansou.core import languages
from bansou.core.languages import HELP_LANGUAGES, offered, own_name
from bansou.help import urls
from bansou.help.forms import ERRORS, HelpForm
from bansou.help.views import pages
from config import urls as real
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
PAGES = ["help_front", "help_phone", "help_who"]
# What a title or an address must not tell whoever takes up the phone.
TELLING = re.compile(
    r"help|troubl|support|violen|right|visa|secret|consult|相談|支援|助|困|権利|暴力|秘密|giúp|hỗ trợ|tư vấn|bạo lực",
    re.I,
)


def read(client, name: str, language: str = "en", **kwargs) -> str:
    with translation.override(language):
        answer = client.get(reverse(name), **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def without_vietnamese(monkeypatch):
    """As if the Vietnamese catalogue lacked a word."""
    said = languages._said

    def lacking(code: str) -> dict:
        return dict(list(said(code).items())[1:]) if code == "vi" else said(code)

    monkeypatch.setattr(languages, "_said", lacking)
    offered.cache_clear()
    yield
    offered.cache_clear()


@pytest.mark.parametrize("language", offered())
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_way_out_the_numbers_and_the_languages(client, name, language):
    page = read(client, name, language)
    assert f'<html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"' in page
    assert 'href="/leave/" data-exit="' in page
    assert 'href="tel:110"' in page and 'href="tel:119"' in page
    assert page.count("hreflang") == len(offered()) - 1
    assert "{" not in re.sub(r"<[^>]*>", "", page), "a reading that was not drawn"


@pytest.mark.parametrize("language", offered())
def test_titles_and_addresses_tell_nothing(client, language):
    with translation.override(language):
        addresses = [reverse(each.name) for each in urls.urlpatterns if not each.pattern.converters]
    for address in addresses:
        assert not TELLING.search(address)
        answer = client.get(address)
        if answer.status_code == 200:
            title = re.search("<title>(.*)</title>", answer.content.decode(), re.S)
            assert title and not TELLING.search(title[1]), address


def test_nothing_is_kept_in_the_browser(client):
    script = (ROOT / "static" / "help.js").read_text()
    assert not re.search(r"[a-z]+Storage|indexedDB|serviceWorker|caches\b|cookie", script)
    for name in PAGES:
        answer = client.get(reverse(name))
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies, "a page without a form sets no cookie"


def test_languages_are_named_in_their_own_script(client):
    page = client.get("/", headers={"Accept-Language": "vi"}).content.decode()
    for code in offered():
        assert f'href="/{code}/" lang="{code}" hreflang="{code}">{own_name(code)}</a>' in page
    assert page.index("Tiếng Việt</a>") < page.index("日本語</a>"), "the browser's wish comes first"


def test_a_language_that_is_not_complete_is_not_offered(client, without_vietnamese):
    assert "vi" not in offered()
    page = client.get("/", headers={"Accept-Language": "vi"}).content.decode()
    assert 'href="/vi/"' not in page
    assert '<html lang="en"' in page, "nothing of it is shown half"
    assert client.get("/vi/who/?a=1")["Location"] == "/en/who/?a=1"
    assert client.get("/vi/privacy/").status_code == 200, "other pages have catalogues of their own"


@pytest.mark.parametrize(("language", "then"), [("fa", "en"), ("ko", "en"), ("ja-simple", "ja")])
def test_pages_of_the_site_answer_in_the_nearest_language(client, language, then):
    answer = client.get(f"/{language}/account/login/?next=/en/home/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/{then}/account/login/?next=/en/home/"


def test_all_languages_are_offered_or_lead_to_one(client):
    for code in HELP_LANGUAGES:
        answer = client.get(f"/{code}/")
        assert answer.status_code in (200, 302, 404)
        assert (answer.status_code == 200) == (code in offered())


def test_readings_can_be_switched_off_and_on(client):
    assert "<ruby>" in read(client, "help_front", "ja-simple")
    client.get("/ja-simple/?furigana=off")
    page = read(client, "help_phone", "ja-simple")
    assert '<body class="help plain">' in page
    assert "?furigana=on" in page
    client.get("/ja-simple/who/?furigana=on")
    assert '<body class="help">' in read(client, "help_phone", "ja-simple")
    assert "furigana" not in read(client, "help_phone", "ja")


def test_supporters_find_their_pages(client, signed_in):
    assert reverse("front") == "/en/network/"
    assert 'href="/en/network/"' in read(client, "help_front")
    assert 'href="/en/"' in read(client, "front"), "and back"
    auditor = signed_in(make_user("auditor"))
    assert "Leave now" in read(auditor, "help_front"), "who is signed in can show it to somebody"


@pytest.mark.parametrize("language", ["en", "ja-simple", "vi"])
def test_a_page_that_fails_still_has_numbers(language):
    page = f"/{language}/who/"
    with override_settings(ROOT_URLCONF=Failing):
        answer = Client(raise_request_exception=False).get(page)
    text = answer.content.decode()
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in text
    assert 'href="tel:110"' in text and "03-0000-0000" in text
    assert 'href="/leave/"' in text


def test_a_page_that_is_not_there_speaks_easy_japanese_too(client):
    answer = client.get("/ja-simple/nothing/")
    assert answer.status_code == 404
    assert "この ページは ありません。" in answer.content.decode()


def test_the_page_of_a_server_that_is_down_speaks_all_languages():
    page = (ROOT / "examples" / "server" / "down.html").read_text()
    for code in HELP_LANGUAGES:
        assert f'lang="{code}"' in page
    assert 'href="tel:110"' in page and 'href="tel:119"' in page


class Sample(HelpForm):
    name = forms.CharField(label=_("Talk to us"), max_length=3, required=True)
    mail = forms.EmailField(required=False, error_messages={"invalid": "own words"})
    kind = forms.ChoiceField(
        label="{何|なに}", choices=[("a", "{家|いえ}"), ("b", "B")], widget=forms.RadioSelect
    )
    place = forms.ChoiceField(choices=[("t", "{東京|とうきょう}")])


PAGE = """{% extends "help/base.html" %}
{% block content %}<form id="page-form" method="post">{{ form }}</form>{% endblock %}"""


def draw(form, language: str, method: str = "get", **data) -> str:
    request = getattr(RequestFactory(), method)(f"/{language}/who/", data)
    request.session = {}
    request.user = None
    with translation.override(language):
        return engines["django"].from_string(PAGE).render({"form": form}, request)


def test_the_switches_of_a_page_with_a_form_are_its_buttons():
    html = draw(Sample(), "ja-simple")
    assert 'form="page-form" formaction="/vi/who/" formnovalidate name="switch_language" value="vi"' in html
    assert 'formaction="?furigana=off" name="switch_language"' in html
    assert "hreflang" not in html
    form, submitted = parts.read(
        RequestFactory().post("/vi/who/", {"name": "Châu", "switch_language": "vi"}), Sample
    )
    assert not submitted
    assert 'value="Châu"' in draw(form, "vi")


def test_a_form_speaks_plainly_and_with_readings():
    form = Sample({"name": "long", "mail": "x", "kind": "c"})
    with translation.override("ja-simple"):
        assert form.errors["name"] == [str(ERRORS["max_length"])]
        assert form.errors["mail"] == ["own words"]
        assert form.errors["kind"] == [str(ERRORS["invalid_choice"])]
        assert form.errors["place"] == [str(ERRORS["required"])]
    html = draw(form, "ja-simple")
    assert "<title>エラー： " in html
    assert "<ruby>家<rp>" in html and "<ruby>何<rp>" in html
    assert ">東京</option>" in html, "a list of the browser has no room for readings"
    assert 'href="#id_kind_0"' in html
    assert 'aria-describedby="id_name_error"' in html and 'id="id_name_error"' in html


def test_no_word_of_django_reaches_a_form():
    for kind in (
        forms.CharField,
        forms.EmailField,
        forms.IntegerField,
        forms.FileField,
        forms.MultipleChoiceField,
    ):
        form = type("One", (HelpForm,), {"field": kind()})()
        ours = {str(words) for words in ERRORS.values()} | {"Please look at this again."}
        assert {str(words) for words in form.fields["field"].error_messages.values()} <= ours


def fail(request):
    raise RuntimeError


fail.login_required = False
fail.__module__ = pages.__name__


class Failing:
    """The real addresses, one of which fails."""

    handler404, handler500 = real.handler404, real.handler500
    urlpatterns = [path(f"{code}/who/", fail) for code in ("en", "ja-simple", "vi")] + real.urlpatterns
