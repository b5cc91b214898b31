"""What is decided about a registration without the database: readable answers, paper codes, states."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from random import Random
from uuid import UUID

import jaconv

from bansou.core import checkchars
from bansou.core.typed import narrow

CONSENT_VERSION = "2026-11"
"""Names the text in templates/supporters/consent/; a changed text is a new file with a new version."""

IDS_A_DAY = 20
"""So many Bansou IDs of strangers may one person ask for in a day: each answer tells whether somebody has it."""

PAPER_BODY = 9
_PAPERS = ("M", "A")
_KANA = re.compile(r"[ァ-ヺー・゛゜ヽヾ \-=.’']+")
_LATIN = re.compile(r"[^\W\d_][^\W\d_ .,'’\-]*(?:[ .,'’\-]+[^\W\d_]+)*\.?")
_PHONE_MARKS = re.compile(r"[\s().\-/]+")


class Unreadable(ValueError):
    """A typed answer that breaks a rule: `code` is a value of enums.Fault, `params` are for its words."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language (core.languages), how well (enums.Level), and whether the supporter interprets in it."""

    language: str
    level: str
    interprets: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """A time of the week in which a supporter is usually free; weekday 0 is Monday."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that a supporter tells about themselves, already checked."""

    name: str
    kana: str
    latin: str
    mail: str
    phone: str
    postal_code: str
    prefecture: str
    municipality: str
    street: str
    building: str = ""
    languages: tuple[Spoken, ...] = ()
    areas: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    foreign_roots: str = ""
    previous_experience: bool = False
    experience_text: str = ""
    organisation_id: UUID | None = None
    gender: str = ""
    remote: bool = False
    paused_until: date | None = None
    times: tuple[Free, ...] = ()


def read_kana(typed: str) -> str:
    """A reading in full-width katakana, from hiragana, half-width or mixed kana. Raises Unreadable."""
    wide = unicodedata.normalize("NFKC", jaconv.h2z(typed))
    kana = " ".join(jaconv.hira2kata(wide).split())
    if not _KANA.fullmatch(kana):
        raise Unreadable("kana")
    return kana


def read_latin(typed: str) -> str:
    """A name in Latin capitals as cards print it; letters with marks stay (NGUYỄN). Raises Unreadable."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).replace("，", ",").upper().split())
    if not _LATIN.fullmatch(plain) or not all(_is_latin(char) for char in plain if char.isalpha()):
        raise Unreadable("latin")
    return plain


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def read_phone(typed: str) -> str:
    """A phone number typed in any format, as digits with hyphens, +81 where given. Raises Unreadable."""
    plain = _PHONE_MARKS.sub("-", narrow(typed)).strip("-")
    digits = plain.replace("-", "")
    number = digits.removeprefix("+")
    if not (number.isascii() and number.isdigit() and 9 <= len(number) <= 15):
        raise Unreadable("phone")
    return plain if len(plain) <= 20 else digits


def state_of(
    papers_sent_on: date | None,
    memorandum_back_on: date | None,
    account_notice_back_on: date | None,
    payable_on: date | None,
) -> str:
    """The state (enums.State) of a registration: ID issued, papers sent, papers back, payable."""
    if payable_on:
        return "payable"
    if memorandum_back_on and account_notice_back_on:
        return "papers_back"
    return "papers_sent" if papers_sent_on else "id_issued"


def new_paper_code(rng: Random) -> str:
    """A random code for the papers of a registration: nine characters and their check."""
    return checkchars.new_code(PAPER_BODY, rng)


def show_paper_code(code: str, paper: str = "") -> str:
    """As printed and in the QR: "K7M3Q-9X2PA", with the paper's letter in front "M-K7M3Q-9X2PA"."""
    shown = checkchars.grouped(code, 5, 5)
    return f"{paper}-{shown}" if paper else shown


def read_paper_code(typed: str) -> tuple[str, str] | None:
    """The code and the paper's letter (may be empty) of a scanned or typed code; None if mistyped."""
    code = checkchars.normalise(typed)
    paper = code[:1] if len(code) == PAPER_BODY + 2 and code[:1] in _PAPERS else ""
    code = code[len(paper) :]
    return (code, paper) if checkchars.is_valid(code, PAPER_BODY) else None
