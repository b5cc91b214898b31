"""The list of languages."""

from django.utils import translation

from bansou.core.languages import LANGUAGES, language, language_choices

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
