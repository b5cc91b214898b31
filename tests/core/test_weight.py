"""What every page loads stays small: a phone on a slow line pays for each byte."""

from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).parents[2] / "static"


@pytest.mark.parametrize(
    ("names", "limit"),
    [(["tokens.css", "app.css"], 12_000), (["app.js"], 3_000), (["help.js"], 1_000), (["sprite.svg"], 4_000)],
)
def test_files_of_every_page_are_small_when_compressed(names, limit):
    assert sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names) <= limit
