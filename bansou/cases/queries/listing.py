"""The list of cases: filters, exact search, and what its rows show. No name is in it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet

from bansou.cases.enums import Role, State
from bansou.cases.models import Case, CaseMember, CaseTopic, Conflict, Task
from bansou.cases.permissions import heads, live_members, visible_cases
from bansou.cases.rules.fields import ROLES, Part
from bansou.core.checkchars import normalise, read_card_code
from bansou.people.models import Card

ORDER = ("last_at", "id")
NEGLECTED = timedelta(days=14)
SOON = timedelta(days=7)
NUMBER = re.compile(r"B(\d{2})(\d{6})")
SHOWN = (
    *("id", "number", "state", "urgency", "prefecture", "language", "language_mode", "main_topic"),
    *("last_at", "erase_on"),
)
# Roles on a case that see the tasks which the residence situation made.
RESIDENCE_READERS = [role for role, access in ROLES.items() if Part.RESIDENCE in access.reads]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means all. `only` is one of "lead", "neglected", "due" or empty."""

    state: str = ""
    urgency: str = ""
    region: str = ""
    topic: str = ""
    language: str = ""
    only: str = ""
    text: str = ""


def narrowed(
    cases: QuerySet[Case], filters: Filters, *, user: Any, now: datetime, today: date
) -> QuerySet[Case]:
    """`cases` are those that the user sees."""
    for name in ("state", "urgency", "region", "language"):
        if getattr(filters, name):
            cases = cases.filter(**{name: getattr(filters, name)})
    if filters.topic:
        further = CaseTopic.objects.filter(topic=filters.topic).values("case")
        cases = cases.filter(Q(main_topic=filters.topic) | Q(pk__in=further))
    if filters.only == "lead":
        cases = cases.filter(pk__in=_mine(user, now).filter(role=Role.LEAD).values("case"))
    elif filters.only == "neglected":
        cases = cases.filter(state=State.OPEN, last_at__lt=now - NEGLECTED)
    elif filters.only == "due":
        cases = cases.filter(state=State.OPEN, pk__in=_due(user, today + SOON, now).values("case"))
    return cases.filter(_named(filters.text)) if filters.text else cases


def row_data(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a row shows, whoever reads it: with `leads`."""
    leads = CaseMember.objects.filter(role=Role.LEAD, ended_at=None).select_related("user")
    leads = leads.only("case_id", "user__name")
    return cases.only(*SHOWN).prefetch_related(Prefetch("members", queryset=leads, to_attr="leads"))


def add_own(cases: list[Case], user: Any, *, now: datetime) -> None:
    """Give the rows of a page the reader's `role` and `next_due_on`: two questions, not a subquery for each row."""
    roles = dict(_mine(user, now).filter(case__in=cases).values_list("case_id", "role"))
    readers = (
        [] if user.is_public_official else [pk for pk, role in roles.items() if role in RESIDENCE_READERS]
    )
    tasks = Task.objects.filter(Q(from_residence=False) | Q(case__in=readers), case__in=cases, done_at=None)
    days = dict(tasks.order_by().values_list("case_id").annotate(Min("due_on")))
    for case in cases:
        case.__dict__ |= {"role": roles.get(case.pk, ""), "next_due_on": days.get(case.pk)}


def numbered(text: str, user: Any, *, now: datetime) -> Case | None:
    """The case with exactly this number, not visible to the desk's user but in their reach in an emergency."""
    found = NUMBER.fullmatch(normalise(text))
    if not found:
        return None
    barred = Conflict.objects.filter(user=user).values("case")
    case = heads(user).filter(number=f"B-{found[1]}-{found[2]}").exclude(pk__in=barred).first()
    return None if case is None or visible_cases(user, now=now).filter(pk=case.pk).exists() else case


def _mine(user: Any, now: datetime) -> QuerySet[CaseMember]:
    return live_members(now=now).filter(user=user)


def _due(user: Any, until: date, now: datetime) -> QuerySet[Task]:
    """Open tasks with a day up to `until`; not those of the residence situation for who may not read it."""
    tasks = Task.objects.filter(done_at=None, due_on__lte=until)
    if user.is_public_official:
        return tasks.filter(from_residence=False)
    reader = _mine(user, now).filter(case=OuterRef("case"), role__in=RESIDENCE_READERS)
    return tasks.filter(Q(from_residence=False) | Exists(reader))


def _named(text: str) -> Q:
    """Cases with exactly this number, or of the person with exactly this card; nothing else finds any."""
    number = NUMBER.fullmatch(normalise(text))
    if number:
        return Q(number=f"B-{number[1]}-{number[2]}")
    card = read_card_code(text)
    return Q(person__in=Card.objects.filter(code=card).values("person")) if card else Q(pk=None)
