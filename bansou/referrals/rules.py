"""What decides without a database: what may be shown to whom, and when silence is too long."""

from collections.abc import Iterable
from datetime import date, timedelta

# Days until a receiver should have answered, by the urgency of the case (cases.enums.Urgency).
ANSWER_DAYS = {"1": 1, "2": 7, "3": 14}
# Chosen beforehand: what helps without saying who it is. Never the status of residence (Immigration Act 62 (2)).
USUAL = ("language", "topics", "summary", "wish")
# What officials are never told from here.
HIDDEN = frozenset({"residence"})


def usual_fields(readable: Iterable[str]) -> list[str]:
    """The fields that are ticked when the form opens, among those that the sender may read."""
    there = set(readable)
    return [field for field in USUAL if field in there]


def tells_officials_too_much(fields: Iterable[str], *, public: bool) -> bool:
    """Whether a public body, or a colleague who is an official elsewhere, would learn what they must report."""
    return public and not HIDDEN.isdisjoint(fields)


def answer_by(sent_on: date, urgency: str) -> date:
    """The day by which the receiver should have answered."""
    return sent_on + timedelta(days=ANSWER_DAYS[urgency])


def is_overdue(answer_by: date, today: date) -> bool:
    """Whether the day passed without an answer; the day itself still counts."""
    return today > answer_by
