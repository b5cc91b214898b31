"""What a supporter answers to a request: the first to accept have it, and only then see the case."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions.members import add_member, bar
from bansou.cases.enums import Reason as CaseReason
from bansou.cases.enums import Role
from bansou.cases.models import Case, Conflict
from bansou.core.refusal import Refused
from bansou.matching import notifications
from bansou.matching.actions import diary
from bansou.matching.actions.common import end_ask, locked_open_ask
from bansou.matching.enums import Answer, AskState, Kind, Reason
from bansou.matching.models import Ask, Asked
from bansou.matching.rules.diary import AFTERWARDS, free_place
from bansou.supporters.models import Supporter

ROLES = {Kind.ACCOMPANY: Role.WORKER, Kind.INTERPRET: Role.INTERPRETER, Kind.REMOTE: Role.WORKER}


@transaction.atomic
def accept(found: Asked, *, actor: Any, now: datetime) -> Ask:
    """Take the request, having confirmed to know nobody involved as far as can be told.

    The supporter comes onto the case for a while, and the appointment stands. Raises Refused(GONE, ANSWERED,
    YOU_ARE_BUSY); GONE also where they must not see the case: no answer tells that there is such a mark.
    """
    case, request = locked_open_ask(found.ask_id, found.ask.case_id)
    asked = _waiting(found)
    if request.expires_at <= now or Conflict.objects.filter(case=case, user=asked.supporter.user).exists():
        raise Refused(Reason.GONE)
    taken = request.asked.filter(answer=Answer.ACCEPTED).values_list("place", flat=True)
    _answer(asked, Answer.ACCEPTED, now, place=free_place(taken, request.needed))
    _make_appointment(case, request, asked, now)
    _join(case, request, asked, now)
    audit.record(actor, "matching.accept", request, now=now)
    if len(taken) + 1 == request.needed:
        end_ask(request, AskState.FILLED, now=now)
    notifications.tell_asker(request, "accepted", now=now)
    return request


@transaction.atomic
def decline(found: Asked, *, actor: Any, now: datetime) -> None:
    """Say no; nobody asks why. Raises Refused(GONE, ANSWERED)."""
    _case, request = locked_open_ask(found.ask_id, found.ask.case_id)
    _answer(_waiting(found), Answer.DECLINED, now)
    audit.record(actor, "matching.decline", request, now=now)
    if not request.asked.filter(answer=Answer.WAITING).exists():
        notifications.tell_asker(request, "all_answered", now=now)


@transaction.atomic
def step_back(case: Case, supporter: Supporter, *, actor: Any, now: datetime) -> None:
    """A supporter finds that they know somebody involved: off the case for good, and their appointments with it.

    Raises cases' Refused(LAST_LEAD, UNREADABLE).
    """
    bar(case, supporter.user, actor=actor, now=now)
    audit.record(actor, "matching.step_back", case, now=now)
    notifications.tell_leads(case, "stepped_back", now=now)


def _waiting(found: Asked) -> Asked:
    asked = Asked.objects.select_related("supporter__user").get(pk=found.pk)
    if asked.answer != Answer.WAITING:
        raise Refused(Reason.ANSWERED)
    return asked


def _answer(asked: Asked, answer: Answer, now: datetime, *, place: int | None = None) -> None:
    asked.answer, asked.answered_at, asked.place = answer, now, place
    asked.save(update_fields=["answer", "answered_at", "place"])


def _make_appointment(case: Case, request: Ask, asked: Asked, now: datetime) -> None:
    try:
        if request.kind == Kind.ACCOMPANY:
            diary.visit_of(case, request, asked.supporter, now=now)
        elif request.kind == Kind.INTERPRET:
            diary.booking_of(case, request, asked.supporter, now=now)
    except Refused:
        raise Refused(Reason.YOU_ARE_BUSY) from None


def _join(case: Case, request: Ask, asked: Asked, now: datetime) -> None:
    until = (request.span[1] if request.span else now) + AFTERWARDS
    try:
        add_member(
            case,
            asked.supporter.user,
            ROLES[Kind(request.kind)],
            actor=request.asked_by,
            now=now,
            until=until,
        )
    except Refused as refused:
        # Who came onto the case meanwhile may still do this for it.
        if refused.reason != CaseReason.MEMBER:
            raise
