"""Requests and visits of the tests, through the real actions."""

from datetime import date, datetime, time

from bansou.cases.actions.members import add_member
from bansou.cases.models import Case
from bansou.matching.actions import answering, asking, diary
from bansou.matching.enums import Kind
from bansou.matching.models import Ask, Asked, Visit
from tests.factories import make_supporter

DAY = date(2024, 8, 8)


def make_ask(case: Case, *supporters, now: datetime, actor=None, **changed) -> Ask:
    """Somebody to go along to the ward office on Thursday 8 August, 10 to 12."""
    told = {
        "kind": Kind.ACCOMPANY, "language": "vi", "field": "labour", "prefecture": "13", "place": "city_hall",
        "day": DAY, "starts": time(10), "ends": time(12), "needed": 1, **changed,
    }  # fmt: skip
    ids = [supporter.pk for supporter in supporters or [make_supporter()]]
    return asking.ask_people(Ask(case=case, **told), ids, actor=actor or lead_of(case), now=now)


def asked(ask: Ask, supporter) -> Asked:
    return ask.asked.select_related("ask").get(supporter=supporter)


def accept(ask: Ask, supporter, *, now: datetime) -> Ask:
    return answering.accept(asked(ask, supporter), actor=supporter.user, now=now)


def lead_of(case: Case):
    return case.members.get(role="lead", ended_at=None).user


def make_visit(case: Case, supporter, *, now: datetime, place_name: str = "", **changed) -> Visit:
    """A visit with a supporter who is on the case."""
    if not case.members.filter(user=supporter.user, ended_at=None).exists():
        add_member(case, supporter.user, "worker", actor=lead_of(case), now=now)
    told = {"day": DAY, "starts": time(10), "ends": time(12), "place": "city_hall", **changed}
    visit = Visit(case=case, **told)
    return diary.plan_visit(visit, [supporter], place_name=place_name, actor=lead_of(case), now=now)
