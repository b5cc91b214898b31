"""Owns the look-up of addresses by postal code.

The table is data/postal.zip (made by script/data from Japan Post's lists): one member per first three digits, so a
look-up unpacks a few kilobytes and only the packed 2 MB stay in memory.
"""

import io
import zipfile
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bansou.core.municipalities import municipality
from bansou.core.typed import narrow


@dataclass(frozen=True, slots=True)
class Address:
    """What a postal code says: up to the town, never the house. `town` and `town_kana` may be empty.

    `municipality` stands as on an envelope, with its county (西多摩郡奥多摩町); `municipality_code` has six digits.
    """

    prefecture_code: str
    prefecture: str
    municipality_code: str
    municipality: str
    town: str
    town_kana: str


def normalise(typed: str) -> str | None:
    """The seven digits of a postal code as a person types it (〒, hyphens, spaces, full width), else None."""
    digits = "".join(char for char in narrow(typed) if not (char.isspace() or char in "〒-"))
    return digits if len(digits) == 7 and digits.isascii() and digits.isdigit() else None


def display(code: str) -> str:
    """ "1100005" → "110-0005"."""
    return f"{code[:3]}-{code[3:]}"


def lookup(typed: str) -> list[Address]:
    """Every address behind a postal code, in the order of municipality and town; empty if there is no such code.

    Large offices with a code of their own give the town they stand in.
    """
    code = normalise(typed)
    if code is None:
        return []
    return [
        _address(*fields)
        for last_four, *fields in (line.split("\t") for line in _lines(code[:3]))
        if last_four == code[3:]
    ]


def _address(municipality_code: str, town: str, town_kana: str) -> Address:
    place = municipality(municipality_code)
    return Address(
        prefecture_code=place.prefecture_code,
        prefecture=place.prefecture,
        municipality_code=place.code,
        municipality=f"{place.county}{place.name}",
        town=town,
        town_kana=town_kana,
    )


@lru_cache(maxsize=8)
def _lines(prefix: str) -> tuple[str, ...]:
    archive = _archive()
    if prefix not in archive.NameToInfo:
        return ()
    return tuple(archive.read(prefix).decode("utf-8").splitlines())


@cache
def _archive() -> zipfile.ZipFile:
    # Kept open: reading its list of members takes longer than a look-up.
    return zipfile.ZipFile(io.BytesIO(files("bansou.core").joinpath("data", "postal.zip").read_bytes()))
