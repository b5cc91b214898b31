"""Which town somebody means. A town is a municipality; the wards of a designated city are one town."""

import unicodedata
from functools import cache

from bansou.core.municipalities import Municipality, municipalities, municipality


def find_town(prefecture: str, typed: str) -> str:
    """The code of a town as people write it (台東区, 西多摩郡奥多摩町, Taito-ku); "" if it cannot be told."""
    return _by_name(prefecture).get(_folded(typed), "")


def town_of(code: str) -> str:
    """The town of a municipality's code; "" stays "". Raises KeyError for a code that is none."""
    if not code:
        return ""
    place = municipality(code)
    return place.parent_code if place.kind == "ward" else code


@cache
def _by_name(prefecture: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in municipalities(prefecture):
        for name in _names(place):
            found.setdefault(name, town_of(place.code))
    return found


def _names(place: Municipality) -> set[str]:
    romaji = _folded(place.romaji)
    plain = {_folded(place.name), _folded(place.county + place.name), _folded(place.prefecture + place.name)}
    return plain | {romaji, _folded(place.kana)}


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in letters if char.isalnum())
