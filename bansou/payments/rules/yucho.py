"""ゆうちょ (Japan Post Bank): symbol and number of a passbook turned into branch and account.

Rule and vectors as published by sanmai/jpb-account-converter (MIT), which mirrors the bank's own form.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bansou.payments.rules.banks import YUCHO, find_branch


class YuchoReason(StrEnum):
    """Why symbol and number can't be an account."""

    SYMBOL_FORMAT = "symbol_format"
    SYMBOL_KIND = "symbol_kind"
    SYMBOL_END = "symbol_end"
    NUMBER_FORMAT = "number_format"
    NUMBER_LENGTH = "number_length"
    NUMBER_END = "number_end"
    CHECK_DIGIT = "check_digit"
    BRANCH_UNKNOWN = "branch_unknown"


class YuchoRefused(ValueError):
    """Symbol and number don't fit; `reason` says which rule."""

    def __init__(self, reason: YuchoReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class YuchoAccount:
    """What the bank file needs: 店番 (3 digits), 預金種目 (1 or 2) and 口座番号 (7 digits) at bank 9900."""

    branch_code: str
    account_type: str
    account_number: str
    bank_code: str = YUCHO


def convert(symbol: str, number: str) -> YuchoAccount:
    """The account behind 記号 and 番号; the digit printed between them may follow the symbol (`14030-1`).

    Full-width digits, spaces and dashes are accepted. Raises YuchoRefused.
    """
    symbol, number = _symbol(symbol), _number(number)
    general = symbol[0] == "1"
    _refuse_number(number, general)
    if symbol[3] != check_digit(symbol, number):
        raise YuchoRefused(YuchoReason.CHECK_DIGIT)
    branch_code = symbol[1:3] + ("8" if general else "9")
    if find_branch(YUCHO, branch_code) is None:
        raise YuchoRefused(YuchoReason.BRANCH_UNKNOWN)
    account_number = (number[:-1] if general else number).zfill(7)
    return YuchoAccount(branch_code, "1" if general else "2", account_number)


def symbol_and_number(account: YuchoAccount) -> tuple[str, str]:
    """The 記号 and 番号 as a passbook shows them (番号 without leading zeros), for a person to confirm."""
    general = account.account_type == "1"
    digits = account.account_number.lstrip("0")
    number = digits + "1" if general else digits
    start = ("1" if general else "0") + account.branch_code[:2]
    return f"{start}{check_digit(start + '00', number)}0", number


def check_digit(symbol: str, number: str) -> str:
    """The fourth digit of a symbol, computed from the symbol's other digits and the number."""
    digits = [int(char) for char in f"{symbol[:3]}00{number.zfill(8)}"]
    return str(sum(_weighted(at, digit) for at, digit in enumerate(digits)) % 10)


def _weighted(at: int, digit: int) -> int:
    if at % 3 == 0:
        return digit
    if at % 3 == 1:
        return 3 * digit
    return 2 * digit if digit < 5 else 2 * digit - 9


def _plain(text: str) -> str:
    return re.sub(r"[\s‐-―−ー]", "-", unicodedata.normalize("NFKC", text).strip())


def _symbol(text: str) -> str:
    found = re.fullmatch(r"([0-9]{5})(-+[0-9]?)?-*", _plain(text))
    if not found:
        raise YuchoRefused(YuchoReason.SYMBOL_FORMAT)
    symbol = found[1]
    if symbol[0] not in "01":
        raise YuchoRefused(YuchoReason.SYMBOL_KIND)
    if symbol[4] != "0":
        raise YuchoRefused(YuchoReason.SYMBOL_END)
    return symbol


def _number(text: str) -> str:
    number = _plain(text).replace("-", "")
    if not re.fullmatch(r"[0-9]+", number):
        raise YuchoRefused(YuchoReason.NUMBER_FORMAT)
    return number


def _refuse_number(number: str, general: bool) -> None:
    shortest, longest = (2, 8) if general else (1, 6)
    if not shortest <= len(number) <= longest:
        raise YuchoRefused(YuchoReason.NUMBER_LENGTH)
    if general and number[-1] != "1":
        raise YuchoRefused(YuchoReason.NUMBER_END)
