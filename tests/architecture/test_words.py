"""Every room says in Japanese and Vietnamese all that it says in English."""

import pytest

from tests.words import BANSOU, catalogue, entries, said

ROOMS = [path for path in sorted(BANSOU.iterdir()) if catalogue(path, "ja").exists()]


@pytest.mark.parametrize("language", ["ja", "vi"])
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_catalogue_says_what_its_room_says(room, language):
    there = entries(room, language)
    assert sorted(map(str, said(room) - there.keys())) == [], "not translated"
    assert sorted(map(str, there.keys() - said(room))) == [], "no longer said"
