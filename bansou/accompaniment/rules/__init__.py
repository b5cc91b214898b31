"""Owns the rules of claims; the public names of this room (the spreadsheet check is in `.sheet`)."""

from .assessment import (
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

__all__ = [
    "Assessment",
    "ClaimFacts",
    "Reason",
    "SupporterFacts",
    "Verdict",
    "assess",
    "cap_reached",
    "is_eligible",
    "is_registered",
    "minutes_between",
    "missing_questionnaires",
]
