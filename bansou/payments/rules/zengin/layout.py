"""The bulk-transfer file (総合振込) on paper: its fields by position, its settings, its faults."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from bansou.payments.rules.kana import FieldKind

RECORD_BYTES = 120
MAX_COUNT = 999_999
MAX_TOTAL_YEN = 999_999_999_999

HEADER, DATA, TRAILER, END = "1", "2", "8", "9"


class FaultReason(StrEnum):
    """Everything that can be wrong with a file, or with what should become one."""

    BOM = "bom"
    EOF_MARK = "eof_mark"
    LF_ONLY = "lf_only"
    CR_ONLY = "cr_only"
    LINE_END = "line_end"
    RECORD_LENGTH = "record_length"
    RECORD_KIND = "record_kind"
    RECORD_ORDER = "record_order"
    HEADER_MISSING = "header_missing"
    NO_TRANSFERS = "no_transfers"
    TRAILER_MISSING = "trailer_missing"
    END_MISSING = "end_missing"
    AFTER_END = "after_end"
    FILE_KIND = "file_kind"
    CODE_KIND = "code_kind"
    NOT_DIGITS = "not_digits"
    CHARACTER = "character"
    SOUND_MARK = "sound_mark"
    NOT_LEFT_ALIGNED = "not_left_aligned"
    FILLER = "filler"
    FIELD_TOO_LONG = "field_too_long"
    NAME_MISSING = "name_missing"
    BANK_UNKNOWN = "bank_unknown"
    BRANCH_UNKNOWN = "branch_unknown"
    ACCOUNT_TYPE = "account_type"
    ACCOUNT_NUMBER = "account_number"
    AMOUNT_ZERO = "amount_zero"
    AMOUNT_TOO_BIG = "amount_too_big"
    NEW_CODE = "new_code"
    PAYMENT_NUMBER = "payment_number"
    PAYMENT_TWICE = "payment_twice"
    DUPLICATE = "duplicate"
    TRANSFER_KIND = "transfer_kind"
    EDI_MARK = "edi_mark"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_DIFFERS = "date_differs"
    DATE_NOT_BUSINESS_DAY = "date_not_business_day"
    DATE_PAST = "date_past"
    DATE_TOO_SOON = "date_too_soon"
    DATE_TOO_FAR = "date_too_far"
    TRAILER_COUNT = "trailer_count"
    TRAILER_SUM = "trailer_sum"
    TOO_MANY = "too_many"
    TOTAL_TOO_BIG = "total_too_big"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the record counted from 1, the byte in it counted from 0 as in the layout, how many bytes.

    `detail` holds what a sentence about it needs: the bad characters, the expected number, the other record.
    """

    record_no: int
    offset: int
    length: int
    reason: FaultReason
    detail: str = ""


class LineEnd(StrEnum):
    """What stands after every record, the end record included."""

    CRLF = "crlf"
    NONE = "none"


class Blank(StrEnum):
    """How an unused field is written."""

    ZEROS = "zeros"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True)
class PayingBank:
    """What the paying bank asks of a file; the defaults suit most banks."""

    line_end: LineEnd = LineEnd.CRLF
    blank_requester_code: Blank = Blank.ZEROS
    write_names: bool = True
    clearing_house: Blank = Blank.ZEROS
    dot_in_names: bool = True
    edi: bool = False
    max_payments: int = MAX_COUNT
    days_ahead: int = 30
    lead_business_days: int = 1


class Form(StrEnum):
    """How the text of a field is written."""

    DIGITS = "digits"
    DIGITS_OR_SPACES = "digits_or_spaces"
    CHOICE = "choice"
    BANK_NAME = "bank_name"
    NAME = "name"
    EDI = "edi"
    SPACES = "spaces"


TABLES = {Form.BANK_NAME: FieldKind.BANK, Form.NAME: FieldKind.NAME, Form.EDI: FieldKind.EDI}


@dataclass(frozen=True, slots=True)
class Field:
    """A field at a fixed place; `reason` is given when the content is not of its form."""

    name: str
    offset: int
    length: int
    form: Form
    reason: FaultReason
    choices: tuple[str, ...] = ()


