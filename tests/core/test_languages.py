"""The lists of languages: those that people speak, and those of the pages."""

import pytest
from babel import Locale
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import get_language_from_request

from bansou.core.languages import (
    HELP_LANGUAGES,
    LANGUAGES,
    SITE_LANGUAGES,
    babel_locale,
    language,
    language_choices,
    own_name,
    site_language,
)

SPOKEN = {
    "en", "ja", "vi", "zh-hans", "zh-hant", "pt-br", "ne", "my", "fil", "id", "es", "ko", "fa", "th", "km", "ru", "uk",
    "ar", "hi", "ur", "bn", "si", "mn", "fr", "ta", "jsl",
}  # fmt: skip


def test_the_languages_of_the_network_are_there_once_each():
    codes = [one.code for one in LANGUAGES]
    assert set(codes) >= SPOKEN
    assert len(codes) == len(set(codes)) == len({one.own_name for one in LANGUAGES})


def test_choices_show_the_own_name_first():
    with translation.override("en"):
        choices = dict(language_choices())
    assert choices["vi"] == "Tiếng Việt (Vietnamese)"
    assert choices["en"] == "English"
    assert language("ne").own_name == "नेपाली"


def test_pages_speak_thirteen_languages_and_the_site_three():
    assert len(HELP_LANGUAGES) == len(set(HELP_LANGUAGES)) == 13
    assert set(SITE_LANGUAGES) < set(HELP_LANGUAGES)
    assert [own_name(code) for code in ("ja-simple", "es", "fa")] == ["やさしい日本語", "Español", "فارسی"]
    assert [site_language(code) for code in ("vi", "ja-simple", "fa")] == ["vi", "ja", "en"]


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("prs-AF", "fa"),
        ("in-ID", "id"),
        ("zh-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("pt", "pt-br"),
        ("my-MM", "my"),
    ],
)
def test_browsers_may_call_a_language_otherwise(wish, language):
    assert get_language_from_request(RequestFactory().get("/", headers={"Accept-Language": wish})) == language


def test_dates_of_every_page_can_be_written():
    for code in HELP_LANGUAGES:
        assert Locale.parse(babel_locale(code)).territories["JP"]
