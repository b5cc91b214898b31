"""The words of the public area: each catalogue says all of them, and easy Japanese keeps the rules of its kind."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext, to_locale
from django.utils.translation.template import templatize

from bansou.core.languages import EASY_JAPANESE, HELP_LANGUAGES, offered
from bansou.core.templatetags.bansou import READING, noruby

ROOM = Path(__file__).parents[2] / "bansou" / "help"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
KANJI = re.compile(r"[\u3400-\u9fff々]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def said() -> set[str | tuple[str, str]]:
    """Everything that the code and the templates of the room say."""
    sources = [path.read_text() for path in ROOM.rglob("*.py")]
    sources += [templatize(path.read_text()) for path in (*ROOM.rglob("*.html"), *ROOM.rglob("*.txt"))]
    return {
        message
        for text in sources
        for _line, message, *_rest in extract("python", io.BytesIO(text.encode()), KEYWORDS)
    }


def catalogue(code: str) -> Path:
    return ROOM / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"


def entries(code: str) -> dict:
    with catalogue(code).open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def forms(text: str | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


TRANSLATED = [code for code in HELP_LANGUAGES if catalogue(code).exists()]


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_says_what_the_room_says(code):
    there = entries(code)
    assert sorted(map(str, said() - there.keys())) == [], "not translated"
    assert sorted(map(str, there.keys() - said())) == [], "no longer said"


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_and_readings_are_those_of_the_text(code):
    for text, message in entries(code).items():
        for form in forms(message.string):
            assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(forms(text)[-1])), text
            if code != EASY_JAPANESE:
                assert not READING.search(form), text


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_a_page_says_is_what_the_catalogue_says(code):
    """Other rooms have words for the same; in the public area its own are heard."""
    with translation.override(code):
        wrong = {
            text: gettext(text)
            for text, message in entries(code).items()
            if isinstance(text, str) and gettext(text) != message.string
        }
    assert not wrong


def test_complete_languages_are_offered():
    assert {"en", "ja", "ja-simple", "vi"} <= set(offered())


def test_every_text_of_a_page_passes_through_the_readings():
    for path in ROOM.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"{%\s*(translate|trans)\b", text), f"{path.name}: write _(…)|ruby"
        for block in re.findall(r"{%\s*blocktrans[^%]*%}", text):
            assert "asvar" in block, f"{path.name}: {block}"
        for words, then in re.findall(r"""_\(("[^"]*")\)(\|\w+)?""", text):
            assert then in ("|ruby", "|noruby"), f"{path.name}: {words}"


def easy() -> list[str]:
    return [form for message in entries(EASY_JAPANESE).values() for form in forms(message.string)]


def test_easy_japanese_has_a_reading_above_every_kanji():
    for text in easy():
        assert not KANJI.search(READING.sub("", text)), text
        for kanji, kana in READING.findall(text):
            assert KANJI.search(kanji), text
            assert re.fullmatch(r"[ぁ-ゖァ-ヺー]+", kana), text


def test_easy_japanese_is_short_and_spaced():
    for text in easy():
        for sentence in re.split(r"[。？！]", noruby(text)):
            assert len(sentence.replace(" ", "")) <= 30, sentence
        if len(noruby(text)) > 15:
            assert " " in text, text
