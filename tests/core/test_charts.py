"""Drawings: bars keep their proportions, tiles keep apart, and every number is in the table too."""

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from bansou.core import charts

VALUES = st.lists(st.integers(min_value=0, max_value=10**9), max_size=24)


@given(VALUES)
def test_bars_stay_inside_and_in_proportion(values):
    chart = charts.bars([(str(index), value) for index, value in enumerate(values)])
    top = chart.ticks[-1]
    assert top.value >= max(values, default=0)
    assert [tick.value for tick in chart.ticks] == sorted({tick.value for tick in chart.ticks})
    assert len(chart.ticks) <= 7
    for bar in chart.bars:
        assert 0 <= bar.height <= chart.base - top.y
        assert abs(bar.height - (chart.base - top.y) * bar.value / top.value) <= 1
        assert bar.y + bar.height == chart.base
        assert chart.left <= bar.x < bar.x + bar.width <= chart.width


def test_every_prefecture_has_a_place_of_its_own():
    assert len(charts.PLACES) == len(set(charts.PLACES.values())) == 47
    assert list(charts.PLACES) == sorted(charts.PLACES)
    assert all(0 <= column < 15 and 0 <= row < 12 for column, row in charts.PLACES.values())


@given(
    st.dictionaries(
        st.sampled_from(sorted(charts.PLACES)), st.none() | st.integers(min_value=0, max_value=10**6)
    )
)
def test_the_legend_tells_the_truth(values):
    chart = charts.tile_map({code: code for code in charts.PLACES}, values)
    ranges = {shade.level: (shade.low, shade.high) for shade in chart.shades}
    for tile in chart.tiles:
        assert tile.value == values.get(tile.code, 0)
        low, high = ranges[tile.level]
        assert low <= (tile.value or 0) <= high


def test_the_table_has_the_same_numbers_and_hides_what_may_not_be_shown():
    names = {code: f"name {code}" for code in charts.PLACES}
    chart = charts.tile_map(names, {"13": 1234, "31": None})
    html = render_to_string(
        "core/_tilemap.html", {"chart": chart, "title": "Claims", "value_heading": "Claims"}
    )
    drawing, table = html.split("</figcaption>")[1].split("<table>")
    assert "<title>name 13: 1,234</title>" in drawing
    assert '<td class="number"><bdi dir="ltr">1,234</bdi></td>' in table
    assert "<title>name 31: not shown</title>" in drawing
    assert table.count("<tr>") == 48


def test_kanji_names_lose_their_suffix():
    names = dict.fromkeys(charts.PLACES, "北海道") | {"13": "東京都", "26": "京都府", "46": "鹿児島県"}
    short = {tile.code: tile.name for tile in charts.tile_map(names, {}).tiles}
    assert [short[code] for code in ("01", "13", "26", "46")] == ["北海道", "東京", "京都", "鹿児島"]
