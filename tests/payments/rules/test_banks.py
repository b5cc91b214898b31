"""The bank table: looked up and searched without loading all of it."""

import subprocess
import sys

import pytest

from bansou.payments.rules import banks
from bansou.payments.rules.kana import FieldKind, check_characters


def test_finds_bank_and_branch():
    bank = banks.find_bank("0001")
    assert (bank.code, bank.name, bank.roma, bank.file_name) == ("0001", "みずほ", "mizuho", "ﾐｽﾞﾎ")
    branch = banks.find_branch("9900", "408")
    assert (branch.name, branch.hira, branch.file_name) == ("四〇八", "よんぜろはち", "ﾖﾝｾﾞﾛﾊﾁ")


@pytest.mark.parametrize("code", ["9999", "", "1", "../../x", "０００１"])
def test_unknown_banks(code):
    assert banks.find_bank(code) is None
    assert banks.find_branch(code, "001") is None
    assert banks.search_branches(code, "1") == []


def test_unknown_branch():
    assert banks.find_branch("0001", "000") is None


def test_names_of_the_file_pass_its_table():
    for bank in banks._banks().values():
        for row in (bank, *banks._branches(bank.code).values()):
            assert len(row.file_name) <= 15
            assert check_characters(FieldKind.BANK, row.file_name) == (), row
    assert banks.find_bank("0421").file_name == "ｸﾚﾃﾞｲ ｱｸﾞﾘｺﾙ"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("9900", "ゆうちょ"),
        ("ゆうちょ銀行", "ゆうちょ"),
        ("ﾕｳﾁｮ", "ゆうちょ"),
        ("yucho", "ゆうちょ"),
        ("YUUCHO Bank", "ゆうちょ"),
        ("ufj", "三菱ＵＦＪ"),
        ("みつびし", "三菱ＵＦＪ"),
        ("三井住友銀行", "三井住友"),
        ("北海道信用金庫", "北海道信金"),
    ],
)
def test_search_banks(text, name):
    assert banks.search_banks(text)[0].name == name


def test_search_is_limited_and_empty_text_finds_nothing():
    assert len(banks.search_banks("みず", limit=2)) == 2
    assert banks.search_banks("  ") == []
    assert banks.search_banks("そんなぎんこうはない") == []


def test_search_branches():
    assert banks.search_branches("0005", "新宿支店")[0].name == "新宿"
    assert [branch.code for branch in banks.search_branches("9900", "408")] == ["408"]


def test_reads_only_what_is_asked_for():
    program = (
        "import sys; from bansou.payments.rules import banks; banks.find_branch('0001', '001');"
        "print('zengin_code' in sys.modules, banks._branches.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1"]
