"""Who could help with a case: the database narrows, the rules rank."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Case as Choose
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from bansou.cases.models import Case, CaseMember, Conflict
from bansou.matching.enums import Answer, AskState, BookingState, VisitState
from bansou.matching.models import Asked, Booking, Quarter, VisitSupporter
from bansou.matching.queries.towns import find_town
from bansou.matching.rules import JAPANESE, POINTS, Because, Mode, Offer, Ranking, Wanted, rank
from bansou.matching.rules.diary import QUARTER
from bansou.supporters.models import (
    Supporter,
    SupporterArea,
    SupporterField,
    SupporterLanguage,
    SupporterTime,
)
from bansou.supporters.rules import Free, Spoken

LOOKED_AT = 200
"""Of more people than this who can, only those with the most points for what the database knows are looked at."""

RECENT = timedelta(days=30)
T = TypeVar("T")
_COLUMNS = (
    "supporter",
    *(
        f"supporter__{name}"
        for name in ("prefecture", "municipality", "remote", "gender", "foreign_roots", "paused_until")
    ),
)
_PLANS = (VisitState.PLANNED, VisitState.DONE)


@dataclass(frozen=True, slots=True)
class Found:
    """The ranking, what the ranked told, and whether anybody speaks the language within reach at all."""

    ranking: Ranking
    offers: dict[uuid.UUID, Offer]
    within_reach: bool


def find(wanted: Wanted, case: Case | None, *, today: date) -> Found:
    """Everybody who fits, may see the case, and is not on it or asked for it already, ranked.

    At least one language is wanted.
    """
    able = _able(wanted)
    free = able.filter(Q(supporter__paused_until=None) | Q(supporter__paused_until__lt=today))
    if wanted.gender_must:
        free = free.filter(supporter__gender=wanted.gender)
    if case:
        wanted = replace(wanted, avoided=wanted.avoided | barred(case))
        free = free.exclude(supporter__in=_asked_already(case)).exclude(supporter__user__in=_on_case(case))
    rows = _narrowed(free, wanted)
    offers = _offers(rows, wanted, today)
    ranking = rank(wanted, offers, today)
    within_reach = bool(rows) or able.exists()
    return Found(ranking, {offer.supporter: offer for offer in offers}, within_reach)


def barred(case: Case) -> frozenset[uuid.UUID]:
    """The supporters who must never see a case."""
    users = Conflict.objects.filter(case=case).values("user")
    return frozenset(Supporter.objects.filter(user__in=users).values_list("pk", flat=True))


def visits_done(supporters: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How often each of some supporters has gone along so far."""
    done = VisitSupporter.objects.filter(supporter__in=supporters, visit__state=VisitState.DONE)
    return dict(done.values_list("supporter").annotate(Count("pk")).order_by())


def _able(wanted: Wanted) -> QuerySet[SupporterLanguage]:
    """Who speaks the language and can be reached, a row for each language: a blank spot if there is none."""
    able = SupporterLanguage.objects.filter(language__in=wanted.languages, supporter__left_on=None)
    if wanted.interpret:
        able = able.filter(interprets=True)
    goes, calls = Q(supporter__in=_going(wanted)), Q(supporter__remote=True)
    return able.filter({Mode.FACE: goes, Mode.REMOTE: calls, Mode.EITHER: goes | calls}[wanted.mode])


def _going(wanted: Wanted) -> QuerySet[SupporterArea, Any]:
    return SupporterArea.objects.filter(prefecture=wanted.prefecture).values("supporter")


def _on_case(case: Case) -> QuerySet[CaseMember, Any]:
    return CaseMember.objects.filter(case=case, ended_at=None).values("user")


def _asked_already(case: Case) -> QuerySet[Asked, Any]:
    waiting = Asked.objects.filter(ask__case=case, ask__state=AskState.OPEN, answer=Answer.WAITING)
    return waiting.values("supporter")


def _narrowed(free: QuerySet[SupporterLanguage], wanted: Wanted) -> list[tuple]:
    """The columns of at most LOOKED_AT people, each once."""
    rows = list(free.order_by().values_list(*_COLUMNS)[: LOOKED_AT + 1])
    if len(rows) > LOOKED_AT:
        best = free.annotate(score=_score(wanted)).order_by("-score", "supporter")
        rows = list(best.values_list(*_COLUMNS)[:LOOKED_AT])
    return list(dict.fromkeys(rows))


