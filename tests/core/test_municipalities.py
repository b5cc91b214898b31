"""The table of municipalities and its codes."""

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from bansou.core import municipalities as table

TEXT = files("bansou.core").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TEXT.splitlines()))
IN_FORCE = [row for row in ROWS if row["kind"] != "prefecture" and not row["retired_on"]]


@pytest.mark.parametrize("code", ["131130", "011002", "271004", "221384", "473821", "010006", "130001"])
def test_check_digit_of_published_codes(code):
    assert table.check_digit(code[:5]) == code[5]


@pytest.mark.parametrize("five", ["", "1311", "131130", "13a13", "１３１１３"])
def test_check_digit_refuses_what_is_no_code(five):
    with pytest.raises(ValueError):
        table.check_digit(five)


def test_numbers_of_each_kind():
    assert len(table.prefectures()) == 47
    kinds = Counter(row["kind"] for row in IN_FORCE)
    assert kinds.pop("ward") == 171
    assert sum(kinds.values()) == 1741
    assert kinds["designated_city"] == 20
    assert kinds["special_ward"] == 23


def test_every_row_is_complete_and_its_code_checks():
    codes = {row["code"] for row in ROWS}
    assert len(codes) == len(ROWS) == 47 + 1741 + 171 + 7
    for row in ROWS:
        assert table.with_check_digit(row["code"][:5]) == row["code"]
        assert re.fullmatch("[ァ-ヶー]+", row["kana"]), row
        assert row["romaji"].isascii() and row["romaji"][0].isupper(), row
        if row["kind"] != "prefecture":
            assert row["parent_code"] in codes
            assert 20 < float(row["lat"]) < 46 and 122 < float(row["lon"]) < 154
            assert row["name"][-1] in "市区町村" and row["romaji"].count("-gun") == 0
            assert set(row["successor"].split()) <= codes
            assert bool(row["successor"]) == bool(row["retired_on"])


def test_latin_names_end_as_the_kana_do():
    endings = {
        "チョウ": "-cho",
        "マチ": "-machi",
        "ソン": "-son",
        "ムラ": "-mura",
        "シ": "-shi",
        "ク": "-ku",
    }
    for row in IN_FORCE:
        ending = next(latin for kana, latin in endings.items() if row["kana"].endswith(kana))
        assert row["romaji"].endswith(ending), row


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("011002", 43.06, 141.35),
        ("401307", 33.59, 130.40),
        ("401005", 33.88, 130.87),
        ("221309", 34.8, 137.75),
    ],
)
def test_designated_cities_lie_among_their_wards(code, lat, lon):
    city = table.municipality(code)
    assert (city.lat, city.lon) == (
        pytest.approx(lat, abs=0.1),
        pytest.approx(lon, abs=0.1),
    )


def test_new_missing_and_cut_names_are_mended():
    romaji = {
        code: table.municipality(code).romaji for code in ("074829", "193461", "194301", "273830", "133621")
    }
    assert list(romaji.values()) == [
        "Yamatsuri-machi", "Ichikawamisato-cho", "Fujikawaguchiko-machi", "Chihayaakasaka-mura", "Toshima-mura",
    ]  # fmt: skip
    assert table.municipality("435066").name == "湯前町"
    assert table.municipality("133817").kana == "ミヤケムラ"
    assert table.municipality("134015").name == "八丈町"
    assert table.municipality("221384").name == "浜松市中央区"


def test_retired_wards_stay_and_name_their_successors():
    divided = table.municipality("221350")
    assert divided.retired_on == date(2024, 1, 1)
    assert divided.successors == ("221392", "221384")


def test_counties_are_apart_from_names():
    place = table.municipality("103446")
    assert (place.county, place.name, place.kana, place.romaji) == (
        "北群馬郡",
        "榛東村",
        "シントウムラ",
        "Shinto-mura",
    )
    assert table.municipality("292036").county == ""
    assert table.municipality("284815").county == "赤穂郡"


def test_regions_cover_every_prefecture_once():
    codes = [code for region in table.REGIONS.values() for code in region]
    assert codes == [prefecture.code for prefecture in table.prefectures()]
    assert table.region_of("13") == "kanto"
    with pytest.raises(KeyError):
        table.region_of("48")


def test_prefecture_names_follow_the_language_of_the_page():
    assert table.prefecture_name("13", "ja") == "東京都"
    assert table.prefecture_name("13", "en") == table.prefecture_name("13", "vi") == "Tokyo"
    assert table.prefecture_name("01", "zh-hans") == "北海道"
