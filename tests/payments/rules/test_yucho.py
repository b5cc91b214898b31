"""Symbol and number of Japan Post Bank: published vectors, refusals, and what the check digit catches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.payments.rules.banks import search_branches
from bansou.payments.rules.yucho import (
    YuchoAccount,
    YuchoReason,
    YuchoRefused,
    check_digit,
    convert,
    symbol_and_number,
)


@pytest.mark.parametrize(
    ("symbol", "number", "account"),
    [
        ("14030", "12345671", ("408", "1", "1234567")),
        ("15150", "21111111", ("518", "1", "2111111")),
        ("00580", "654321", ("059", "2", "0654321")),
        ("１４０３０", "１２３４５６７１", ("408", "1", "1234567")),
        ("14030-1", " 1234 5671 ", ("408", "1", "1234567")),
        ("14030ー", "1234-5671", ("408", "1", "1234567")),
    ],
)
def test_vectors(symbol, number, account):
    assert convert(symbol, number) == YuchoAccount(*account)
    assert convert(symbol, number).bank_code == "9900"


@pytest.mark.parametrize(
    ("symbol", "number", "reason"),
    [
        ("10540", "12045071", YuchoReason.CHECK_DIGIT),
        ("10530", "12345671", YuchoReason.CHECK_DIGIT),
        ("1403", "12345671", YuchoReason.SYMBOL_FORMAT),
        ("140300", "12345671", YuchoReason.SYMBOL_FORMAT),
        ("", "12345671", YuchoReason.SYMBOL_FORMAT),
        ("24030", "12345671", YuchoReason.SYMBOL_KIND),
        ("14031", "12345671", YuchoReason.SYMBOL_END),
        ("14030", "1234567a", YuchoReason.NUMBER_FORMAT),
        ("14030", "", YuchoReason.NUMBER_FORMAT),
        ("14030", "1", YuchoReason.NUMBER_LENGTH),
        ("14030", "123456781", YuchoReason.NUMBER_LENGTH),
        ("00580", "7654321", YuchoReason.NUMBER_LENGTH),
        ("14030", "12345672", YuchoReason.NUMBER_END),
    ],
)
def test_refuses(symbol, number, reason):
    with pytest.raises(YuchoRefused) as refused:
        convert(symbol, number)
    assert refused.value.reason == reason


def test_refuses_a_branch_that_is_not_there():
    digit = check_digit("115", "12345671")
    with pytest.raises(YuchoRefused) as refused:
        convert(f"115{digit}0", "12345671")
    assert refused.value.reason == YuchoReason.BRANCH_UNKNOWN


BRANCHES = [branch.code for branch in search_branches("9900", "ゼロ", 100)]


@given(st.sampled_from(BRANCHES), st.integers(1, 999_999))
def test_there_and_back(branch, number):
    account = YuchoAccount(branch, "1" if branch[2] == "8" else "2", f"{number:07}")
    assert convert(*symbol_and_number(account)) == account


@given(st.integers(0, 7), st.integers(1, 9))
def test_catches_every_wrong_digit_of_the_number(at, more):
    number = list("12345671")
    number[at] = str((int(number[at]) + more) % 10)
    with pytest.raises(YuchoRefused):
        convert("14030", "".join(number))