_USUAL_REASON = {
    Form.DIGITS: FaultReason.NOT_DIGITS,
    Form.DIGITS_OR_SPACES: FaultReason.NOT_DIGITS,
    Form.BANK_NAME: FaultReason.CHARACTER,
    Form.NAME: FaultReason.CHARACTER,
    Form.EDI: FaultReason.CHARACTER,
    Form.SPACES: FaultReason.FILLER,
}


def _row(
    name: str, length: int, form: Form, reason: FaultReason | None = None, choices: tuple[str, ...] = ()
) -> Field:
    return Field(name, 0, length, form, reason or _USUAL_REASON[form], choices)


def _layout(*rows: Field) -> tuple[Field, ...]:
    """The same rows one after another, each at its offset."""
    starts = accumulate((row.length for row in rows), initial=0)
    return tuple(replace(row, offset=start) for row, start in zip(rows, starts, strict=False))


_KIND = _row("kind", 1, Form.DIGITS)
_NUMBER = _row("account_number", 7, Form.DIGITS, FaultReason.ACCOUNT_NUMBER)

HEADER_FIELDS = _layout(
    _KIND,
    _row("file_kind", 2, Form.CHOICE, FaultReason.FILE_KIND, ("21",)),
    _row("code_kind", 1, Form.CHOICE, FaultReason.CODE_KIND, ("0",)),
    _row("requester_code", 10, Form.DIGITS_OR_SPACES),
    _row("name", 40, Form.NAME),
    _row("pay_on", 4, Form.DIGITS),
    _row("bank_code", 4, Form.DIGITS),
    _row("bank_name", 15, Form.BANK_NAME),
    _row("branch_code", 3, Form.DIGITS),
    _row("branch_name", 15, Form.BANK_NAME),
    _row("account_type", 1, Form.CHOICE, FaultReason.ACCOUNT_TYPE, ("1", "2", "9")),
    _NUMBER,
    _row("filler", 17, Form.SPACES),
)

_DATA_START = (
    _KIND,
    _row("bank_code", 4, Form.DIGITS),
    _row("bank_name", 15, Form.BANK_NAME),
    _row("branch_code", 3, Form.DIGITS),
    _row("branch_name", 15, Form.BANK_NAME),
    _row("clearing_house", 4, Form.DIGITS_OR_SPACES),
    _row("account_type", 1, Form.CHOICE, FaultReason.ACCOUNT_TYPE, ("1", "2", "4", "9")),
    _NUMBER,
    _row("name", 30, Form.NAME),
    _row("amount", 10, Form.DIGITS),
    _row("new_code", 1, Form.CHOICE, FaultReason.NEW_CODE, ("0", "1", "2")),
)
_DATA_END = (
    _row("transfer_kind", 1, Form.CHOICE, FaultReason.TRANSFER_KIND, ("7", "8")),
    _row("edi_mark", 1, Form.CHOICE, FaultReason.EDI_MARK, (" ", "Y")),
    _row("filler", 7, Form.SPACES),
)
DATA_FIELDS = _layout(
    *_DATA_START,
    _row("customer_code_1", 10, Form.DIGITS),
    _row("customer_code_2", 10, Form.DIGITS),
    *_DATA_END,
)
DATA_EDI_FIELDS = _layout(*_DATA_START, _row("edi", 20, Form.EDI), *_DATA_END)
EDI_MARK_AT = 112

TRAILER_FIELDS = _layout(
    _KIND, _row("count", 6, Form.DIGITS), _row("total", 12, Form.DIGITS), _row("filler", 101, Form.SPACES)
)
END_FIELDS = _layout(_KIND, _row("filler", 119, Form.SPACES))


def fields_of(kind: str, edi: bool) -> tuple[Field, ...]:
    """The fields of a header, data, trailer or end record; with `edi` bytes 91 to 110 are one text."""
    if kind == DATA:
        return DATA_EDI_FIELDS if edi else DATA_FIELDS
    return {HEADER: HEADER_FIELDS, TRAILER: TRAILER_FIELDS, END: END_FIELDS}[kind]
