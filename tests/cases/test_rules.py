"""Days and names, for whatever they are."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bansou.cases.enums import Purpose, Role
from bansou.cases.rules import consents, opening
from bansou.cases.rules.fields import HIDDEN_FROM_OFFICIALS, RED, ROLES, Part, access
from bansou.cases.rules.names import name_test, note_test
from bansou.cases.rules.residence import warnings

DAYS = st.dates(date(2020, 1, 1), date(2050, 12, 31))


@given(DAYS, DAYS)
def test_warnings_come_in_order_between_today_and_the_end(valid_to, today):
    days = warnings(valid_to, today=today)
    assert list(days) == sorted(set(days)) and len(days) <= 3
    assert all(today <= day <= valid_to for day in days)
    assert bool(days) is (valid_to >= today)


def test_warnings_of_a_month_end():
    assert warnings(date(2025, 5, 31), today=date(2025, 1, 1)) == (
        date(2025, 2, 28),
        date(2025, 4, 30),
        date(2025, 5, 17),
    )
    assert warnings(date(2025, 5, 31), today=date(2025, 5, 20)) == (date(2025, 5, 20),)


@given(DAYS)
def test_a_closed_case_is_kept_for_two_years_and_an_open_one_has_its_key_longer(day):
    assert timedelta(days=729) <= opening.erase_on(day) - day <= timedelta(days=731)
    assert opening.key_until(day) > opening.erase_on(day)


@given(st.sampled_from(sorted(ROLES)), st.booleans(), st.booleans())
def test_nobody_writes_what_they_do_not_read(role, official, red):
    found = access(role, official=official, red=red)
    assert found.writes <= found.reads
    assert not (official and found.reads & HIDDEN_FROM_OFFICIALS)
    assert red or not found.reads & RED


def test_every_role_has_a_list_and_the_glass_writes_nothing():
    assert set(ROLES) == {*Role.values, "glass"}
    assert not access("glass").writes
    assert all(Part.HEAD in found.reads for found in ROLES.values())


def test_every_purpose_has_its_question():
    for purpose in Purpose.values:
        assert {"en", "ja", "ja-simple", "vi"} <= consents.texts()[purpose].keys()
        assert consents.text(purpose, "my") == consents.text(purpose, "en")


@given(st.text(st.characters(codec="utf-8", categories=["L"]), min_size=2, max_size=20))
def test_a_name_and_a_word_are_found_by_themselves(word):
    assert name_test(word)(["", word])
    assert note_test(word)(f"x {word} y") is not None


def test_a_name_is_found_by_how_it_sounds():
    assert name_test("gurun")(["", "グルン", ""])
    assert not name_test("Ngyen")(["NGUYEN"])
    assert name_test("an")(["TRAN VAN ANH"]) and not name_test("anh")(["TRAN"])
    assert not name_test("...")(["TRAN"])


def test_a_word_is_found_in_any_width_and_kana():
    for typed in ("シェルター", "しぇるたー", "MOVED", "moved", "ｍｏｖｅｄ"):
        assert note_test(typed)("シェルターに Ｍｏｖｅｄ / moved した") is not None
    assert note_test("池袋")("大塚") is None
