"""Spreadsheets in and out: the same rows from every encoding, and no live formula."""

import contextlib
import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bansou.core import sheets
from bansou.core.refusal import Refused
from bansou.core.sheets.writing import plain_text, safe_text

HEADER = ("タイムスタンプ", "お名前", "電話")
ROWS = [
    ("2023/07/12 9:05:11", "見本 花子", "09000000001"),
    ("2023/07/13 18:00:00", "二行\nの住所", "03-0000-0000"),
]


def as_csv(line_end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([HEADER, *ROWS])
    return text.getvalue()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_reads_alike_in_every_encoding_and_line_end(tmp_path: Path, encoding: str, line_end: str):
    path = tmp_path / "form.csv"
    path.write_bytes(as_csv(line_end).encode(encoding))
    sheet = sheets.read_rows(path)
    assert sheet.header == HEADER
    assert [row.cells for row in sheet.rows] == ROWS
    assert [row.line for row in sheet.rows] == [2, 3]


def test_lines_are_counted_as_an_editor_does(tmp_path: Path):
    path = tmp_path / "form.csv"
    path.write_text('a,b\n"one\ntwo",1\n\n,,\nlast\n', encoding="utf-8")
    sheet = sheets.read_rows(path)
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("one\ntwo", "1")), (6, ("last", ""))]


def test_xlsx_gives_text_as_a_csv_would(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        day, instant, clock = (
            book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm")
        )
        for column, name in enumerate(["number", "day", "instant", "time", "text"]):
            page.write_string(0, column, name)
        page.write_number(1, 0, 42)
        page.write_datetime(1, 1, datetime(2023, 7, 12), day)
        page.write_datetime(1, 2, datetime(2023, 7, 12, 9, 5, 11), instant)
        page.write_datetime(1, 3, time(9, 5), clock)
        page.write_string(1, 4, " 見本 ")
    cells = sheets.read_rows(path).rows[0].cells
    assert cells[0] == "42"
    assert sheets.read_day(cells[1].split()[0]) == date(2023, 7, 12)
    assert sheets.read_timestamp(cells[2]) == datetime(2023, 7, 12, 9, 5, 11)
    assert sheets.read_time(cells[3]) == time(9, 5)
    assert cells[4] == "見本"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        ("a,é\n".encode("utf-16"), "encoding"),
        (b"a,\x80\xff\xa0\xfd\n", "encoding"),
        (b'a,b\n1,"never closed\n', "broken"),
        (b"PK\x03\x04 not a workbook", "broken"),
        (b"a,a\n1,2\n", "twice"),
        (b"a\n" + b"1\n" * 4, "too_many_rows"),
    ],
)
def test_unusable_files_say_why(tmp_path: Path, content: bytes, fault: str):
    path = tmp_path / "form.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        sheets.read_rows(path, max_rows=3)
    assert caught.value.reason == fault
    assert caught.value.message


def test_a_missing_or_huge_file_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="missing"):
        sheets.read_rows(tmp_path / "no.csv")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(sheets.MAX_BYTES + 1)
    with pytest.raises(Refused, match="too_large"):
        sheets.read_rows(huge)


STARTS = [
    "=",
    "+",
    "-",
    "@",
    "|",
    "%",
    "\t",
    "\r",
    "\n",
    "\x00",
    "\ufeff",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u200b=",
    "\x0b@",
]


@pytest.mark.parametrize("start", [*STARTS, "+81 90", "@x", "-"])
def test_formula_starts_are_made_plain(start: str):
    assert sheets.safe_text(f"{start}1+1") == f"'{start}1+1"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")))
def test_csv_keeps_every_text_behind_at_most_an_apostrophe(text: str):
    content = sheets.write_csv(["head"], [[text]]).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(content, newline="")))[1][0]
    assert cell in (text, f"'{text}")
    assert not cell.lstrip().startswith(("=", "+", "@", "＝"))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")).map(str.strip))
def test_what_was_made_safe_reads_back(text: str):
    assert plain_text(safe_text(text)) == text or text.startswith("'")


def test_xlsx_holds_numbers_days_and_dead_text():
    content = sheets.write_xlsx(["a", "b", "c"], [["=1+1", 7, date(2026, 8, 31)]])
    row = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1]
    assert row == ["=1+1", 7.0, date(2026, 8, 31)]
    with pytest.raises(ValueError, match="too long"):
        sheets.write_xlsx(["a"], [["x" * 32_768]])


def test_mapping_finds_columns_in_either_language(tmp_path: Path):
    path = tmp_path / "form.toml"
    path.write_text(
        'form = "x"\n[columns]\nname = ["お名前", "Your name"]\n[answers.name]\n"はい" = "yes"\n', "utf-8"
    )
    mapping = sheets.read_mapping(path, form="x")
    for heading in ("お名前", "your  NAME"):
        sheet = sheets.Sheet(("t", heading), (sheets.Row(2, ("0", "見本")),))
        record = next(mapping.records(sheet, frozenset({"name"})))
        assert (record.values["name"], record.headings["name"]) == ("見本", heading)
    assert mapping.answer("name", "はい") == "yes"
    with pytest.raises(Refused, match="missing_column"):
        mapping.records(sheets.Sheet(("t",), ()), frozenset({"name"}))
    with pytest.raises(Refused, match="wrong_form"):
        sheets.read_mapping(path, form="y")


@pytest.mark.parametrize(
    "text",
    ["2023/07/12 14:05:11", "7/12/2023 14:05:11", "2023-07-12 14:05:11", "2023/07/12 午後 2:05:11",
     "2023/07/12 2:05:11 PM GMT+9", "2023/07/12 午後 2:05:11 GMT+9"],
)  # fmt: skip
def test_timestamps_of_every_locale(text: str):
    assert sheets.read_timestamp(text) == datetime(2023, 7, 12, 14, 5, 11)


@given(st.text())
def test_odd_timestamps_only_raise_value_error(text: str):
    with contextlib.suppress(ValueError):
        sheets.read_timestamp(text)
