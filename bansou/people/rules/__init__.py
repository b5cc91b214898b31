"""How a person is recognised again: keys of a name and birth date, and how alike two of them are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from anyascii import anyascii

LOOKUPS_A_DAY = 20
ALIKE_FROM = 0.70
FILTER_BITS = 1024
NAME_HASHES = 10
# A part of the birth date says more than one pair of letters.
DATE_HASHES = 24
VOWELS = set("aeiouy")


@dataclass(frozen=True, slots=True)
class Identity:
    """A name as on the residence card, and the birth date."""

    name: str
    birth_on: date


def latin_words(name: str) -> list[str]:
    """The words of a name in small Latin letters, in the order of the alphabet: who types it may turn it round."""
    return sorted(re.findall(r"[a-z]+", anyascii(name).lower()))


def exact_key(identity: Identity) -> str:
    """Equal for the same letters, in whatever order and script, and the same birth date."""
    letters = "".join(sorted("".join(latin_words(identity.name))))
    return f"identity|{letters}|{identity.birth_on.isoformat()}"


def birth_key(identity: Identity) -> str:
    return f"birth|{identity.birth_on.isoformat()}"


def name_key(identity: Identity) -> str:
    """Equal for names with the same set of consonants: what is left of a name that is spelled by ear."""
    return f"name|{''.join(sorted(set(''.join(latin_words(identity.name))) - VOWELS))}"


def likeness(one: Identity, other: Identity) -> float:
    """Dice coefficient of two Bloom filters, 0 to 1; from ALIKE_FROM on a person should look at both.

    The filters exist only here in memory: stored ones could be read back by anybody with a list of names.
    """
    first, second = _bloom_filter(one), _bloom_filter(other)
    return 2 * (first & second).bit_count() / (first.bit_count() + second.bit_count())


def _bloom_filter(identity: Identity) -> int:
    bits = 0
    for feature, hashes in _features(identity):
        for turn in range(hashes):
            place = blake2b(f"{turn}|{feature}".encode(), digest_size=4).digest()
            bits |= 1 << int.from_bytes(place, "big") % FILTER_BITS
    return bits


def _features(identity: Identity) -> Iterator[tuple[str, int]]:
    for word in latin_words(identity.name):
        edged = f"_{word}_"
        for at in range(len(edged) - 1):
            yield f"pair|{edged[at : at + 2]}", NAME_HASHES
        yield f"skeleton|{''.join(letter for letter in word if letter not in VOWELS)}", NAME_HASHES
    born = identity.birth_on
    for feature in (f"year|{born.year}", f"month|{born.month}", f"day|{born.day}"):
        yield feature, DATE_HASHES
