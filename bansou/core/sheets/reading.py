"""Reads a CSV or xlsx file as text, row by row, with the line each row stands on."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bansou.core.refusal import Refused
from bansou.core.sheets.writing import plain_text

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_UNPACKED_BYTES = 300_000_000
# Bytes that Shift_JIS does not use, yet the codec lets through.
_UNUSED_IN_CP932 = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")


class FileFault(TextChoices):
    """Why a whole file cannot be used."""

    MISSING = "missing", _("There is no file %(name)s.")
    TOO_LARGE = "too_large", _("The file is larger than %(limit)d MB. Split it and import the parts.")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("The file has more than %(limit)d rows. Split it and import the parts."),
    )
    ENCODING = (
        "encoding",
        _("The file is neither UTF-8 nor Shift_JIS (see byte %(byte)d). Save it as “CSV UTF-8”."),
    )
    BROKEN = "broken", _("The file cannot be read as CSV or xlsx (line %(line)d). Export it once more.")
    EMPTY = "empty", _("The file has no header row.")
    TWICE = "twice", _("The heading “%(column)s” stands twice in the file. Rename one of them.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is where it starts in the file, as a text editor or spreadsheet counts (header: 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_rows(path: Path, *, max_rows: int = MAX_ROWS) -> Sheet:
    """The first table of a file: CSV in UTF-8 (with or without BOM) or Shift_JIS with any line ends, or xlsx.

    Cells are stripped text: whole numbers without ".0", days as 2026-08-31, times as 14:05, instants as
    "2026-08-31 14:05:00". Empty rows are left out, short rows filled up. Raises Refused(FileFault).
    """
    if not path.is_file():
        raise Refused(FileFault.MISSING, name=path.name)
    if path.stat().st_size > MAX_BYTES:
        raise Refused(FileFault.TOO_LARGE, limit=MAX_BYTES // 1_000_000)
    content = path.read_bytes()
    rows = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    return _sheet(rows, max_rows)


def _sheet(rows: Iterator[Row], max_rows: int) -> Sheet:
    first = next(rows, None)
    if first is None:
        raise Refused(FileFault.EMPTY)
    header = _trimmed(first.cells)
    seen: set[str] = set()
    for name in header:
        if name and name in seen:
            raise Refused(FileFault.TWICE, column=name)
        seen.add(name)
    kept: list[Row] = []
    for row in rows:
        if len(kept) == max_rows:
            raise Refused(FileFault.TOO_MANY_ROWS, limit=max_rows)
        filled = row.cells + ("",) * (len(header) - len(row.cells))
        kept.append(Row(row.line, filled))
    return Sheet(header, tuple(kept))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:end]


def _csv(content: bytes) -> Iterator[Row]:
    # newline="" leaves all three kinds of line ends to the csv module, also inside quotes.
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            raise Refused(FileFault.BROKEN, line=line) from None
        if cells is None:
            return
        stripped = tuple(plain_text(cell.strip()) for cell in cells)
        if any(stripped):
            yield Row(line, stripped)
        line = reader.line_num + 1


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise Refused(FileFault.ENCODING, byte=content.index(b"\x00"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        raise Refused(FileFault.ENCODING, byte=first) from None
    if _UNUSED_IN_CP932 & set(text):
        raise Refused(FileFault.ENCODING, byte=first)
    return text


def _xlsx(content: bytes) -> Iterator[Row]:
    # Imported late: only imports need it.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise Refused(FileFault.TOO_LARGE, limit=MAX_UNPACKED_BYTES // 1_000_000)
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise Refused(FileFault.BROKEN, line=1) from None
    for line, cells in enumerate(rows, 1):
        texts = tuple(_text(cell) for cell in cells)
        if any(texts):
            yield Row(line, texts)


def _text(cell: object) -> str:
    """A cell as it would stand in a CSV file; spreadsheets keep whole numbers as 1.0."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        # Spreadsheets keep instants as fractions of a day, which end a hair before the second.
        return (cell + timedelta(milliseconds=500)).isoformat(" ", "seconds")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
