"""Who fits a request: what must hold, what counts for how much, and each reason by its code.

The prose with the why of every number is docs/rules/matching.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from bansou.supporters.rules import Free, Spoken

JAPANESE = "ja"


class Mode(StrEnum):
    """How somebody is to help."""

    FACE = "face"
    REMOTE = "remote"
    EITHER = "either"


class Because(StrEnum):
    """Why somebody stands where they stand, or is left out."""

    NATIVE = "native"
    FLUENT = "fluent"
    EVERYDAY = "everyday"
    INTERPRETS = "interprets"
    SAME_TOWN = "same_town"
    SAME_PREFECTURE = "same_prefecture"
    GOES_THERE = "goes_there"
    FROM_AFAR = "from_afar"
    KNOWS_FIELD = "knows_field"
    GENDER = "gender"
    SHARES_LANGUAGE = "shares_language"
    FOREIGN_ROOTS = "foreign_roots"
    FREE_THEN = "free_then"
    TIMES_UNTOLD = "times_untold"
    OTHER_TIMES = "other_times"
    LOAD = "load"
    # From here on: left out.
    LEFT_LANGUAGE = "left_language"
    LEFT_REACH = "left_reach"
    LEFT_GENDER = "left_gender"
    LEFT_KNOWN = "left_known"
    LEFT_TOWN = "left_town"
    LEFT_PAUSED = "left_paused"
    LEFT_BUSY = "left_busy"


POINTS: Mapping[Because, int] = MappingProxyType(
    {
        Because.NATIVE: 30,
        Because.FLUENT: 25,
        Because.EVERYDAY: 10,
        Because.INTERPRETS: 5,
        Because.SAME_TOWN: 25,
        Because.SAME_PREFECTURE: 20,
        Because.GOES_THERE: 10,
        Because.FROM_AFAR: 5,
        Because.KNOWS_FIELD: 20,
        Because.GENDER: 15,
        Because.SHARES_LANGUAGE: 10,
        Because.FOREIGN_ROOTS: 5,
        Because.FREE_THEN: 15,
        Because.TIMES_UNTOLD: 5,
        Because.OTHER_TIMES: 0,
        Because.LOAD: 15,
    }
)
"""What each reason counts at most. KNOWS_FIELD counts by the share that is known, LOAD by how little is carried."""

PER_LOAD = 3
"""Points that each open request, coming appointment or visit of the last 30 days takes from LOAD."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case asks for. Of several languages one is enough; `fields` are supporters.enums.Field.

    `town` is a code or "" (a town is a municipality, the wards of a city are one). Day and times stand together or
    are None. Whoever lives in one of `avoided_towns` or is one of `avoided` is never shown.
    """

    prefecture: str
    languages: tuple[str, ...] = ()
    interpret: bool = False
    mode: Mode = Mode.EITHER
    town: str = ""
    fields: frozenset[str] = frozenset()
    gender: str = ""
    gender_must: bool = False
    background: bool = False
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    avoided_towns: frozenset[str] = frozenset()
    avoided: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a supporter told, and what they carry already.

    `town` is "" if it could not be read. `load` counts open requests, coming appointments and visits
    of the last 30 days. `taken` are the appointments of the wanted day as (start, end).
    """

    supporter: UUID
    prefecture: str
    town: str = ""
    languages: tuple[Spoken, ...] = ()
    areas: frozenset[str] = frozenset()
    remote: bool = False
    fields: frozenset[str] = frozenset()
    gender: str = ""
    foreign_roots: bool = False
    times: tuple[Free, ...] = ()
    paused_until: date | None = None
    load: int = 0
    taken: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One reason with its points; `value` is a language code, fields, or a number, for its words."""

    because: Because
    points: int
    value: object = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    supporter: UUID
    points: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    supporter: UUID
    because: Because


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best first; equal points: who carries less first, then by id, so that the order never wavers."""

    ranked: tuple[Ranked, ...]
    left_out: tuple[LeftOut, ...]


def rank(wanted: Wanted, offers: Iterable[Offer], today: date) -> Ranking:
    """Judge every offer by itself: nobody's place depends on who else is there."""
    ranked, left_out = [], []
    for offer in offers:
        reason = why_not(wanted, offer, today)
        if reason:
            left_out.append(LeftOut(offer.supporter, reason))
            continue
        parts = tuple(_parts(wanted, offer))
        points = sum(part.points for part in parts)
        ranked.append(((-points, offer.load, offer.supporter), Ranked(offer.supporter, points, parts)))
    ranked.sort(key=lambda pair: pair[0])
    return Ranking(tuple(each for _key, each in ranked), tuple(left_out))


