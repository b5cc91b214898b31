"""Owns the rules of claims; the public names of this room (the spreadsheet check is in `.sheet`)."""

from bansou.accompaniment.rules.assessment import (
    Assessment,
    ClaimFacts,
    Reason,
    SupporterFacts,
    Verdict,
    assess,
    cap_reached,
    is_eligible,
    is_registered,
    minutes_between,
    missing_questionnaires,
)
from bansou.accompaniment.rules.entry import Entry, free_numbers, overlap, plain_text, span

__all__ = [
    "Assessment",
    "ClaimFacts",
    "Entry",
    "Reason",
    "SupporterFacts",
    "Verdict",
    "assess",
    "cap_reached",
    "free_numbers",
    "is_eligible",
    "is_registered",
    "minutes_between",
    "missing_questionnaires",
    "overlap",
    "plain_text",
    "span",
]
