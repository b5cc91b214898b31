"""What the pages of one case show, as far as its reader may know of it."""

from datetime import datetime

from django.db.models import Q, QuerySet

from bansou.cases.models import Case, CaseFile, CaseMember, Consent, Entry, Task
from bansou.cases.permissions import candidates, live_members
from bansou.cases.rules.fields import Access, Part
from bansou.core.checkchars import read_bansou_id

ORDER = ("at", "id")
FOUND = 20


def entries(case: Case, access: Access) -> QuerySet[Entry]:
    """The progress record; private lines for who reads them."""
    found = Entry.objects.filter(case=case).select_related("by").prefetch_related("topics")
    return found if Part.PRIVATE in access.reads else found.filter(private=False)


def tasks(case: Case, access: Access) -> QuerySet[Task]:
    """Tasks; those that the residence situation made for who may read it: they tell when a stay ends."""
    found = Task.objects.filter(case=case).select_related("assigned_to", "done_by")
    return found if Part.RESIDENCE in access.reads else found.filter(from_residence=False)


def open_tasks(case: Case, access: Access) -> list[Task]:
    """What is still to be done, the nearest day first."""
    waiting = tasks(case, access).filter(done_at=None)
    return sorted(
        waiting, key=lambda task: (task.due_on is None, task.due_on or task.made_at.date(), task.made_at)
    )


def members(case: Case, *, now: datetime) -> list[CaseMember]:
    """Who is on the case now, the lead first."""
    order = ("lead", "worker", "interpreter", "specialist")
    live = live_members(now=now).filter(case=case).select_related("user")
    return sorted(live, key=lambda member: (order.index(member.role), member.granted_at))


def lead_of(case: Case) -> CaseMember | None:
    return CaseMember.objects.filter(case=case, role="lead", ended_at=None).select_related("user").first()


def past_members(case: Case, *, now: datetime) -> QuerySet[CaseMember]:
    """Who was on the case before."""
    gone = Q(ended_at__isnull=False) | Q(expires_at__lte=now)
    return CaseMember.objects.filter(gone, case=case).select_related("user").order_by("-granted_at", "pk")


def people_called(typed: str) -> list:
    """Up to 20 users who may be put on a case, by a piece of their name, their mail address or Bansou ID."""
    number = read_bansou_id(typed)
    named = Q(name__icontains=typed) | Q(email__iexact=typed)
    named |= Q(supporter__name__icontains=typed) | Q(supporter__kana__icontains=typed)
    named |= Q(supporter__latin__icontains=typed)
    if number:
        named |= Q(supporter__number=number)
    found = candidates().filter(named).select_related("supporter").prefetch_related("roles")
    return list(found.order_by("name", "pk")[:FOUND])


def files(case: Case) -> list[CaseFile]:
    return list(case.files.select_related("stored", "added_by").order_by("-added_at", "pk"))


def consents(case: Case) -> list[Consent]:
    """All answers, the newest first."""
    return list(
        Consent.objects.filter(case=case)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-said_on", "-pk")
    )
