"""The table of banks and branches, read file by file from the packaged data of `zengin-code`.

Importing that package reads all 30,000 rows; here only the bank list and the branches asked for are read.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from bansou.payments.rules.kana import to_half_width

YUCHO = "9900"


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    name: str
    kana: str
    hira: str
    roma: str

    @property
    def file_name(self) -> str:
        """The name for the bank file: half width, at most 15 bytes, `.` as a space (its table has no dot)."""
        return to_half_width(self.kana).replace(".", " ")


class Bank(_Entry):
    """A bank: four-digit code; `kana` is full width as published, without small kana."""

    __slots__ = ()


class Branch(_Entry):
    """A branch: three-digit code, otherwise like a bank."""

    __slots__ = ()


_Row = TypeVar("_Row", Bank, Branch)


def find_bank(code: str) -> Bank | None:
    """The bank with this four-digit code, or None."""
    return _banks().get(code)


def find_branch(bank_code: str, branch_code: str) -> Branch | None:
    """The branch with this three-digit code of this bank, or None (also when the bank is unknown)."""
    return _branches(bank_code).get(branch_code) if bank_code in _banks() else None


def names(bank_code: str, branch_code: str) -> tuple[str, str]:
    """Bank and branch as people call them; the code itself of what the table does not have (any more)."""
    bank, branch = find_bank(bank_code), find_branch(bank_code, branch_code)
    return (bank.name if bank else bank_code, branch.name if branch else branch_code)


def file_names(bank_code: str, branch_code: str) -> tuple[str, str]:
    """Bank and branch as the bank file names them; empty what the table does not have."""
    bank, branch = find_bank(bank_code), find_branch(bank_code, branch_code)
    return (bank.file_name if bank else "", branch.file_name if branch else "")


def is_account_number(text: str) -> bool:
    """One to seven digits, not all zeros."""
    return text.isascii() and text.isdigit() and len(text) <= 7 and int(text) > 0


def search_banks(text: str, limit: int = 10) -> list[Bank]:
    """Banks by code, name, kana or Latin letters: exact matches first, then beginnings, then the rest."""
    return _search(_banks().values(), text, limit)


def search_branches(bank_code: str, text: str, limit: int = 10) -> list[Branch]:
    """Branches of one bank, matched as in `search_banks`; empty when the bank is unknown."""
    return _search(_branches(bank_code).values(), text, limit) if bank_code in _banks() else []


def _data() -> Path:
    spec = find_spec("zengin_code")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("zengin_code")
    return Path(spec.submodule_search_locations[0], "source-data", "data")


def _read(path: Path, row: type[_Row]) -> dict[str, _Row]:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {code: row(**raw[code]) for code in sorted(raw)}


@lru_cache(maxsize=1)
def _banks() -> dict[str, Bank]:
    return _read(_data() / "banks.json", Bank)


@lru_cache(maxsize=32)
def _branches(bank_code: str) -> dict[str, Branch]:
    return _read(_data() / "branches" / f"{bank_code}.json", Branch)


def _search(rows: Iterable[_Row], text: str, limit: int) -> list[_Row]:
    wanted = _fold(text)
    if not wanted:
        return []
    ranked = []
    for row in rows:
        keys = _keys(row)
        if wanted in keys:
            rank = 0
        elif any(key.startswith(wanted) for key in keys):
            rank = 1
        elif any(wanted in key for key in keys[1:]):
            rank = 2
        else:
            continue
        ranked.append((rank, row.code, row))
    return [row for _, _, row in sorted(ranked, key=lambda item: item[:2])[:limit]]


def _keys(row: Bank | Branch) -> tuple[str, str, str, str]:
    return row.code, _fold(row.name), _fold(row.hira), _fold(row.roma)


_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖー", "あいうえおつやゆよわかけ-")
# What people write out and the table shortens or leaves away.
_WORDS = (("信用金庫", "信金"), ("信用組合", "信組"), ("農業協同組合", "農協"), ("労働金庫", "労金"))
_SUFFIX = re.compile(r"(?<=.)(銀行|ぎんこう|支店|してん| ?bank| ?branch)$")
_LONG_VOWEL = re.compile(r"(?<=[aiueo])-|(?<=u)u|(?<=o)[ou]")
_SIBILANT_GLIDE = re.compile(r"(sh|ch|j)iy(?=[auo])")
_GLIDE = re.compile(r"([kgnhmrbp])iy(?=[auo])")


def _fold(text: str) -> str:
    """One spelling for searching: yucho, yuuchiyo and ゆうちょ銀行 all find ゆうちょ."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip().translate(_TO_HIRAGANA).translate(_LARGE)
    for written_out, short in _WORDS:
        folded = folded.replace(written_out, short)
    folded = _SUFFIX.sub("", folded)
    if not folded.isascii():
        return folded
    folded = _GLIDE.sub(r"\1y", _SIBILANT_GLIDE.sub(r"\1", folded))
    return _LONG_VOWEL.sub("", folded)
