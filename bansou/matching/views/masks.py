"""How somebody stands in a list before they accept: what they offer, without a name and without an id."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from bansou.cases.models import Case
from bansou.core.languages import language
from bansou.matching.enums import Why
from bansou.matching.queries.finding import Found, visits_done
from bansou.matching.rules import Because, Part
from bansou.supporters.enums import Field

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Masked:
    """One row of the ranking as staff see it."""

    token: str
    prefecture: str
    languages: tuple[Any, ...]
    visits: int
    points: int
    reasons: tuple[str, ...]


def masked(case: Case, found: Found) -> list[Masked]:
    """The best, each reason in words."""
    best = found.ranking.ranked[:SHOWN]
    visits = visits_done([each.supporter for each in best])
    return [
        Masked(
            token=token(case, each.supporter),
            prefecture=found.offers[each.supporter].prefecture,
            languages=found.offers[each.supporter].languages,
            visits=visits.get(each.supporter, 0),
            points=each.points,
            reasons=tuple(words(part) for part in each.parts),
        )
        for each in best
    ]


def chosen(case: Case, found: Found, tokens: Iterable[str]) -> list[UUID]:
    """Whom the ticked rows mean."""
    given = list(tokens)
    best = [each.supporter for each in found.ranking.ranked[:SHOWN]]
    return [pk for pk in best if any(constant_time_compare(token(case, pk), one) for one in given)]


def token(case: Case, supporter: UUID) -> str:
    """Stands for a supporter on the pages of one case; an id would lead to the page with their name."""
    return salted_hmac("bansou.matching.mask", f"{case.pk}|{supporter}", algorithm="sha256").hexdigest()[:24]


def words(part: Part) -> str:
    """A reason in the language of the page."""
    told = {
        Because.KNOWS_FIELD: lambda: {
            "fields": ", ".join(str(Field(one).label) for one in _several(part.value))
        },
        Because.LOAD: lambda: {"count": part.value},
    }
    spoken = (Because.NATIVE, Because.FLUENT, Because.EVERYDAY, Because.INTERPRETS)
    if part.because in spoken:
        values: dict[str, Any] = {"language": language(str(part.value)).name}
    else:
        values = told.get(part.because, dict)()
    return str(Why(part.because.value).label) % values


def _several(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
