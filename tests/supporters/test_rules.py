"""Readable answers, codes of papers, states."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.core import checkchars
from bansou.supporters import rules
from bansou.supporters.enums import State

DAY = date(2024, 8, 1)


@pytest.mark.parametrize("typed", ["ヤマダ ハナコ", "やまだ　はなこ", "ﾔﾏﾀﾞ ﾊﾅｺ", "  ヤマダ   ハナコ "])
def test_kana_in_any_form_is_read_as_katakana(typed: str):
    assert rules.read_kana(typed) == "ヤマダ ハナコ"


@pytest.mark.parametrize("typed", ["山田 花子", "Yamada", "ヤマダ3", "", " ", "<script>"])
def test_what_is_no_kana_is_refused(typed: str):
    with pytest.raises(rules.Unreadable) as caught:
        rules.read_kana(typed)
    assert caught.value.code == "kana"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Nguyen Van An", "NGUYEN VAN AN"),
        ("Nguyễn Văn An", "NGUYỄN VĂN AN"),
        ("ＭＩＨＯＮ　ＳＡＫＵＲＡ", "MIHON SAKURA"),
        ("O'Brien, Ann-Marie Jr.", "O'BRIEN, ANN-MARIE JR."),
    ],
)
def test_latin_names_stand_in_capitals(typed: str, read: str):
    assert rules.read_latin(typed) == read


@pytest.mark.parametrize("typed", ["見本", "ミホン", "Иван", "An 2", "", "=1+1"])
def test_what_is_no_latin_name_is_refused(typed: str):
    with pytest.raises(rules.Unreadable):
        rules.read_latin(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("090-0000-0000", "090-0000-0000"),
        ("０９０ー００００ー００００", "090-0000-0000"),
        ("(03) 0000 0000", "03-0000-0000"),
        ("+81 90 0000 0000", "+81-90-0000-0000"),
        ("09000000000", "09000000000"),
    ],
)
def test_phones_in_any_format(typed: str, read: str):
    assert rules.read_phone(typed) == read


@pytest.mark.parametrize("typed", ["", "110", "call me", "0900000000000000", "090-0000-000a"])
def test_what_is_no_phone_is_refused(typed: str):
    with pytest.raises(rules.Unreadable):
        rules.read_phone(typed)


@given(st.text())
def test_odd_text_is_read_or_refused_and_never_crashes(typed: str):
    for read in (rules.read_kana, rules.read_latin, rules.read_phone):
        try:
            assert read(typed)
        except rules.Unreadable as refused:
            assert refused.code


CODES = st.integers().map(lambda seed: rules.new_paper_code(Random(seed)))


@given(CODES, st.sampled_from(["", "M", "A"]))
def test_a_printed_paper_code_reads_back(code: str, paper: str):
    assert rules.read_paper_code(rules.show_paper_code(code, paper).lower()) == (code, paper)


@given(CODES, st.integers(0, 9), st.sampled_from(checkchars.ALPHABET))
def test_a_wrong_character_is_caught(code: str, place: int, char: str):
    wrong = code[:place] + char + code[place + 1 :]
    assert (rules.read_paper_code(wrong) is None) == (wrong != code)


@given(CODES, st.integers(0, 8))
def test_two_swapped_characters_are_caught(code: str, place: int):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (rules.read_paper_code(swapped) is None) == (swapped != code)


@given(st.integers().map(lambda seed: checkchars.new_bansou_id(Random(seed))), st.data())
def test_a_mistyped_bansou_id_is_never_another_one(number: str, data):
    place = data.draw(st.sampled_from([at for at, char in enumerate(number) if at > 2 and char != "-"]))
    char = data.draw(st.sampled_from(checkchars.ALPHABET))
    typed = number[:place] + char + number[place + 1 :]
    assert checkchars.read_bansou_id(typed) == (number if typed == number else None)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ((None, None, None, None), State.ID_ISSUED),
        ((DAY, None, None, None), State.PAPERS_SENT),
        ((DAY, DAY, None, None), State.PAPERS_SENT),
        ((DAY, DAY, DAY, None), State.PAPERS_BACK),
        ((None, DAY, DAY, None), State.PAPERS_BACK),
        ((DAY, DAY, DAY, DAY), State.PAYABLE),
    ],
)
def test_the_state_follows_from_the_days(days, state: State):
    assert rules.state_of(*days) == state
