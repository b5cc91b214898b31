"""Makes what supporters carry: requests that wait, visits of the last weeks, interpreter bookings to come."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from bansou.accounts.models import User
from bansou.cases.enums import State
from bansou.cases.models import Case
from bansou.matching.models import Ask, Asked, Booking, Quarter, Visit, VisitSupporter
from bansou.matching.rules.diary import expires_at, quarters
from bansou.supporters.models import Supporter
from bench.data.common import insert, new_id

ASKED = 3


def make_helping(supporters: list[Supporter], actor: User, chance: Random, now: datetime) -> None:
    """A tenth of the supporters is asked, half went along within sixty days, a sixth interprets within two weeks."""
    cases = list(Case.objects.filter(state=State.OPEN).order_by("number")[: len(supporters) // 2])
    _requests(chance.sample(supporters, len(supporters) // 10), cases, chance, now)
    _visits(chance.sample(supporters, len(supporters) // 2), cases, actor, chance, now)
    _bookings(chance.sample(supporters, len(supporters) // 6), cases, actor, chance, now)


def _requests(people: list[Supporter], cases: list[Case], chance: Random, now: datetime) -> None:
    asks = [
        Ask(
            id=new_id(chance), case=case, kind="accompany", language=case.language, prefecture=case.prefecture,
            place="city_hall", day=now.date() + timedelta(days=9), starts=time(10), ends=time(12), asked_at=now,
            expires_at=expires_at(now, None),
        )
        for case in chance.sample(cases, len(people) // ASKED)
    ]  # fmt: skip
    insert(asks)
    insert(
        Asked(id=new_id(chance), ask=ask, supporter=one)
        for n, ask in enumerate(asks)
        for one in people[ASKED * n : ASKED * (n + 1)]
    )


def _visits(people: list[Supporter], cases: list[Case], actor: User, chance: Random, now: datetime) -> None:
    visits = [
        Visit(
            id=new_id(chance), case=chance.choice(cases), day=now.date() - timedelta(days=chance.randrange(60)),
            starts=time(10), ends=time(12), place="hospital", state="done", minutes=120, made_by=actor, made_at=now,
        )
        for _ in people
    ]  # fmt: skip
    insert(visits)
    insert(VisitSupporter(visit=visit, supporter=one) for visit, one in zip(visits, people, strict=True))


def _bookings(people: list[Supporter], cases: list[Case], actor: User, chance: Random, now: datetime) -> None:
    bookings = [_booking(one, chance.choice(cases), actor, chance, now) for one in people]
    insert(bookings)
    insert(
        Quarter(supporter=each.supporter, at=at, booking=each)
        for each in bookings
        for at in quarters(each.starts_at, each.ends_at)
    )


def _booking(one: Supporter, case: Case, actor: User, chance: Random, now: datetime) -> Booking:
    day = timezone.localtime(now) + timedelta(days=chance.randrange(1, 15))
    starts_at = day.replace(hour=chance.randrange(9, 17), minute=0, second=0, microsecond=0)
    return Booking(
        id=new_id(chance), case=case, supporter=one, language=case.language, way="phone", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), booked_by=actor, booked_at=now,
    )  # fmt: skip
