"""Writing the bank file: byte for byte, by setting, and all refusals at once."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.payments.rules.kana import NameRefused, normalise_name
from bansou.payments.rules.zengin import (
    Blank,
    FaultReason,
    LineEnd,
    Payer,
    PayingBank,
    Transfer,
    ZenginRefused,
    check,
    parse,
    pay_window,
    render,
)
from tests.payments.rules.zengin_samples import PAY_ON, PAYER, TODAY, TRANSFERS, sample

EXPECTED = (
    "1" "21" "0" "0123456789" + "ﾊﾞﾝｿｳﾈﾂﾄ".ljust(40) + "1125" "0001" + "ﾐｽﾞﾎ".ljust(15)
    + "001" + "ﾄｳｷﾖｳ".ljust(15) + "1" "1234567" + " " * 17,
    "2" "9900" + "ﾕｳﾁﾖ".ljust(15) + "408" + "ﾖﾝｾﾞﾛﾊﾁ".ljust(15) + "0000" "1" "1234567"
    + "ﾔﾏﾀﾞ ﾊﾙｶ".ljust(30) + "0000004000" "0" "0000000001" "0000000000" "7" + " " * 8,
    "2" "0005" + "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ".ljust(15) + "341" + "ｼﾝｼﾞﾕｸ".ljust(15) + "0000" "2" "0000042"
    + "NGUYEN VAN AN".ljust(30) + "0000008000" "0" "0000000002" "0000000000" "7" + " " * 8,
    "2" "1001" + "ﾎﾂｶｲﾄﾞｳｼﾝｷﾝ".ljust(15) + "001" + "ﾎﾝﾃﾝ".ljust(15) + "0000" "4" "7654321"
    + "ｶ)ﾊﾞﾝｿｳ".ljust(30) + "0000012000" "0" "0000000003" "0000000000" "7" + " " * 8,
    "8" "000003" "000000024000" + " " * 101,
    "9" + " " * 119,
)  # fmt: skip


USUAL = PayingBank()


def _reasons(*transfers, payer=PAYER, settings=USUAL, pay_on=PAY_ON, **world):
    with pytest.raises(ZenginRefused) as refused:
        render(payer, settings, pay_on, transfers, **world)
    return [(fault.record_no, fault.offset, fault.reason) for fault in refused.value.faults]


def test_byte_for_byte():
    assert sample() == "".join(line + "\r\n" for line in EXPECTED).encode("cp932")
    assert sample(PayingBank(line_end=LineEnd.NONE)) == "".join(EXPECTED).encode("cp932")


def test_same_input_same_bytes_and_no_faults():
    assert sample() == sample()
    assert check(sample(), pay_on=PAY_ON, today=TODAY, settings=PayingBank()) == []


def test_settings_shape_the_file():
    settings = PayingBank(
        blank_requester_code=Blank.SPACES, write_names=False, clearing_house=Blank.SPACES, dot_in_names=False
    )
    payer = replace(PAYER, requester_code="", name="ｱ.ｲ")
    lines = render(payer, settings, PAY_ON, TRANSFERS).split(b"\r\n")
    assert lines[0][4:14] == b" " * 10
    assert lines[0][14:17].decode("cp932") == "ｱ ｲ"
    assert lines[0][62:77] == lines[0][80:95] == b" " * 15
    assert lines[1][5:20] == lines[1][23:38] == b" " * 15
    assert lines[1][38:42] == b"    "
    zeros = render(replace(payer, name="ｱ"), PayingBank(), PAY_ON, TRANSFERS)
    assert zeros[4:14] == b"0" * 10


def test_edi_shows_the_payment_number_to_the_payee():
    data = sample(PayingBank(edi=True))
    assert data[122 + 91 : 122 + 113] == b"0000000001".ljust(20) + b"7Y"
    assert check(data, today=TODAY) == []
    assert parse(data).transfers == TRANSFERS


@pytest.mark.parametrize(
    ("changed", "offset", "reason"),
    [
        ({"name_kana": "山田"}, 50, FaultReason.CHARACTER),
        ({"name_kana": "ﾔﾏﾀﾞ,ﾊﾙｶ"}, 54, FaultReason.CHARACTER),
        ({"name_kana": "ｱﾞ"}, 51, FaultReason.SOUND_MARK),
        ({"name_kana": "ｱ" * 31}, 50, FaultReason.FIELD_TOO_LONG),
        ({"name_kana": ""}, 50, FaultReason.NAME_MISSING),
        ({"bank_name": "ｱ.ｲ"}, 6, FaultReason.CHARACTER),
        ({"bank_code": "9999"}, 1, FaultReason.BANK_UNKNOWN),
        ({"bank_code": "1"}, 1, FaultReason.BANK_UNKNOWN),
        ({"branch_code": "999"}, 20, FaultReason.BRANCH_UNKNOWN),
        ({"branch_code": "1"}, 20, FaultReason.BRANCH_UNKNOWN),
        ({"account_type": "3"}, 42, FaultReason.ACCOUNT_TYPE),
        ({"account_type": ""}, 42, FaultReason.ACCOUNT_TYPE),
        ({"account_number": "12345678"}, 43, FaultReason.ACCOUNT_NUMBER),
        ({"account_number": ""}, 43, FaultReason.ACCOUNT_NUMBER),
        ({"account_number": "12a"}, 49, FaultReason.ACCOUNT_NUMBER),
        ({"account_number": "１２３"}, 47, FaultReason.ACCOUNT_NUMBER),
        ({"amount_yen": 0}, 80, FaultReason.AMOUNT_ZERO),
        ({"amount_yen": -5}, 88, FaultReason.NOT_DIGITS),
        ({"amount_yen": 10_000_000_000}, 80, FaultReason.AMOUNT_TOO_BIG),
        ({"payment_number": "12"}, 91, FaultReason.PAYMENT_NUMBER),
        ({"payment_number": "00000000012"}, 91, FaultReason.PAYMENT_NUMBER),
        ({"payment_number": "000000000x"}, 91, FaultReason.PAYMENT_NUMBER),
    ],
)
def test_refuses_a_transfer(changed, offset, reason):
    assert _reasons(TRANSFERS[0], replace(TRANSFERS[1], **changed)) == [(3, offset, reason)]


def test_lists_all_faults_in_order():
    found = _reasons(
        replace(TRANSFERS[0], name_kana="", amount_yen=0),
        replace(TRANSFERS[1], bank_code="9999"),
        payer=replace(PAYER, account_type="4"),
        pay_on=date(2026, 11, 23),
    )
    assert found == [
        (1, 54, FaultReason.DATE_NOT_BUSINESS_DAY),
        (1, 95, FaultReason.ACCOUNT_TYPE),
        (2, 50, FaultReason.NAME_MISSING),
        (2, 80, FaultReason.AMOUNT_ZERO),
        (3, 1, FaultReason.BANK_UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("pay_on", "reason"),
    [
        (date(2026, 11, 19), FaultReason.DATE_PAST),
        (date(2026, 11, 20), FaultReason.DATE_TOO_SOON),
        (date(2026, 11, 23), FaultReason.DATE_NOT_BUSINESS_DAY),
        (date(2026, 12, 21), FaultReason.DATE_TOO_FAR),
        (date(2027, 11, 24), FaultReason.DATE_TOO_FAR),
    ],
)
def test_refuses_the_day(pay_on, reason):
    assert _reasons(*TRANSFERS, pay_on=pay_on, today=TODAY) == [(1, 54, reason)]


def test_the_banks_window():
    assert pay_window(TODAY, PayingBank()) == (date(2026, 11, 24), date(2026, 12, 20))
    assert pay_window(TODAY, PayingBank(lead_business_days=0))[0] == TODAY


def test_a_likeness_must_be_confirmed():
    again = replace(TRANSFERS[0], payment_number="0000000009")
    assert _reasons(TRANSFERS[0], again) == [(3, 1, FaultReason.DUPLICATE)]
    data = render(PAYER, PayingBank(), PAY_ON, [TRANSFERS[0], again], confirmed={"0000000009"})
    assert check(data, confirmed={"0000000009"}) == []
    assert [fault.reason for fault in check(data)] == [FaultReason.DUPLICATE]


def test_a_payment_stands_in_a_file_once():
    again = replace(TRANSFERS[0], amount_yen=5)
    assert _reasons(TRANSFERS[0], again) == [(3, 91, FaultReason.PAYMENT_TWICE)]


def test_limits_of_a_batch():
    assert _reasons() == [(2, 0, FaultReason.NO_TRANSFERS)]
    few = PayingBank(max_payments=2)
    assert _reasons(*TRANSFERS, settings=few) == [(4, 0, FaultReason.TOO_MANY)]
    many = [
        replace(TRANSFERS[0], amount_yen=9_999_999_999 - at, payment_number=f"{at:010}") for at in range(101)
    ]
    assert _reasons(*many) == [(103, 7, FaultReason.TOTAL_TOO_BIG)]


def _acceptable(raw: str) -> bool:
    try:
        return bool(normalise_name(raw))
    except NameRefused:
        return False


NAMES = (
    st.text("アイウカサタナハヴガパーabcXYZ019 ().-", min_size=1, max_size=15)
    .filter(_acceptable)
    .map(lambda raw: normalise_name(raw).text)
)
BRANCHES = st.sampled_from([("0001", "001"), ("9900", "408"), ("0005", "341"), ("1001", "001")])
ACCOUNTS = st.tuples(st.sampled_from("1249"), st.integers(1, 9_999_999).map("{:07}".format))
AMOUNTS = st.integers(1, 9_999_999_999)
SETTINGS = st.builds(
    PayingBank,
    line_end=st.sampled_from(LineEnd),
    blank_requester_code=st.sampled_from(Blank),
    clearing_house=st.sampled_from(Blank),
    edi=st.booleans(),
)


@st.composite
def runs(draw) -> tuple[Transfer, ...]:
    rows = draw(
        st.lists(
            st.tuples(BRANCHES, ACCOUNTS, NAMES, AMOUNTS),
            min_size=1,
            max_size=12,
            unique_by=lambda row: (row[0], row[1], row[3]),
        )
    )
    return tuple(
        Transfer(*branch, *account, name, amount, f"{at:010}")
        for at, (branch, account, name, amount) in enumerate(rows, 1)
    )


@given(runs(), SETTINGS, NAMES)
def test_there_and_back(transfers, settings, name):
    payer = Payer(name, "0001", "001", "1", "0000001")
    data = render(payer, settings, PAY_ON, transfers, today=TODAY)
    assert len(data) == (len(transfers) + 3) * (122 if settings.line_end == LineEnd.CRLF else 120)
    assert check(data, pay_on=PAY_ON, today=TODAY, settings=settings) == []
    assert check(data, today=TODAY) == []
    parsed = parse(data)
    assert (parsed.payer, parsed.pay_on, parsed.transfers) == (payer, "1125", transfers)
