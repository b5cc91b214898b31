"""Recognising a person again from a name and a birth date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.people.rules import ALIKE_FROM, Identity, exact_key, likeness

BORN = date(1990, 5, 12)
NAMES = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10), min_size=1, max_size=4)
DAYS = st.dates(date(1930, 1, 1), date(2020, 12, 31))


@given(NAMES, st.randoms(), DAYS)
def test_order_case_and_blanks_do_not_matter(words, random, born):
    turned = [word.title() for word in words]
    random.shuffle(turned)
    one, other = Identity(" ".join(words), born), Identity("  ".join(turned), born)
    assert exact_key(one) == exact_key(other)
    assert likeness(one, other) == 1


@given(NAMES, DAYS, DAYS)
def test_likeness_is_the_same_both_ways_and_never_beyond_one(words, one_day, other_day):
    one, other = Identity(" ".join(words), one_day), Identity(words[0], other_day)
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


@pytest.mark.parametrize("other", ["Trần Văn An", "VAN AN TRAN", "ＴＲＡＮ　ＶＡＮ　ＡＮ"])
def test_the_same_letters_are_the_same_person(other):
    assert exact_key(Identity("TRAN VAN AN", BORN)) == exact_key(Identity(other, BORN))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("TRAN VAN AN", BORN), ("TRAN VAN ANH", BORN)),
        (("TRAN VAN AN", BORN), ("TRAN VAN AN", date(1991, 5, 12))),
        (("TRAN VAN AN", BORN), ("チャン ヴァン アン", BORN)),
        (("MARIA SANTOS CRUZ", BORN), ("Mariya Santosu", BORN)),
        (("MOHAMMED ALI", BORN), ("Muhammad Ali", BORN)),
    ],
)
def test_a_slip_is_alike_but_not_equal(one, other):
    assert exact_key(Identity(*one)) != exact_key(Identity(*other))
    assert likeness(Identity(*one), Identity(*other)) >= ALIKE_FROM


def test_another_person_of_the_same_birth_date_is_not_alike():
    assert likeness(Identity("TRAN VAN AN", BORN), Identity("NGUYEN THI HOA", BORN)) < ALIKE_FROM
