"""Writes tables in which nothing that people typed can become a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

# What a spreadsheet program may take for a formula, also behind blanks and marks of no width.
_LIVE = re.compile(r"^(?:[\t\r\n\x00\ufeff]|[\x00-\x20\x7f\s\ufeff\u200b-\u200f\u2060]*[=+\-@|%＝＋－＠])")


def safe_text(value: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could run it. Never for bank files."""
    return f"'{value}" if _LIVE.match(value) else value


def plain_text(value: str) -> str:
    """What safe_text was given, so that a file of ours reads back as it was."""
    return value[1:] if value.startswith("'") and _LIVE.match(value[1:]) else value


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with BOM, CRLF, everything quoted: what Excel opens rightly. Text is made safe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_text(str(name)) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, date)):
        return str(value)
    return safe_text(str(value))


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> bytes:
    """An xlsx file of one sheet: integers as numbers, days as days, all else as text cells, which never run.

    Raises ValueError for a text of more than 32,767 characters, which the format would cut silently.
    """
    # Imported late: most requests never write a workbook.
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(title[:31] or None)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for column, name in enumerate(header):
            sheet.write_string(0, column, str(name), head)
            sheet.set_column(column, column, 18)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _xlsx_cell(sheet, line, column, value)
    return target.getvalue()


def _xlsx_cell(sheet: Any, line: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool) or not isinstance(value, (int, date)):
        if sheet.write_string(line, column, str(value)) != 0:
            raise ValueError(f"Row {line}, column {column + 1}: the text is too long for a spreadsheet.")
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    else:
        sheet.write_datetime(
            line, column, value.replace(tzinfo=None) if isinstance(value, datetime) else value
        )
