"""Towns as people write them, and wards as one town."""

import pytest

from bansou.matching.queries.towns import find_town, town_of

TAITO, OKUTAMA, YOKOHAMA, NAKA_WARD = "131067", "133086", "141003", "141046"


@pytest.mark.parametrize(
    ("prefecture", "typed", "code"),
    [
        ("13", "台東区", TAITO), ("13", "東京都台東区", TAITO), ("13", "Taito-ku", TAITO), ("13", "TAITO KU", TAITO),
        ("13", "タイトウク", TAITO), ("13", "西多摩郡奥多摩町", OKUTAMA), ("13", "奥多摩町", OKUTAMA),
        ("14", "横浜市中区", YOKOHAMA), ("14", "横浜市", YOKOHAMA), ("13", "横浜市", ""), ("13", "どこか", ""),
        ("13", "", ""), ("99", "台東区", ""),
    ],
)  # fmt: skip
def test_a_town_is_read_as_people_write_it(prefecture, typed, code):
    assert find_town(prefecture, typed) == code


def test_wards_of_a_city_are_one_town():
    assert town_of(NAKA_WARD) == town_of("141038") == YOKOHAMA
    assert town_of(TAITO) == TAITO
    assert town_of("") == ""
