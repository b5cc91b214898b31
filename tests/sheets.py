"""Spreadsheets of forms as tests read and change them: the examples, row by row."""

import csv
import io
from pathlib import Path

from tests.factories import EXAMPLES

FORMS = EXAMPLES / "google-forms"


def rows_of(name: str) -> list[list[str]]:
    """The header and rows of an example."""
    with (FORMS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]], *, encoding: str = "utf-8", line_end: str = "\n") -> Path:
    """A CSV file as a form's export would be."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=line_end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
