"""Owns the judgement of a spreadsheet: rows of supporters and claims in, judged rows out, in one pass.

The columns and each choice are told in docs/rules/assess.md.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from operator import itemgetter

from bansou.accompaniment.rules.assessment import ClaimFacts, SupporterFacts, Verdict, assess, minutes_between
from bansou.programmes.rules import Terms, deadline_for, slots_for

SUPPORTER_COLUMNS = ("bansou_id", "registered_on", "experience_confirmed_on", "completed")
CLAIM_COLUMNS = (
    "claim_id",
    "applicant",
    "co_supporter",
    "recipient",
    "support_on",
    "start",
    "end",
    "filed_on",
    "state",
)
OUTPUT_COLUMNS = ("claim_id", "verdict", "amount_yen", "deadline_on", "pay_month", "reasons")
STATES = frozenset({"", "withdrawn", "rejected"})
ERROR = "error"

# A character that was lost when the file was decoded; it makes whatever column holds it unreadable.
LOST = "\ufffd"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIMES = {f"{hour:02}:{minute:02}": time(hour, minute) for hour in range(24) for minute in range(60)}

Row = tuple[int, list[str]]
Judged = tuple[str, str, int, str, str, str]


_WAY_OUT = {
    "bansou_id": "is empty or unreadable. Write the supporter's Bansou ID.",
    "registered_on": "must be a day written YYYY-MM-DD.",
    "experience_confirmed_on": "must be empty or a day written YYYY-MM-DD.",
    "completed": "must be empty or codes with days, as in basic-1:2023-09-01;basic-2:2023-09-03.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What makes a table unusable, with the line and the column where it stands."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.sentence}"


class SheetError(ValueError):
    """A table that can't be judged at all; `faults` lists all that were found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class BadColumn(ValueError):
    """A row that can't be read; `column` is the first one at fault."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def table_rows(lines: Iterable[str]) -> Iterator[Row]:
    """(line number, fields) of each line that is not blank; one line is one row.

    A quotation mark that stays open ends with its line, so that a slip spoils one row and not the whole file.
    """
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\n")
        if '"' not in line:
            if line.strip():
                yield number, line.split(",")
            continue
        yield number, _quoted_fields(line)


def _quoted_fields(line: str) -> list[str]:
    """The fields of a line with quotation marks; a field never closed or beyond csv's size is lost."""
    try:
        # The line end lands inside the last field exactly when its quotation mark was never closed.
        (fields,) = csv.reader([line + "\n"])
    except csv.Error:
        limit = csv.field_size_limit()
        return [LOST if len(field) > limit else field for field in line.split(",")]
    if fields[-1].endswith("\n"):
        fields[-1] = LOST
    return fields


def judge(
    supporters: Mapping[str, SupporterFacts], claim_rows: Iterable[Row], terms: Terms
) -> Iterator[Judged]:
    """Judged rows in the order of `claim_rows`, whose header comes first; see also `read_supporters`.

    Raises SheetError at once when the header can't be used. Memory grows with the recipients, not the claims.
    """
    rows = iter(claim_rows)
    pick, width = _columns(rows, CLAIM_COLUMNS)
    return _judged(rows, lambda fields: _values(fields, pick, width), supporters, terms)


def _judged(
    rows: Iterator[Row],
    values_of: Callable[[list[str]], tuple[str, ...]],
    supporters: Mapping[str, SupporterFacts],
    terms: Terms,
) -> Iterator[Judged]:
    used: dict[str, int] = {}
    days = Days()
    iso = _IsoDays()
    for _, fields in rows:
        values = values_of(fields)
        try:
            claim = _read_claim(values, days)
        except BadColumn as bad:
            yield values[0], ERROR, 0, _deadline_of(values, days, terms), "", f"bad_row:{bad.column}"
            continue
        recipient, state = values[3], values[8]
        judged = assess(claim, terms, supporters, used.get(recipient, 0))
        if judged.verdict is Verdict.ACCEPTED and not state:
            taken = slots_for(terms, 1 + len(claim.co_supporters))
            used[recipient] = used.get(recipient, 0) + taken
        yield (
            values[0],
            judged.verdict,
            judged.total_yen,
            iso[judged.deadline_on],
            iso[judged.pay_month][:7] if judged.pay_month else "",
            ";".join(judged.reasons),
        )


def _values(fields: list[str], pick: Callable[[list[str]], tuple[str, ...]], width: int) -> tuple[str, ...]:
    """The claim's nine values; a short row ends in empty ones, text beyond the header spoils the last one."""
    if len(fields) == width:
        return tuple([value.strip() for value in pick(fields)])
    values = [value.strip() for value in pick(fields + [""] * (width - len(fields)))]
    if any(value.strip() for value in fields[width:]):
        values[-1] = LOST
    return tuple(values)


