"""Asking supporters for help with a case, taking that back, and letting it run out."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions.common import locked_case, open_case_row, touch
from bansou.cases.models import Case
from bansou.core.refusal import Refused
from bansou.matching import notifications
from bansou.matching.actions.common import check_span, end_ask
from bansou.matching.enums import AskState, Reason
from bansou.matching.models import Ask, Asked
from bansou.matching.queries import finding
from bansou.matching.rules import diary
from bansou.supporters.models import Supporter

MOST_ASKED = 10
"""At once: more would wait for nothing, and each of them learns that somebody needs help."""


@transaction.atomic
def ask_people(request: Ask, supporters: Collection[uuid.UUID], *, actor: Any, now: datetime) -> Ask:
    """Store a new request and ask several supporters at once; the first to accept have it.

    Who must not see the case is left out even if named. Raises Refused(NOBODY, TOO_MANY, PAST, TOO_LONG), and cases'
    Refused(CLOSED, UNREADABLE).
    """
    case = open_case_row(request.case_id)
    if request.span:
        check_span(request.span, now=now)
    chosen = Supporter.objects.active().filter(pk__in=set(supporters) - finding.barred(case))
    asked = list(chosen.select_related("user").order_by("pk"))
    if not asked:
        raise Refused(Reason.NOBODY)
    if len(asked) > MOST_ASKED:
        raise Refused(Reason.TOO_MANY, most=MOST_ASKED)
    request.asked_by, request.asked_at = actor, now
    request.expires_at = diary.expires_at(now, request.span[0] if request.span else None)
    request.save(force_insert=True)
    Asked.objects.bulk_create(Asked(ask=request, supporter=supporter) for supporter in asked)
    touch(case, now)
    audit.record(actor, "matching.ask", request, now=now, fields=[request.kind])
    notifications.tell_supporters(asked, "request", now=now)
    return request


@transaction.atomic
def withdraw(found: Ask, *, actor: Any, now: datetime) -> None:
    """Take a request back; whoever has not answered is told that it is over. Raises Refused(GONE)."""
    locked_case(found.case_id)
    request = Ask.objects.select_for_update().get(pk=found.pk)
    if request.state != AskState.OPEN:
        raise Refused(Reason.GONE)
    end_ask(request, AskState.WITHDRAWN, now=now)
    audit.record(actor, "matching.withdraw_ask", request, now=now)


def withdraw_all(case: Case, *, now: datetime) -> None:
    """The case ends, and its requests with it."""
    for request in Ask.objects.select_for_update().filter(case=case, state=AskState.OPEN):
        end_ask(request, AskState.WITHDRAWN, now=now)


def expire(*, now: datetime) -> None:
    """End the requests whose time is over; whoever asked is told."""
    due = Ask.objects.filter(state=AskState.OPEN, expires_at__lte=now).values_list("pk", "case")
    for pk, case_id in list(due):
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case_id)
            request = Ask.objects.select_for_update().get(pk=pk)
            if request.state == AskState.OPEN:
                end_ask(request, AskState.EXPIRED, now=now)
                audit.record(None, "matching.expire_ask", request, now=now)
                notifications.tell_asker(request, "expired", now=now)
