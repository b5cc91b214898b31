"""Names as a bank reads them: normalising to half-width kana, and the character tables of the bank file."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

NAME_BYTES = 30
PAYER_NAME_BYTES = 40

_HALF_KANA = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_HALF_KANA |= {"\u3099": "ﾞ", "\u309a": "ﾟ"}


def _half_width_table() -> dict[int, str]:
    table = {ord(full): half for full, half in _HALF_KANA.items()}
    for code in range(0x30A1, 0x30FB):
        parts = unicodedata.normalize("NFD", chr(code))
        if all(part in _HALF_KANA for part in parts):
            table[code] = "".join(_HALF_KANA[part] for part in parts)
    return table


_HALF_WIDTH = _half_width_table()
_SPACING_MARKS = str.maketrans("\u309b\u309c", "\u3099\u309a")
_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶヰヱ", "アイウエオツヤユヨワカケイエ")
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DASHES = dict.fromkeys(map(ord, "ーｰ‐‑‒–—―−⁃─━⸺⸻"), "-")
_SEPARATORS = dict.fromkeys(map(ord, "・･、､，,·•‧∙⋅"), " ")

_KANJI = re.compile("[々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_VOICED_W = "ヷヸヹヺ"

# ﾜ is the last kana before ﾝ; ｦ, small kana and ｰ stand before ｱ and are left out on purpose.
_KANA = "".join(map(chr, range(0xFF71, 0xFFA0)))
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS_AND_SPACE = "0123456789 "
_TAKES_VOICED = frozenset("ｳ" + "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄ" + "ﾊﾋﾌﾍﾎ")
_TAKES_HALF_VOICED = frozenset("ﾊﾋﾌﾍﾎ")


class FieldKind(StrEnum):
    """Which table of permitted characters a text field of the bank file follows."""

    BANK = "bank"
    NAME = "name"
    EDI = "edi"


_TABLES = {
    FieldKind.BANK: frozenset(_KANA + _LETTERS + _DIGITS_AND_SPACE + "-"),
    FieldKind.NAME: frozenset(_KANA + _LETTERS + _DIGITS_AND_SPACE + "()-."),
    FieldKind.EDI: frozenset(_KANA + "ｦ" + _LETTERS + _DIGITS_AND_SPACE + "\\｢｣()-/."),
}


class NameReason(StrEnum):
    """Why a name can't be written into the bank file."""

    EMPTY = "empty"
    KANJI = "kanji"
    WO = "wo"
    VOICED_W = "voiced_w"
    CHARACTER = "character"
    SOUND_MARK = "sound_mark"
    TOO_LONG = "too_long"


class Change(StrEnum):
    """What a step of the normalising did."""

    SOUND_MARKS = "sound_marks"
    COMPATIBILITY = "compatibility"
    KATAKANA = "katakana"
    LARGE_KANA = "large_kana"
    UPPER_CASE = "upper_case"
    DASH = "dash"
    SEPARATOR = "separator"
    HALF_WIDTH = "half_width"
    SPACES = "spaces"


