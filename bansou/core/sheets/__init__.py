"""Owns spreadsheets: CSV and xlsx in as text, mappings of forms, and tables out without live formulas."""

from bansou.core.sheets.importing import Answers, Progress, one_row, split_answers
from bansou.core.sheets.mapping import (
    Mapping,
    MappingFault,
    Record,
    folded,
    read_day,
    read_mapping,
    read_time,
    read_timestamp,
)
from bansou.core.sheets.reading import MAX_BYTES, MAX_ROWS, FileFault, Row, Sheet, read_rows
from bansou.core.sheets.report import Fault, ImportReport, Outcome, Verdict, write_rejects
from bansou.core.sheets.writing import safe_text, write_csv, write_xlsx

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "Answers",
    "Fault",
    "FileFault",
    "ImportReport",
    "Mapping",
    "MappingFault",
    "Outcome",
    "Progress",
    "Record",
    "Row",
    "Sheet",
    "Verdict",
    "folded",
    "one_row",
    "read_day",
    "read_mapping",
    "read_rows",
    "read_time",
    "read_timestamp",
    "safe_text",
    "split_answers",
    "write_csv",
    "write_rejects",
    "write_xlsx",
]
