"""Checking a bank file: each kind of damage has its own reason, record and byte."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bansou.payments.rules.zengin import FaultReason, LineEnd, PayingBank, ZenginRefused, check, parse
from tests.payments.rules.zengin_samples import PAY_ON, TODAY, TRANSFERS, sample

GOOD = sample()
BARE = sample(PayingBank(line_end=LineEnd.NONE))
LINES = GOOD.split(b"\r\n")[:-1]
R = FaultReason


def put(record: int, offset: int, text: str, data: bytes = GOOD) -> bytes:
    """The file with some bytes of one record (from 1) overwritten."""
    at = (record - 1) * 122 + offset
    new = text.encode("cp932")
    return data[:at] + new + data[at + len(new) :]


def lines(*numbers: int) -> bytes:
    return b"".join(LINES[number - 1] + b"\r\n" for number in numbers)


def found(data: bytes, **options) -> list[tuple[int, int, int, str]]:
    faults = check(data, **({"today": TODAY} | options))
    return [(fault.record_no, fault.offset, fault.length, fault.reason) for fault in faults]


FRAME = {
    "119 bytes plus CRLF": (GOOD[: 122 + 119] + GOOD[122 + 120 :], [(2, 119, 1, R.RECORD_LENGTH)]),
    "121 bytes plus CRLF": (GOOD[: 122 + 120] + b" " + GOOD[122 + 120 :], [(2, 120, 1, R.RECORD_LENGTH)]),
    "short, no separator": (BARE[:-1], [(6, 119, 1, R.RECORD_LENGTH)]),
    "LF only": (GOOD.replace(b"\r\n", b"\n"), [(1, 120, 1, R.LF_ONLY)]),
    "CR only": (GOOD.replace(b"\r\n", b"\r"), [(1, 120, 1, R.CR_ONLY)]),
    "one LF": (GOOD[:364] + GOOD[365:], [(3, 120, 1, R.LF_ONLY)]),
    "no CRLF at the end": (GOOD[:-2], [(6, 120, 2, R.LINE_END)]),
    "0x1A": (GOOD + b"\x1a", [(7, 0, 1, R.EOF_MARK)]),
    "0x1A and CRLF": (GOOD + b"\x1a\r\n", [(7, 0, 3, R.EOF_MARK)]),
    "0x1A without separators": (BARE + b"\x1a", [(7, 0, 1, R.EOF_MARK)]),
    "BOM": (b"\xef\xbb\xbf" + GOOD, [(1, 0, 3, R.BOM)]),
    "text after the end": (GOOD + b"x", [(7, 0, 1, R.AFTER_END)]),
    "empty line after the end": (GOOD + b"\r\n", [(7, 0, 2, R.AFTER_END)]),
    "second end": (GOOD + LINES[5] + b"\r\n", [(7, 0, 122, R.AFTER_END)]),
    "second file": (GOOD + GOOD, [(7, 0, 732, R.AFTER_END)]),
    "no trailer": (lines(1, 2, 3, 4, 6), [(5, 0, 0, R.TRAILER_MISSING)]),
    "no end": (lines(1, 2, 3, 4, 5), [(6, 0, 0, R.END_MISSING)]),
    "no header": (lines(2, 3, 4, 5, 6), [(1, 0, 1, R.HEADER_MISSING)]),
    "unknown kind": (put(3, 0, "3"), [(3, 0, 1, R.RECORD_KIND)]),
    "second header": (lines(1, 2, 1, 3, 4, 5, 6), [(3, 0, 1, R.RECORD_ORDER)]),
    "trailer too early": (lines(1, 5, 2, 3, 4, 5, 6), [(2, 0, 1, R.RECORD_ORDER)]),
}


@pytest.mark.parametrize("name", FRAME)
def test_frame(name):
    data, expected = FRAME[name]
    assert found(data) == expected


def test_no_transfers():
    assert (2, 0, 0, R.NO_TRANSFERS) in found(lines(1, 5, 6))


def test_an_empty_file_lacks_everything():
    assert {fault[3] for fault in found(b"")} == {
        R.HEADER_MISSING,
        R.NO_TRANSFERS,
        R.TRAILER_MISSING,
        R.END_MISSING,
    }


def test_line_end_as_the_bank_wants_it():
    assert found(BARE, settings=PayingBank()) == [(1, 120, 2, R.LINE_END)]
    assert found(GOOD, settings=PayingBank(line_end=LineEnd.NONE)) == [(1, 120, 2, R.LINE_END)]
    assert found(BARE) == []


FIELDS = {
    "payroll": (put(1, 1, "11"), [(1, 1, 2, R.FILE_KIND)]),
    "EBCDIC": (put(1, 3, "1"), [(1, 3, 1, R.CODE_KIND)]),
    "requester code": (put(1, 4, "A"), [(1, 4, 1, R.NOT_DIGITS)]),
    "no payer name": (put(1, 14, " " * 40), [(1, 14, 40, R.NAME_MISSING)]),
    "payer's savings account": (put(1, 95, "4"), [(1, 95, 1, R.ACCOUNT_TYPE)]),
    "payer's bank": (put(1, 58, "9999"), [(1, 58, 4, R.BANK_UNKNOWN)]),
    "filler": (put(1, 110, "x"), [(1, 110, 1, R.FILLER)]),
    "letter in an amount": (put(2, 85, "O"), [(2, 85, 1, R.NOT_DIGITS)]),
    "space in a bank code": (put(2, 1, " "), [(2, 1, 1, R.NOT_DIGITS)]),
    "lower case": (put(3, 51, "guyen"), [(3, 51, 5, R.CHARACTER)]),
    "small kana": (put(2, 50, "ｬ"), [(2, 50, 1, R.CHARACTER)]),
    "long-vowel mark": (put(2, 51, "ｰ"), [(2, 51, 1, R.CHARACTER)]),
    "comma": (put(2, 54, ","), [(2, 54, 1, R.CHARACTER)]),
    "middle dot": (put(2, 54, "･"), [(2, 54, 1, R.CHARACTER)]),
    "wo": (put(2, 50, "ｦ"), [(2, 50, 1, R.CHARACTER)]),
    "kanji": (put(2, 50, "山"), [(2, 50, 1, R.CHARACTER)]),
    "dot in a bank's name": (put(2, 5, "."), [(2, 5, 1, R.CHARACTER)]),
    "0x1A inside": (put(2, 79, "\x1a"), [(2, 79, 1, R.CHARACTER)]),
    "line feed inside": (put(2, 79, "\n"), [(2, 79, 1, R.CHARACTER)]),
    "sound mark": (put(2, 51, "ﾞ"), [(2, 51, 1, R.SOUND_MARK)]),
    "half-voiced mark": (put(2, 53, "ﾟ"), [(2, 53, 1, R.SOUND_MARK)]),
    "name moved right": (put(3, 50, " "), [(3, 50, 1, R.NOT_LEFT_ALIGNED)]),
    "no name": (put(2, 50, " " * 30), [(2, 50, 30, R.NAME_MISSING)]),
    "unknown bank": (put(2, 1, "9999"), [(2, 1, 4, R.BANK_UNKNOWN)]),
    "unknown branch": (put(3, 20, "999"), [(3, 20, 3, R.BRANCH_UNKNOWN)]),
    "account type": (put(2, 42, "3"), [(2, 42, 1, R.ACCOUNT_TYPE)]),
    "spaces in an account number": (put(2, 43, "   4567"), [(2, 43, 3, R.ACCOUNT_NUMBER)]),
    "no account number": (put(2, 43, "0000000"), [(2, 43, 7, R.ACCOUNT_NUMBER)]),
    "clearing house": (put(2, 38, " 000"), [(2, 38, 1, R.NOT_DIGITS)]),
    "new code": (put(2, 90, "9"), [(2, 90, 1, R.NEW_CODE)]),
    "customer code": (put(2, 91, "x"), [(2, 91, 1, R.NOT_DIGITS)]),
    "blank transfer kind": (put(2, 111, " "), [(2, 111, 1, R.TRANSFER_KIND)]),
    "EDI mark": (put(2, 112, "N"), [(2, 112, 1, R.EDI_MARK)]),
    "EDI text": (put(2, 91, "INV_1".ljust(20) + "7Y"), [(2, 94, 1, R.CHARACTER)]),
    "trailer count": (put(5, 1, "000004"), [(5, 1, 6, R.TRAILER_COUNT)]),
    "trailer sum": (put(5, 7, "000000024001"), [(5, 7, 12, R.TRAILER_SUM)]),
    "trailer digits": (put(5, 7, " "), [(5, 7, 1, R.NOT_DIGITS)]),
    "filler of the end": (put(6, 60, "x"), [(6, 60, 1, R.FILLER)]),
    "amount changed": (put(2, 89, "1"), [(5, 7, 12, R.TRAILER_SUM)]),
    "record lost": (lines(1, 2, 3, 5, 6), [(4, 1, 6, R.TRAILER_COUNT), (4, 7, 12, R.TRAILER_SUM)]),
    "amount zero": (
        put(5, 7, "000000020000", put(2, 80, "0" * 10)),
        [(2, 80, 10, R.AMOUNT_ZERO)],
    ),
    "same payment twice": (
        lines(1, 2, 3, 4, 2) + put(1, 1, "000004000000028000", lines(5, 6)),
        [(5, 1, 89, R.DUPLICATE)],
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_field(name):
    data, expected = FIELDS[name]
    assert found(data) == expected


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        ("0230", {}, R.DATE_IMPOSSIBLE),
        ("0230", {"today": None}, R.DATE_IMPOSSIBLE),
        ("1301", {"today": None}, R.DATE_IMPOSSIBLE),
        ("0229", {}, R.DATE_IMPOSSIBLE),
        ("1123", {}, R.DATE_NOT_BUSINESS_DAY),
        ("1128", {"pay_on": date(2026, 11, 28), "today": None}, R.DATE_NOT_BUSINESS_DAY),
        ("1119", {}, R.DATE_PAST),
        ("1120", {}, R.DATE_TOO_SOON),
        ("1221", {}, R.DATE_TOO_FAR),
        ("1125", {"pay_on": date(2027, 11, 25)}, R.DATE_TOO_FAR),
        ("1125", {"pay_on": date(2025, 11, 25)}, R.DATE_PAST),
        ("1126", {"pay_on": PAY_ON}, R.DATE_DIFFERS),
    ],
)
def test_date(text, options, reason):
    assert found(put(1, 54, text), **options) == [(1, 54, 4, reason)]


def test_the_year_is_the_nearest():
    assert found(put(1, 54, "0105"), today=date(2026, 12, 21)) == []
    assert found(put(1, 54, "1230"), today=date(2027, 1, 4)) == [(1, 54, 4, R.DATE_PAST)]


def test_a_closed_day_of_the_caller_counts():
    assert found(GOOD, is_business_day=lambda day: False, today=None, pay_on=PAY_ON) == [
        (1, 54, 4, R.DATE_NOT_BUSINESS_DAY)
    ]


def test_limits_of_the_bank():
    assert found(GOOD, settings=PayingBank(max_payments=2)) == [(4, 0, 120, R.TOO_MANY)]
    dotted = put(2, 54, ".")
    assert found(dotted) == []
    assert found(dotted, settings=PayingBank(dot_in_names=False)) == [(2, 54, 1, R.CHARACTER)]


def test_total_beyond_twelve_digits():
    record = bytearray(LINES[1] + b"\r\n")
    data = bytearray(LINES[0] + b"\r\n")
    for at in range(101):
        record[80:90] = b"%010d" % (9_999_999_999 - at)
        data += record
    data += put(1, 1, "000101999999999999", lines(5, 6))
    assert found(bytes(data)) == [(103, 7, 12, R.TOTAL_TOO_BIG)]


def test_detail_says_what_is_there():
    assert check(put(3, 51, "gu"))[0].detail == "g u"
    assert check(put(2, 79, "\x1a"))[0].detail == "0x1A"
    assert check(put(5, 1, "000009"))[0].detail == "3"
    assert check(GOOD.replace(b"\r\n", b"\n"))[0].detail == "6"


def test_parse_reads_what_was_written():
    assert parse(GOOD).transfers == TRANSFERS
    assert parse(BARE) == parse(GOOD)


@pytest.mark.parametrize("data", [b"", GOOD[:-2], put(2, 80, "x"), lines(2, 1, 5, 6), lines(1, 2, 5)])
def test_parse_refuses_what_it_cannot_read(data):
    with pytest.raises(ZenginRefused) as refused:
        parse(data)
    assert refused.value.faults


# Bytes whose every other value is a fault by itself; in the rest another value may be just as good.
GUARDED = [
    *((1, at) for at in (0, 1, 2, 3, *range(103, 120))),
    *((2, at) for at in (0, *range(80, 90), *range(113, 120))),
    *((5, at) for at in range(120)),
    *((6, at) for at in range(120)),
    *((record, at) for record in range(1, 7) for at in (120, 121)),
]


@given(st.sampled_from(GUARDED), st.integers(0, 255))
def test_any_damage_to_a_guarded_byte_is_found(place, byte):
    at = (place[0] - 1) * 122 + place[1]
    damaged = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]
    assert (damaged == GOOD) == (found(damaged) == [])


@settings(max_examples=300)
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=4), st.integers(0, 130))
def test_never_stumbles_over_a_file(at, new, cut):
    damaged = GOOD[:at] + new + GOOD[at + cut :]
    for fault in check(damaged, today=TODAY):
        assert fault.record_no >= 1
        assert 0 <= fault.offset <= len(damaged)


@given(st.binary(max_size=600))
def test_any_bytes_are_judged(data):
    assert check(data)
