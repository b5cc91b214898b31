"""Finding words in names of any script and in notes."""

import unicodedata
from collections.abc import Callable, Iterable

import jaconv

from bansou.people.rules import latin_words


def plain(text: str) -> str:
    """Text as names are compared: one width, no capitals, kana as katakana, no blanks."""
    return jaconv.hira2kata("".join(unicodedata.normalize("NFKC", text).casefold().split()))


def name_test(typed: str) -> Callable[[Iterable[str]], bool]:
    """Tells whether one of somebody's names holds what was typed.

    Either it stands in the name as it is, or every word of it begins a word of the name: Latin letters find a name
    in kana or in its own script by how it sounds, and the other way round.
    """
    whole, words = plain(typed), latin_words(typed)

    def fits(name: str) -> bool:
        if whole in plain(name):
            return True
        there = latin_words(name)
        return bool(words) and all(any(one.startswith(word) for one in there) for word in words)

    return lambda names: any(fits(name) for name in names if name)


def note_test(typed: str) -> Callable[[str], tuple[int, int] | None]:
    """Tells where (from, to) a note has what was typed, in capitals or not, in hiragana, katakana or full width.

    Notes are long and many: they are not folded, but searched for each way to write the words.
    """
    text = unicodedata.normalize("NFKC", typed).casefold()
    kata, hira = jaconv.hira2kata(text), jaconv.kata2hira(text)
    wide = jaconv.h2z(text, kana=False, ascii=True, digit=True)
    ways = list(dict.fromkeys((typed.casefold(), text, kata, hira, wide)))

    def place(note: str) -> tuple[int, int] | None:
        folded = note.casefold()
        for way in ways:
            at = folded.find(way)
            if at >= 0:
                return at, at + len(way)
        return None

    return place
