"""Owns what a form or a spreadsheet row says about a claim, before anybody has judged it."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bansou.accompaniment.rules.assessment import minutes_between

# Fewer letters than this repeat by chance: "went along".
SHORTEST_TEXT = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as it was entered. The recipient is named by card code, by a visit of theirs, by name and birth date, or
    (of a claim that is corrected) not again. `second` is a Bansou ID or empty; places and outcomes are the codes of
    enums.
    """

    programme: str
    support_on: date
    starts: time
    ends: time
    place: str
    outcome: str
    activities: tuple[str, ...] = ()
    place_name: str = ""
    done: str = ""
    result: str = ""
    refused_by_office: bool = False
    refusal: str = ""
    transport: str = ""
    second: str = ""
    card: str = ""
    name: str = ""
    birth_on: date | None = None
    visit: UUID | None = None

    @property
    def minutes(self) -> int:
        return minutes_between(self.starts, self.ends)

    @property
    def names_surely(self) -> bool:
        """Whether there can be no doubt who the recipient is: then the cap is judged at once."""
        return bool(self.card or self.visit)

    @property
    def text(self) -> dict[str, str]:
        """What is free text about the person, and sealed."""
        return {
            name: getattr(self, name) for name in ("place_name", "done", "result", "refusal", "transport")
        }

    @property
    def fingerprint(self) -> str:
        """All that was entered, as one text: equal if and only if the entries are."""
        return json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)


def plain_text(entry: Entry) -> str:
    """What was done and came of it, without blanks, marks and capitals; empty when too short to mean anything."""
    text = unicodedata.normalize("NFKC", entry.done + entry.result).casefold()
    letters = re.sub(r"[\W_]+", "", text)
    return letters if len(letters) >= SHORTEST_TEXT else ""


def span(support_on: date, starts: time, minutes: int) -> tuple[datetime, datetime]:
    """Start and end on the clock of Japan, without zone; the end may lie on the next day."""
    start = datetime.combine(support_on, starts)
    return start, start + timedelta(minutes=minutes)


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Whether two spans share time; one that starts when the other ends does not."""
    return one[0] < other[1] and other[0] < one[1]


def free_numbers(taken: Iterable[int], count: int, cap: int) -> list[int]:
    """The smallest `count` places of 1 to `cap` that are not taken; none at all if there are too few."""
    used = set(taken)
    free = [number for number in range(1, cap + 1) if number not in used][:count]
    return free if len(free) == count else []
