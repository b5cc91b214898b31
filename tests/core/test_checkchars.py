"""Codes with a check character: what slips they catch, and how forgiving they are to read."""

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.core import checkchars
from bansou.core.checkchars import ALPHABET

bodies = st.text(ALPHABET, min_size=1, max_size=30)


def test_every_slip_of_a_short_code_is_caught():
    """Exhaustive over all codes of two characters and their check."""
    for body in itertools.product(ALPHABET, repeat=2):
        code = checkchars.with_check("".join(body))
        for place, char in itertools.product(range(3), ALPHABET):
            wrong = code[:place] + char + code[place + 1 :]
            assert checkchars.is_valid(wrong, 2) == (wrong == code)
        for left, right in ((0, 1), (1, 2), (0, 2)):
            swapped = list(code)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            assert checkchars.is_valid("".join(swapped), 2) == (code[left] == code[right])


@given(bodies, st.data())
def test_any_single_wrong_character_is_caught(body, data):
    code = checkchars.with_check(body)
    place = data.draw(st.integers(0, len(body)))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    assert checkchars.is_valid(code, len(body))
    assert not checkchars.is_valid(code[:place] + wrong + code[place + 1 :], len(body))


@given(bodies, st.data())
def test_any_two_swapped_characters_are_caught(body, data):
    code = checkchars.with_check(body)
    left = data.draw(st.integers(0, len(body)))
    right = data.draw(st.integers(0, len(body)))
    swapped = list(code)
    swapped[left], swapped[right] = swapped[right], swapped[left]
    assert checkchars.is_valid("".join(swapped), len(body)) == (code[left] == code[right])


@given(st.randoms(use_true_random=False))
def test_new_codes_are_read_back_however_they_are_typed(rng):
    number = checkchars.new_bansou_id(rng)
    card = checkchars.new_card_code(rng)
    assert (
        checkchars.read_bansou_id(number)
        == checkchars.read_bansou_id(number.lower().replace("-", " "))
        == number
    )
    assert checkchars.read_bansou_id(number.removeprefix("BN-")) == number
    wide = "".join(chr(ord(char) + 0xFEE0) if char != "-" else "ー" for char in number)
    look_alike = number.replace("0", "o").replace("1", "l")
    assert checkchars.read_bansou_id(wide) == checkchars.read_bansou_id(look_alike) == number
    assert checkchars.read_card_code(checkchars.show_card_code(card).lower()) == card
    assert len(card) == 9 and len(checkchars.show_card_code(card)) == 11


@given(st.text(max_size=40))
def test_reading_never_raises(typed):
    assert checkchars.read_bansou_id(typed) is None or checkchars.normalise(typed)
    assert checkchars.read_card_code(typed) is None or checkchars.normalise(typed)


def test_a_member_number_is_no_card_code_and_the_reverse():
    rng = Random(1)
    for _ in range(200):
        assert checkchars.read_card_code(checkchars.new_bansou_id(rng)) is None
        assert checkchars.read_bansou_id(checkchars.new_card_code(rng)) is None


@pytest.mark.parametrize("typed", ["", "BN", "BN-", "BN-ABCD-EFG", "BN-UUUU-UUUU", "ベトナム"])
def test_what_is_no_member_number(typed):
    assert checkchars.read_bansou_id(typed) is None


@pytest.mark.parametrize("body", ["", "I", "abc", "é", "0" * 31])
def test_only_codes_get_a_check_character(body):
    with pytest.raises(ValueError):
        checkchars.with_check(body)


def test_the_check_character_does_not_change():
    """Printed codes must stay valid: values worked out by hand for x⁵ + x² + 1."""
    assert checkchars.with_check("1") == "12"
    assert checkchars.with_check("G") == "G5"
    assert checkchars.with_check("10") == "104"