def _read_claim(values: tuple[str, ...], days: "Days") -> ClaimFacts:
    """Reads the columns in their order, so that the first bad one is the one that is named."""
    claim_id, applicant, co_supporter, recipient, support_on, start, end, filed_on, state = values
    if not claim_id or LOST in claim_id:
        raise BadColumn("claim_id")
    if not applicant or LOST in applicant:
        raise BadColumn("applicant")
    co_supporters = _read_co_supporters(co_supporter) if co_supporter else ()
    if not recipient or LOST in recipient:
        raise BadColumn("recipient")
    supported = days.at("support_on", support_on)
    started, ended = _TIMES.get(start), _TIMES.get(end)
    if started is None:
        raise BadColumn("start")
    if ended is None:
        raise BadColumn("end")
    filed = days.at("filed_on", filed_on)
    if state not in STATES:
        raise BadColumn("state")
    return ClaimFacts(applicant, co_supporters, supported, minutes_between(started, ended), filed)


def _read_co_supporters(text: str) -> tuple[str, ...]:
    names = tuple([name.strip() for name in text.split("+")])
    if not all(names) or LOST in text:
        raise BadColumn("co_supporter")
    return names


def _deadline_of(values: tuple[str, ...], days: "Days", terms: Terms) -> str:
    """The deadline of an unreadable row whose support day can still be read."""
    support_on = days.read(values[4])
    return deadline_for(terms, support_on).isoformat() if support_on else ""


def read_supporters(rows: Iterable[Row]) -> dict[str, SupporterFacts]:
    """Facts by Bansou ID from rows with their header first; raises SheetError with every fault of the table.

    One unreadable supporter stops everything: their claims would be refused for a fault that isn't theirs.
    """
    rows = iter(rows)
    pick, width = _columns(rows, SUPPORTER_COLUMNS)
    days, faults = Days(), []
    supporters: dict[str, SupporterFacts] = {}
    for line, fields in rows:
        values = [value.strip() for value in pick(fields + [""] * (width - len(fields)))]
        bansou_id = values[0]
        try:
            if any(value.strip() for value in fields[width:]):
                raise BadColumn("completed")
            facts = _read_supporter(values, days)
        except BadColumn as bad:
            faults.append(Fault(line, bad.column, _WAY_OUT[bad.column]))
            continue
        if bansou_id in supporters:
            sentence = f"{bansou_id} stands here a second time. Keep one row per supporter."
            faults.append(Fault(line, "bansou_id", sentence))
        supporters[bansou_id] = facts
    if faults:
        raise SheetError(faults)
    return supporters


def _read_supporter(values: list[str], days: "Days") -> SupporterFacts:
    bansou_id, registered_on, confirmed_on, completed = values
    if not bansou_id or LOST in bansou_id:
        raise BadColumn("bansou_id")
    registered = days.at("registered_on", registered_on)
    confirmed = days.at("experience_confirmed_on", confirmed_on) if confirmed_on else None
    return SupporterFacts(registered, confirmed, _read_completed(completed, days))


def _read_completed(text: str, days: "Days") -> dict[str, date]:
    """`basic-1:2023-09-01;basic-2:2023-09-03`; a questionnaire done twice counts from the earlier day."""
    done: dict[str, date] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        code, _, day = part.partition(":")
        code, on = code.strip(), days.at("completed", day.strip())
        if not code or LOST in code:
            raise BadColumn("completed")
        done[code] = min(on, done.get(code, on))
    return done


def _columns(
    rows: Iterator[Row], wanted: tuple[str, ...]
) -> tuple[Callable[[list[str]], tuple[str, ...]], int]:
    """How to pick the wanted columns out of a row, and how wide a row is; other columns are left alone."""
    line, fields = next(rows, (1, []))
    header = [field.strip() for field in fields]
    missing = [column for column in wanted if column not in header]
    if missing:
        hint = "Write the column names in the first line, separated by commas: " + ",".join(wanted)
        raise SheetError([Fault(line, column, f"this column is missing. {hint}") for column in missing[:1]])
    for column in wanted:
        if header.count(column) > 1:
            raise SheetError([Fault(line, column, "this column stands there twice. Keep one of them.")])
    return itemgetter(*map(header.index, wanted)), len(header)


class Days(dict[str, date]):
    """Days by their text, each parsed once; what is no day is not kept."""

    def read(self, text: str) -> date | None:
        """The day of a strict YYYY-MM-DD, else None."""
        day = self.get(text)
        if day is None and _DAY.fullmatch(text):
            try:
                day = self[text] = date.fromisoformat(text)
            except ValueError:
                return None
        return day

    def at(self, column: str, text: str) -> date:
        """The day, or BadColumn for this column."""
        day = self.get(text) or self.read(text)
        if day is None:
            raise BadColumn(column)
        return day


class _IsoDays(dict[date, str]):
    """YYYY-MM-DD by day, each written once."""

    def __missing__(self, day: date) -> str:
        text = self[day] = day.isoformat()
        return text
