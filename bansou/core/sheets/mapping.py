"""The mapping file of a form: which question text is which field, and which answer means which value."""

import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bansou.core.refusal import Refused
from bansou.core.sheets.reading import Row, Sheet


class MappingFault(TextChoices):
    """Why a mapping cannot be used, or does not fit a file."""

    UNREADABLE = "unreadable", _("The mapping %(name)s is not a readable TOML file: %(detail)s")
    WRONG_FORM = "wrong_form", _("The mapping %(name)s is for “%(found)s”, not for “%(wanted)s”.")
    MISSING_COLUMN = (
        "missing_column",
        _("The file has no column for “%(field)s”. The mapping looks for: %(headings)s."),
    )


@dataclass(frozen=True, slots=True)
class Record:
    """One row by field. `headings` names the column of each field as it stands in the file, for messages."""

    line: int
    values: MappingOf[str, str]
    headings: MappingOf[str, str]
    row: Row


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields by their possible headings, and answers by field in the words of the form.

    ```toml
    form = "registrations"
    [columns]
    mail = ["メールアドレス", "Email address"]
    [answers.experience]
    "はい" = "yes"
    ```
    """

    form: str
    columns: MappingOf[str, tuple[str, ...]]
    answers: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)

    def records(self, sheet: Sheet, required: frozenset[str]) -> Iterator[Record]:
        """Each row by field. Raises Refused(MappingFault.MISSING_COLUMN) before the first row."""
        places = self._places(sheet.header)
        for name in sorted(required):
            if name not in places:
                headings = " / ".join(self.columns.get(name, ("–",)))
                raise Refused(MappingFault.MISSING_COLUMN, field=name, headings=headings)
        found = {name: sheet.header[place] for name, place in places.items()}
        return (
            Record(row.line, {name: row.cells[place] for name, place in places.items()}, found, row)
            for row in sheet.rows
        )

    def answer(self, name: str, text: str) -> str:
        """The value that an answer stands for; an answer that the mapping does not list stays as it is."""
        return self.answers.get(name, {}).get(text, text)

    def _places(self, header: tuple[str, ...]) -> dict[str, int]:
        at = {folded(text): place for place, text in enumerate(header)}
        return {
            name: at[folded(heading)]
            for name, headings in self.columns.items()
            for heading in reversed(headings)
            if folded(heading) in at
        }


def read_mapping(path: Path, *, form: str) -> Mapping:
    """The mapping file of `form`. Raises Refused(MappingFault)."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        columns = {
            name: tuple([text] if isinstance(text, str) else text) for name, text in data["columns"].items()
        }
        answers = {
            name: {str(k): str(v) for k, v in pairs.items()}
            for name, pairs in data.get("answers", {}).items()
        }
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        AttributeError,
        TypeError,
    ) as error:
        raise Refused(MappingFault.UNREADABLE, name=path.name, detail=error) from None
    if data.get("form") != form:
        raise Refused(MappingFault.WRONG_FORM, name=path.name, found=data.get("form", ""), wanted=form)
    return Mapping(form, columns, answers)


def folded(text: str) -> str:
    """Equal for texts that differ in blanks and capitals only."""
    return "".join(text.split()).casefold()


def read_day(text: str) -> date:
    """A day as forms export it: 2023-07-10, 2023/7/10, 7/10/2023 (month first). Raises ValueError."""
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(text)
    year, month, day = parts if len(parts[0]) == 4 else (parts[2], parts[0], parts[1])
    return date(int(year), int(month), int(day))


def read_time(text: str) -> time:
    """A time as forms export it: 9:05, 14:30:00, "2:30:00 PM", 午後 2:30:00. Raises ValueError."""
    plain = text.upper().strip()
    late = plain.endswith("PM") or plain.startswith("午後")
    early = plain.endswith("AM") or plain.startswith("午前")
    for word in ("PM", "AM", "午後", "午前"):
        plain = plain.replace(word, "")
    hour, minute, second = (*(int(part) for part in plain.strip().split(":")), 0)[:3]
    if late or early:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if late else 0)
    return time(hour, minute, second)


def read_timestamp(text: str) -> datetime:
    """The first column of an export, as naive local time: "2023/07/12 9:05:11", "7/12/2023 9:05:11".

    Also with 午前, 午後, AM, PM and a closing zone such as "GMT+9". Raises ValueError.
    """
    day, _space, rest = text.strip().partition(" ")
    clock = rest.rsplit(" GMT", 1)[0]
    return datetime.combine(read_day(day), read_time(clock) if clock else time())
