"""Pure rules, and the packaged texts themselves."""

import re
import unicodedata
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.core.languages import HELP_LANGUAGES, language
from bansou.guides import rules
from bansou.guides.enums import LineKind, Topic

RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
JAPANESE = {"HIRAGANA", "KATAKANA", "CJK"}
SCRIPTS = {
    "ja": JAPANESE, "ja-simple": JAPANESE, "zh-hans": {"CJK"}, "ko": {"HANGUL"},
    "ne": {"DEVANAGARI"}, "my": {"MYANMAR"}, "fa": {"ARABIC"},
}  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("checked_on", "today", "due"),
    [
        (None, date(2026, 11, 22), True),
        (date(2026, 11, 22), date(2026, 11, 22), False),
        (date(2025, 11, 22), date(2026, 11, 22), False),
        (date(2025, 11, 21), date(2026, 11, 22), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
    ],
)
def test_a_line_is_due_after_a_year(checked_on, today, due):
    assert rules.is_due(checked_on, today) is due


@given(DAYS, st.integers(0, 800))
def test_a_check_counts_until_the_same_day_of_the_next_year(checked_on, days):
    leap = (checked_on.month, checked_on.day) == (2, 29)
    last = date(checked_on.year + 1, checked_on.month, 28 if leap else checked_on.day)
    today = checked_on + timedelta(days)
    assert rules.is_due(checked_on, today) == (today > last)


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_text_of_another_version_is_outdated(source_version, version):
    assert rules.is_outdated(source_version, version) == (source_version != version)


@pytest.mark.parametrize("number", ["110", "#8008", "0120-279-338"])
def test_numbers_that_a_phone_can_dial(number):
    assert rules.is_phone_number(number)


@pytest.mark.parametrize("number", ["", "-1", "110番", "０１２０", "0120 279", "javascript:1", "+81"])
def test_what_a_phone_cannot_dial(number):
    assert not rules.is_phone_number(number)


@given(st.text("困る人{}|こま", max_size=12))
def test_kanji_without_a_reading_are_found(text):
    assert rules.bare_kanji(text) == "".join(c for c in RUBY.sub("", text) if c in "困人")


def test_every_language_of_the_help_pages_has_every_topic():
    assert set(rules.packaged_languages()) == set(HELP_LANGUAGES)
    source = {text.topic: text for text in rules.packaged_texts("en")}
    assert set(source) == {topic.key for topic in Topic}
    for code in rules.packaged_languages():
        texts = rules.packaged_texts(code)
        assert [text.topic for text in texts] == list(source)
        for text in texts:
            original = source[text.topic]
            assert text.state in ("machine", "draft")
            assert 1 <= text.version <= original.version
            assert len(text.content.points) == len(original.content.points), (code, text.topic)
            assert len(text.content.steps) == len(original.content.steps), (code, text.topic)
            assert text.content.link_url == original.content.link_url
            assert len(text.content.title) <= 120 and len(text.content.lead) <= 400


def words_of(content):
    return (content.title, content.lead, *content.points, *content.steps, content.link_label)


# Easy Japanese says less than the English text, on purpose.
@pytest.mark.parametrize("code", [code for code in rules.packaged_languages() if code != "ja-simple"])
def test_translations_keep_every_number_in_digits_that_people_dial(code):
    source = {text.topic: text.content for text in rules.packaged_texts("en")}
    for text in rules.packaged_texts(code):
        for english, words in zip(words_of(source[text.topic]), words_of(text.content), strict=True):
            digits = {sign for sign in words if sign.isdigit()}
            assert digits <= set("0123456789"), words
            assert set(re.findall("[0-9]+", english)) <= set(re.findall("[0-9]+", words)), words


@pytest.mark.parametrize("code", rules.packaged_languages())
def test_texts_stand_in_the_script_of_their_language(code):
    for text in rules.packaged_texts(code):
        letters = "".join(words_of(text.content))
        scripts = Counter(unicodedata.name(sign).split()[0] for sign in letters if sign.isalpha())
        own = sum(scripts[script] for script in SCRIPTS.get(code, {"LATIN"}))
        assert own > scripts.total() / 2, (text.topic, scripts)


def test_easy_japanese_has_readings_and_short_sentences():
    for text in rules.packaged_texts("ja-simple"):
        for words in words_of(text.content):
            assert not rules.bare_kanji(words), words
            assert not set("{|}") & set(RUBY.sub("", words)), words
            # An official name in brackets is there to be shown at a counter.
            plain = re.sub(r"（[^）]*）", "", RUBY.sub(r"\1", words)).replace(" ", "")
            assert all(len(sentence) <= 30 for sentence in re.split("[。？]", plain)), words


def test_packaged_lines_are_numbers_in_languages_that_we_know():
    lines = rules.packaged_lines()
    assert {"110", "119", "#8008", "0120-279-338"} <= {line.number for line in lines}
    for line in lines:
        assert rules.is_phone_number(line.number)
        assert not rules.bare_kanji(line.name), line.name
        assert LineKind[line.kind.upper()]
        assert all(language(code) for code in line.languages)


def test_every_topic_has_somebody_to_call():
    for topic in Topic:
        assert topic in LineKind.EMERGENCY.topics
        assert topic.icon and topic.key