class NameRefused(ValueError):
    """The name can't be used; `detail` holds the offending characters, or the number of bytes if too long."""

    def __init__(self, reason: NameReason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` is ready for the file; each change is (text before, text after, what was done), in order."""

    text: str
    changes: tuple[tuple[str, str, Change], ...]


def to_half_width(text: str) -> str:
    """Full-width katakana, letters, digits and signs in half width; everything else stays as it is."""
    return unicodedata.normalize("NFKC", text).translate(_HALF_WIDTH)


def normalise_name(raw: str, most: int = NAME_BYTES) -> Normalised:
    """The account holder's name as the bank file takes it, at most 30 bytes, with every change made.

    In order: sound marks, NFKC, katakana, large kana, upper case, dashes, separators, half width, spaces.
    Raises NameRefused; never guesses a reading and never cuts.
    """
    full, changes = _full_width(raw)
    text = full.translate(_HALF_WIDTH)
    if text != full:
        changes.append((full, text, Change.HALF_WIDTH))
    tidy = " ".join(text.split())
    if tidy != text:
        changes.append((text, tidy, Change.SPACES))
    _refuse_unusable(full, tidy, most)
    return Normalised(tidy, tuple(changes) if tidy != raw else ())


def _full_width(raw: str) -> tuple[str, list[tuple[str, str, Change]]]:
    text = raw
    changes: list[tuple[str, str, Change]] = []
    steps = (
        (Change.SOUND_MARKS, lambda t: t.translate(_SPACING_MARKS)),
        (Change.COMPATIBILITY, lambda t: unicodedata.normalize("NFKC", t)),
        (Change.KATAKANA, lambda t: t.translate(_KATAKANA)),
        (Change.LARGE_KANA, lambda t: t.translate(_LARGE)),
        (Change.UPPER_CASE, lambda t: t.translate(_UPPER)),
        (Change.DASH, lambda t: t.translate(_DASHES)),
        (Change.SEPARATOR, lambda t: t.translate(_SEPARATORS)),
    )
    for why, step in steps:
        after = step(text)
        if after != text:
            changes.append((text, after, why))
        text = after
    return text, changes


def _refuse_unusable(full: str, text: str, most: int) -> None:
    if not text:
        raise NameRefused(NameReason.EMPTY)
    for reason, found in (
        (NameReason.KANJI, _KANJI.findall(full)),
        (NameReason.VOICED_W, [char for char in full if char in _VOICED_W]),
        (NameReason.WO, [char for char in full if char == "ヲ"]),
    ):
        if found:
            raise NameRefused(reason, "".join(dict.fromkeys(found)))
    bad = check_characters(FieldKind.NAME, text)
    if bad:
        reason = bad[0][1]
        raise NameRefused(reason, "".join(dict.fromkeys(text[at] for at, why in bad if why == reason)))
    if len(text) > most:
        raise NameRefused(NameReason.TOO_LONG, str(len(text)))


def check_characters(kind: FieldKind, text: str) -> tuple[tuple[int, NameReason], ...]:
    """Positions of `text` (half width, one byte each) that its table forbids; empty when all is well.

    CHARACTER: not in the table. SOUND_MARK: ﾞ or ﾟ after a kana that doesn't take it.
    """
    table = _TABLES[kind]
    found = []
    for at, char in enumerate(text):
        if char not in table:
            found.append((at, NameReason.CHARACTER))
        elif char in "ﾞﾟ":
            takers = _TAKES_VOICED if char == "ﾞ" else _TAKES_HALF_VOICED
            if at == 0 or text[at - 1] not in takers:
                found.append((at, NameReason.SOUND_MARK))
    return tuple(found)


# The banks' abbreviations for kinds of corporation, each with the spellings it stands for, longest first.
_CORPORATIONS = (
    ("ｶ", ("株式会社", "(株)", "カブシキガイシャ", "カブシキカイシャ")),
    ("ﾕ", ("有限会社", "(有)", "ユウゲンガイシャ", "ユウゲンカイシャ")),
    ("ﾄﾞ", ("合同会社", "(同)", "ゴウドウガイシャ", "ゴウドウカイシャ")),
    ("ｼ", ("合資会社", "(資)", "ゴウシガイシャ", "ゴウシカイシャ")),
    ("ﾒ", ("合名会社", "(名)", "ゴウメイガイシャ", "ゴウメイカイシャ")),
    ("ｲ", ("医療法人社団", "医療法人財団", "医療法人", "イリョウホウジン")),
    ("ｻﾞｲ", ("一般財団法人", "公益財団法人", "財団法人", "(財)")),
    ("ｻﾞｲ", ("イッパンザイダンホウジン", "コウエキザイダンホウジン", "ザイダンホウジン")),
    ("ｼﾔ", ("一般社団法人", "公益社団法人", "社団法人", "(社)")),
    ("ｼﾔ", ("イッパンシャダンホウジン", "コウエキシャダンホウジン", "シャダンホウジン")),
    ("ﾄｸﾋ", ("特定非営利活動法人", "NPO法人", "トクテイヒエイリカツドウホウジン", "エヌピーオーホウジン")),
    ("ﾌｸ", ("社会福祉法人", "シャカイフクシホウジン")),
    ("ｶﾞｸ", ("学校法人", "ガッコウホウジン")),
    ("ｼﾕｳ", ("宗教法人", "シュウキョウホウジン")),
)


def suggest_name(raw: str) -> str | None:
    """A spelling that a person may choose instead: the banks' abbreviation of a corporation, ｵ for ｦ.

    None when there is nothing to suggest or the rest of the name can't be used. Never applied by itself.
    """
    text = " ".join(unicodedata.normalize("NFKC", raw).translate(_KATAKANA).split())
    candidate = _abbreviate(text).replace("ヲ", "オ")
    if candidate == text:
        return None
    try:
        return normalise_name(candidate).text
    except NameRefused:
        return None


def _abbreviate(text: str) -> str:
    for short, spellings in _CORPORATIONS:
        for spelling in spellings:
            before, found, after = text.partition(spelling)
            if not found:
                continue
            if not before.strip():
                return f"{short}){after.strip()}"
            return f"{before.strip()}({short}" + (f"){after.strip()}" if after.strip() else "")
    return text
