"""Owns the municipalities of Japan: their codes, names in kanji, kana and Latin letters, and regional blocks.

The table is data/municipalities.csv (made by script/data; sources and licences in data/NOTICE.md).
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COLUMNS = (
    "code", "prefecture", "county", "name", "kana", "romaji", "kind", "parent_code", "lat", "lon", "retired_on",
    "successor",
)  # fmt: skip

REGIONS = MappingProxyType(
    {
        "hokkaido": ("01",),
        "tohoku": ("02", "03", "04", "05", "06", "07"),
        "kanto": ("08", "09", "10", "11", "12", "13", "14"),
        "chubu": ("15", "16", "17", "18", "19", "20", "21", "22", "23"),
        "kinki": ("24", "25", "26", "27", "28", "29", "30"),
        "chugoku": ("31", "32", "33", "34", "35"),
        "shikoku": ("36", "37", "38", "39"),
        "kyushu_okinawa": ("40", "41", "42", "43", "44", "45", "46", "47"),
    }
)
"""The eight regional blocks of school atlases (Mie in Kinki) and their prefectures, in the order of the codes."""

REGION_NAMES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "hokkaido": _("Hokkaido"),
        "tohoku": _("Tohoku"),
        "kanto": _("Kanto"),
        "chubu": _("Chubu"),
        "kinki": _("Kinki"),
        "chugoku": _("Chugoku"),
        "shikoku": _("Shikoku"),
        "kyushu_okinawa": _("Kyushu and Okinawa"),
    }
)


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One of the 47 prefectures; `code` is JIS X 0401, "01" to "47"; `name` has its suffix (東京都), `romaji` none."""

    code: str
    name: str
    kana: str
    romaji: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, town, village or ward; `code` has six digits, the last of which checks the others.

    `kind` is city, designated_city, ward (of a designated city), special_ward (of Tokyo), town or village.
    `name` of a ward starts with its city. `successors` tells where a retired code went, the larger part first.
    """

    code: str
    prefecture_code: str
    prefecture: str
    county: str
    name: str
    kana: str
    romaji: str
    kind: str
    parent_code: str
    lat: float
    lon: float
    retired_on: date | None
    successors: tuple[str, ...]


def check_digit(five: str) -> str:
    """Sixth digit of a municipality code (Ministry of Internal Affairs, 全国地方公共団体コード).

    Raises ValueError unless `five` is five ASCII digits.
    """
    if len(five) != 5 or not (five.isascii() and five.isdigit()):
        raise ValueError("A municipality code without its check digit has five digits.")
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10 if total >= 11 else 11 - total)


def with_check_digit(five: str) -> str:
    """The six-digit code of a five-digit one."""
    return five + check_digit(five)


def prefectures() -> tuple[Prefecture, ...]:
    """All 47, in the order of their codes."""
    return tuple(_tables()[0].values())


def prefecture(code: str) -> Prefecture:
    """The prefecture with a code "01" to "47". Raises KeyError."""
    return _tables()[0][code]


def prefecture_name(code: str, lang: str) -> str:
    """Name for a page in `lang`: kanji for Japanese and Chinese, Latin letters otherwise. Raises KeyError."""
    found = prefecture(code)
    return found.name if lang.split("-")[0] in ("ja", "zh") else found.romaji


def region_of(prefecture_code: str) -> str:
    """Code of the regional block that a prefecture belongs to. Raises KeyError."""
    for region, codes in REGIONS.items():
        if prefecture_code in codes:
            return region
    raise KeyError(prefecture_code)


def municipality(code: str) -> Municipality:
    """The municipality with a six-digit code, retired ones too. Raises KeyError."""
    return _tables()[1][code]


def municipalities(prefecture_code: str) -> tuple[Municipality, ...]:
    """All of a prefecture in the order of their codes, without retired ones; empty for a code that is none."""
    rows = _tables()[1].values()
    return tuple(row for row in rows if row.prefecture_code == prefecture_code and not row.retired_on)


@cache
def _tables() -> tuple[dict[str, Prefecture], dict[str, Municipality]]:
    text = files("bansou.core").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
    return _read(csv.DictReader(text.splitlines()))


def _read(
    rows: Iterable[dict[str, str]],
) -> tuple[dict[str, Prefecture], dict[str, Municipality]]:
    big: dict[str, Prefecture] = {}
    small: dict[str, Municipality] = {}
    for row in rows:
        prefecture_code = row["code"][:2]
        if row["kind"] == "prefecture":
            big[prefecture_code] = Prefecture(prefecture_code, row["name"], row["kana"], row["romaji"])
            continue
        small[row["code"]] = Municipality(
            code=row["code"],
            prefecture_code=prefecture_code,
            prefecture=row["prefecture"],
            county=row["county"],
            name=row["name"],
            kana=row["kana"],
            romaji=row["romaji"],
            kind=row["kind"],
            parent_code=row["parent_code"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            retired_on=date.fromisoformat(row["retired_on"]) if row["retired_on"] else None,
            successors=tuple(row["successor"].split()),
        )
    return big, small
