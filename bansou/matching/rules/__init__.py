"""What is decided without a database: who fits a request, and why."""

from bansou.matching.rules.ranking import (
    JAPANESE,
    POINTS,
    Because,
    LeftOut,
    Mode,
    Offer,
    Part,
    Ranked,
    Ranking,
    Wanted,
    rank,
)

__all__ = [
    "JAPANESE",
    "POINTS",
    "Because",
    "LeftOut",
    "Mode",
    "Offer",
    "Part",
    "Ranked",
    "Ranking",
    "Wanted",
    "rank",
]