def _score(wanted: Wanted) -> Any:
    """The points of the rules that the database can tell: all but town, time and load."""
    native, fluent, interprets = Q(level="native"), Q(level="fluent"), Q(interprets=True)
    score = _points((native, Because.NATIVE), (fluent, Because.FLUENT), otherwise=Because.EVERYDAY)
    score += _points((interprets, Because.INTERPRETS))
    at_home, goes = Q(supporter__prefecture=wanted.prefecture), Q(supporter__in=_going(wanted))
    if wanted.mode is Mode.FACE:
        score += _points((at_home, Because.SAME_PREFECTURE), otherwise=Because.GOES_THERE)
    elif wanted.mode is Mode.EITHER:
        near = (goes & at_home, Because.SAME_PREFECTURE), (goes, Because.GOES_THERE)
        score += _points(*near, otherwise=Because.FROM_AFAR)
    for field in wanted.fields:
        knows = Q(supporter__in=SupporterField.objects.filter(field=field).values("supporter"))
        score += _points((knows, Because.KNOWS_FIELD), share=len(wanted.fields))
    if wanted.gender:
        score += _points((Q(supporter__gender=wanted.gender), Because.GENDER))
    if wanted.background:
        score += _points((~Q(supporter__foreign_roots=""), Because.FOREIGN_ROOTS))
        score += _points((native & ~Q(language=JAPANESE), Because.SHARES_LANGUAGE))
    return score


def _points(*chances: tuple[Any, Because], otherwise: Because | None = None, share: int = 1) -> Any:
    whens = [When(condition, then=Value(POINTS[because] // share)) for condition, because in chances]
    rest = POINTS[otherwise] if otherwise else 0
    return Choose(*whens, default=Value(rest), output_field=IntegerField())


def _offers(rows: list[tuple], wanted: Wanted, today: date) -> list[Offer]:
    ids = [row[0] for row in rows]
    languages, fields, times = _languages(ids), _fields(ids, wanted), _times(ids, wanted)
    goes = set(
        _of(SupporterArea, ids).filter(prefecture=wanted.prefecture).values_list("supporter", flat=True)
    )
    load, taken = _load(ids, today), _taken(ids, wanted)
    return [
        Offer(
            supporter=pk,
            prefecture=prefecture,
            town=find_town(prefecture, municipality),
            languages=tuple(languages.get(pk, ())),
            areas=frozenset({wanted.prefecture} if pk in goes else ()),
            remote=remote,
            fields=frozenset(fields.get(pk, ())),
            gender=gender,
            foreign_roots=bool(foreign_roots),
            times=tuple(times.get(pk, ())),
            paused_until=paused_until,
            load=load[pk],
            taken=tuple(taken.get(pk, ())),
        )
        for pk, prefecture, municipality, remote, gender, foreign_roots, paused_until in rows
    ]


def _of(model: Any, ids: Collection[uuid.UUID]) -> QuerySet:
    return model.objects.filter(supporter__in=ids).order_by()


def _grouped(pairs: Iterable[tuple[uuid.UUID, T]]) -> dict[uuid.UUID, list[T]]:
    found: dict[uuid.UUID, list[T]] = {}
    for pk, value in pairs:
        found.setdefault(pk, []).append(value)
    return found


def _languages(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Spoken]]:
    rows = _of(SupporterLanguage, ids).values_list("supporter", "language", "level", "interprets")
    return _grouped((pk, Spoken(*told)) for pk, *told in rows)


def _fields(ids: Collection[uuid.UUID], wanted: Wanted) -> dict[uuid.UUID, list[str]]:
    return _grouped(
        _of(SupporterField, ids).filter(field__in=wanted.fields).values_list("supporter", "field")
    )


def _times(ids: Collection[uuid.UUID], wanted: Wanted) -> dict[uuid.UUID, list[Free]]:
    if wanted.day is None:
        return {}
    rows = _of(SupporterTime, ids).values_list("supporter", "weekday", "starts", "ends")
    return _grouped((pk, Free(*told)) for pk, *told in rows)


def _load(ids: Collection[uuid.UUID], today: date) -> Counter[uuid.UUID]:
    """Open requests, coming appointments, and what took place lately."""
    since = today - RECENT
    asked = _of(Asked, ids).filter(answer=Answer.WAITING, ask__state=AskState.OPEN)
    visits = _of(VisitSupporter, ids).filter(visit__state__in=_PLANS, visit__day__gte=since)
    bookings = _of(Booking, ids).filter(state=BookingState.BOOKED, starts_at__date__gte=since)
    carried: Counter[uuid.UUID] = Counter()
    for rows in (asked, visits, bookings):
        carried.update(rows.values_list("supporter", flat=True))
    return carried


def _taken(ids: Collection[uuid.UUID], wanted: Wanted) -> dict[uuid.UUID, list[tuple[time, time]]]:
    """The quarters of the wanted day that somebody has given away."""
    if wanted.day is None:
        return {}
    begins = timezone.make_aware(datetime.combine(wanted.day, time()))
    rows = _of(Quarter, ids).filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    return _grouped((pk, _span(timezone.localtime(at))) for pk, at in rows.values_list("supporter", "at"))


def _span(at: datetime) -> tuple[time, time]:
    ends = at + QUARTER
    # The last quarter of a day ends with it.
    return at.time(), ends.time() if ends.date() == at.date() else time.max