def why_not(wanted: Wanted, offer: Offer, today: date) -> Because | None:
    """The first condition that fails, danger before everything else; None if all hold."""
    failing = {
        Because.LEFT_KNOWN: offer.supporter in wanted.avoided,
        Because.LEFT_TOWN: any(_may_live_in(offer, town) for town in wanted.avoided_towns),
        Because.LEFT_LANGUAGE: bool(wanted.languages) and not _usable(wanted, offer),
        Because.LEFT_REACH: _reach(wanted, offer) is None,
        Because.LEFT_GENDER: wanted.gender_must and offer.gender != wanted.gender,
        Because.LEFT_PAUSED: offer.paused_until is not None and offer.paused_until >= today,
        Because.LEFT_BUSY: _is_taken(wanted, offer),
    }
    return next((reason for reason, fails in failing.items() if fails), None)


def _may_live_in(offer: Offer, town: str) -> bool:
    # Where a home cannot be read but the prefecture is the same, caution comes first.
    return offer.town == town if offer.town else offer.prefecture == town[:2]


def _usable(wanted: Wanted, offer: Offer) -> list[Spoken]:
    """The offer's languages in which the two can talk, or the offer can interpret where that is asked."""
    return [
        each
        for each in offer.languages
        if each.language in wanted.languages and (each.interprets or not wanted.interpret)
    ]


def _reach(wanted: Wanted, offer: Offer) -> Because | None:
    # Where somebody goes is what they told, also for the prefecture they live in.
    if wanted.mode is not Mode.REMOTE and wanted.prefecture in offer.areas:
        if wanted.town and offer.town == wanted.town:
            return Because.SAME_TOWN
        return Because.SAME_PREFECTURE if offer.prefecture == wanted.prefecture else Because.GOES_THERE
    return Because.FROM_AFAR if offer.remote and wanted.mode is not Mode.FACE else None


def _is_taken(wanted: Wanted, offer: Offer) -> bool:
    if wanted.starts is None or wanted.ends is None:
        return False
    return any(starts < wanted.ends and wanted.starts < ends for starts, ends in offer.taken)


def _parts(wanted: Wanted, offer: Offer) -> Iterator[Part]:
    yield from _language_parts(wanted, offer)
    yield _part(_reach(wanted, offer) or Because.FROM_AFAR)
    known = wanted.fields & offer.fields
    if known:
        share = POINTS[Because.KNOWS_FIELD] * len(known) // len(wanted.fields)
        yield Part(Because.KNOWS_FIELD, share, tuple(sorted(known)))
    if wanted.gender and offer.gender == wanted.gender:
        yield _part(Because.GENDER)
    if wanted.background:
        yield from _background_parts(wanted, offer)
    if wanted.day:
        yield _part(_time(wanted, offer))
    yield Part(Because.LOAD, max(0, POINTS[Because.LOAD] - PER_LOAD * offer.load), offer.load)


def _language_parts(wanted: Wanted, offer: Offer) -> Iterator[Part]:
    usable = _usable(wanted, offer)
    if usable:
        best = max(usable, key=lambda each: (_language_points(each), each.language))
        yield _part(Because(best.level), best.language)
        if best.interprets:
            yield _part(Because.INTERPRETS, best.language)


def _language_points(spoken: Spoken) -> int:
    return POINTS[Because(spoken.level)] + spoken.interprets * POINTS[Because.INTERPRETS]


def _background_parts(wanted: Wanted, offer: Offer) -> Iterator[Part]:
    # Japanese is everybody's language here: as a mother tongue it says nothing about having come from abroad.
    shared = [
        each.language
        for each in offer.languages
        if each.level == "native" and each.language in wanted.languages and each.language != JAPANESE
    ]
    if shared:
        yield _part(Because.SHARES_LANGUAGE, min(shared))
    if offer.foreign_roots:
        yield _part(Because.FOREIGN_ROOTS)


def _time(wanted: Wanted, offer: Offer) -> Because:
    if not offer.times:
        return Because.TIMES_UNTOLD
    day, starts, ends = wanted.day, wanted.starts, wanted.ends
    free = day is not None and any(
        each.weekday == day.weekday()
        and (starts is None or ends is None or (each.starts <= starts and ends <= each.ends))
        for each in offer.times
    )
    return Because.FREE_THEN if free else Because.OTHER_TIMES


def _part(because: Because, value: object = "") -> Part:
    return Part(because, POINTS[because], value)
