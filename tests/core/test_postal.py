"""Addresses by postal code."""

import zipfile
from importlib.resources import files

import pytest

from bansou.core import municipalities, postal


@pytest.mark.parametrize(
    "typed",
    [
        "110-0005",
        "1100005",
        "１１０－０００５",
        "〒110‐0005",
        " 110 0005 ",
        "110ー0005",
    ],
)
def test_a_code_is_found_however_it_is_typed(typed):
    assert postal.lookup(typed) == [postal.Address("13", "東京都", "131067", "台東区", "上野", "ウエノ")]


@pytest.mark.parametrize(
    "typed",
    ["", "110", "110-00055", "abc-defg", "②②⓪", "١١٠٠٠٠٥", "999-9999", "../1100"],
)
def test_what_is_no_code_has_no_address(typed):
    assert postal.lookup(typed) == []


def test_one_code_may_hold_several_towns_and_municipalities():
    assert [address.town for address in postal.lookup("068-0546")] == [
        "南部菊水町",
        "南部青葉町",
    ]
    assert {address.municipality for address in postal.lookup("004-0000")} == {
        "札幌市厚別区",
        "札幌市清田区",
    }


def test_counties_stand_before_towns_and_notes_are_gone():
    addresses = postal.lookup("029-5503")
    assert {address.municipality for address in addresses} == {"和賀郡西和賀町"}
    assert "湯田" in [address.town for address in addresses]
    assert [address.town for address in postal.lookup("409-0142")] == [""]


def test_large_offices_have_their_town():
    assert postal.lookup("163-8001")[0].municipality == "新宿区"


def test_display():
    assert postal.display("1100005") == "110-0005"


def test_the_table_is_small_whole_and_agrees_with_the_municipalities():
    path = files("bansou.core").joinpath("data", "postal.zip")
    with path.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert sum(info.compress_size for info in archive.infolist()) < 2_000_000
        lines = [
            line.split("\t")
            for name in archive.namelist()
            for line in archive.read(name).decode().splitlines()
        ]
    assert len(lines) > 146_000
    assert {len(fields) for fields in lines} == {4}
    for code in {fields[1] for fields in lines}:
        assert municipalities.municipality(code).retired_on is None
    assert not [fields for fields in lines if set(fields[2]) & set("（）〜、")]
