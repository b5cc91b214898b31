"""Finding words in names of any script and in notes."""

import unicodedata

import jaconv

from bansou.people.rules import latin_words


def plain(text: str) -> str:
    """Text as it is compared: one width, no capitals, kana as katakana."""
    return jaconv.hira2kata(unicodedata.normalize("NFKC", text).casefold())


def is_named(typed: str, names: list[str]) -> bool:
    """Whether every word that was typed begins a word of one of these names, or stands in it as it is.

    Latin letters find a name in kana or its own script by how it sounds, and the other way round.
    """
    return any(_fits(typed, name) for name in names if name)


def _fits(typed: str, name: str) -> bool:
    if plain(typed).replace(" ", "") in plain(name).replace(" ", ""):
        return True
    words, wanted = latin_words(name), latin_words(typed)
    return bool(wanted) and all(any(word.startswith(each) for word in words) for each in wanted)
