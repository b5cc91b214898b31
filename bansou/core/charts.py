"""Plain data for the site's drawings, placed and scaled: bars and a tile map of the prefectures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

LEVELS = 4
"""Shades of the tile map above zero."""

BARS_HEIGHT, COLUMN, LEFT = 260, 64, 76
LINE_WIDTH = 160
TILE_WIDTH, TILE_HEIGHT, GAP = 68, 46, 4

# Column and row of each prefecture in the order of its code: roughly its place in Japan, one square each.
_PLACES = (
    "12,0 11,2 11,3 11,4 10,3 10,4 10,5 11,6 10,6 9,6 10,7 11,7 10,8 9,8 9,5 7,5 6,5 6,6 9,7 8,6 7,6 8,8 7,7 "
    "6,8 6,7 5,6 5,7 4,7 5,8 5,9 4,6 3,6 3,7 2,7 1,7 4,10 4,9 3,9 3,10 0,8 -1,8 -2,8 0,9 1,9 1,10 0,10 -2,11"
)
PLACES: Mapping[str, tuple[int, int]] = {
    f"{code:02}": (int(column) + 2, int(row))
    for code, (column, row) in enumerate((place.split(",") for place in _PLACES.split()), start=1)
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a bar chart, in pixels of the drawing."""

    label: str
    value: int
    x: int
    y: int
    width: int
    height: int
    middle: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale."""

    value: int
    y: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Columns with their scale; `base` is the zero line."""

    width: int
    height: int
    base: int
    left: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def bars(rows: Sequence[tuple[str, int]]) -> BarChart:
    """Columns for labelled values of zero or more."""
    top, foot = 24, 28
    base = BARS_HEIGHT - foot
    scale = _scale(max((value for _, value in rows), default=0))
    room, width = base - top, COLUMN - COLUMN // 3
    placed = []
    for index, (label, value) in enumerate(rows):
        size = round(room * value / scale[-1])
        x = LEFT + index * COLUMN + COLUMN // 6
        placed.append(Bar(label, value, x, base - size, width, size, x + width // 2))
    ticks = tuple(Tick(value, base - round(room * value / scale[-1])) for value in scale)
    return BarChart(LEFT + max(len(rows), 1) * COLUMN + 8, BARS_HEIGHT, base, LEFT, tuple(placed), ticks)


@dataclass(frozen=True, slots=True)
class Line:
    """One lying bar beside its number, `width` in pixels of LINE_WIDTH."""

    label: str
    value: int
    width: int


def lines(rows: Sequence[tuple[str, int]]) -> tuple[Line, ...]:
    """Lying bars, for labels that are words: the picture stands in the table of its own numbers."""
    highest = max((value for _, value in rows), default=0) or 1
    return tuple(Line(label, value, round(LINE_WIDTH * value / highest)) for label, value in rows)


def _scale(highest: int) -> list[int]:
    """Round steps from zero to at least `highest`, four or five of them: 1, 2 or 5 times a power of ten."""
    if highest <= 4:
        return list(range(max(highest, 1) + 1))
    power = 10 ** floor(log10(highest / 4))
    unit = next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power * 5 >= highest)
    return [unit * count for count in range(ceil(highest / unit) + 1)]


@dataclass(frozen=True, slots=True)
class Tile:
    """One prefecture; `value` None means that it may not be shown."""

    code: str
    name: str
    value: int | None
    level: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Shade:
    """A step of the legend: values `low` to `high`, both included."""

    level: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """47 tiles and what their shades mean; `ranked` has the highest value first."""

    width: int
    height: int
    tile_width: int
    tile_height: int
    tiles: tuple[Tile, ...]
    shades: tuple[Shade, ...]
    ranked: tuple[Tile, ...]


def tile_map(names: Mapping[str, str], values: Mapping[str, int | None]) -> TileMap:
    """A tile per prefecture; both mappings go by its code, "01" to "47"; a code without value counts as zero.

    Kanji names lose their suffix (東京都 → 東京), which has no room.
    """
    highest = max((value for value in values.values() if value), default=0)
    width_of_level = max(1, ceil(highest / LEVELS))
    tiles = []
    for code, (column, row) in PLACES.items():
        value = values.get(code, 0)
        level = min(LEVELS, ceil(value / width_of_level)) if value else 0
        tiles.append(
            Tile(
                code,
                re.sub("[都府県]$", "", names[code]),
                value,
                level,
                column * (TILE_WIDTH + GAP),
                row * (TILE_HEIGHT + GAP),
            )
        )
    shades = [Shade(0, 0, 0)]
    for level in range(1, LEVELS + 1):
        low, high = (level - 1) * width_of_level + 1, min(level * width_of_level, highest)
        if low <= high:
            shades.append(Shade(level, low, high))
    return TileMap(
        15 * (TILE_WIDTH + GAP) - GAP,
        12 * (TILE_HEIGHT + GAP) - GAP,
        TILE_WIDTH,
        TILE_HEIGHT,
        tuple(tiles),
        tuple(shades),
        tuple(sorted(tiles, key=lambda tile: (-(tile.value or 0), tile.code))),
    )
