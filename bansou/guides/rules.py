"""The packaged texts and lines as they stand in `texts/`, and when a text or a line needs somebody's eye."""

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

_RUBY = re.compile(r"\{[^{}|]+\|[^{}|]+\}")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_PHONE = re.compile(r"#?[0-9][0-9-]*")
FOLDER = Path(__file__).resolve().parent / "texts"


@dataclass(frozen=True, slots=True)
class Content:
    """What a guide says in one language: one sentence or two in each point and step, no markup.

    Easy Japanese writes its readings into the text: {困|こま}って いますか.
    """

    title: str
    lead: str
    points: tuple[str, ...]
    steps: tuple[str, ...]
    link_url: str
    link_label: str


@dataclass(frozen=True, slots=True)
class PackagedText:
    """`version` is that of the English text that it says, or was translated from."""

    topic: str
    language: str
    state: str
    version: int
    content: Content


@dataclass(frozen=True, slots=True)
class PackagedLine:
    """`languages` are codes of core.languages; `then_press` is the key to press after the call is answered."""

    code: str
    kind: str
    name: str
    name_en: str
    number: str
    hours: str
    languages: tuple[str, ...]
    then_press: str = ""
    interpreter: bool = False


def packaged_languages() -> list[str]:
    """The languages of which there is a file, in the order of their codes."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "lines")


def packaged_texts(language: str) -> list[PackagedText]:
    """The texts of one language's file. Raises KeyError, ValueError or TypeError where the file is wrong."""
    data = _read(language)
    if data["language"] != language:
        raise ValueError(f"{language}.toml says that its language is {data['language']}")
    return [
        PackagedText(topic, language, given.get("state", data["state"]), given["version"], _content(given))
        for topic, given in data.items()
        if isinstance(given, dict)
    ]


def packaged_lines() -> list[PackagedLine]:
    """The emergency lines that come with the program."""
    return [
        PackagedLine(code, **{**given, "languages": tuple(given["languages"])})
        for code, given in _read("lines").items()
    ]


def is_outdated(source_version: int, version: int) -> bool:
    """Whether a text was made from another English text than today's."""
    return source_version != version


def is_due(checked_on: date | None, today: date) -> bool:
    """Whether a line must be called to see if it is still right: never checked, or more than a year ago."""
    if checked_on is None:
        return True
    # Checked on 29 February: due from 1 March of the next year, as for every other day the day after.
    return (today.year - 1, today.month, today.day) > (checked_on.year, checked_on.month, checked_on.day)


def is_phone_number(text: str) -> bool:
    """Digits and hyphens, perhaps after a #: what a phone can dial."""
    return _PHONE.fullmatch(text) is not None


def bare_kanji(text: str) -> str:
    """The kanji of an easy Japanese text that stand without a reading: "困る" gives 困, "{困|こま}る" nothing."""
    return "".join(_KANJI.findall(_RUBY.sub("", text)))


def _content(given: dict[str, Any]) -> Content:
    plain = {each.name: given[each.name] for each in fields(Content)}
    return Content(**{**plain, "points": tuple(given["points"]), "steps": tuple(given["steps"])})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
