"""What several actions share: locks in one order, times that can be given, the end of a request.

Locks are taken on the case, then on its request or appointment, then on the supporters: nobody waits in a circle.
"""

import uuid
from datetime import datetime

from bansou.cases.actions.common import locked_case, open_case_row
from bansou.cases.models import Case
from bansou.core.refusal import Refused
from bansou.matching import notifications
from bansou.matching.enums import Answer, AskState, Reason
from bansou.matching.models import Ask, Booking, Span, Visit
from bansou.matching.rules import diary


def locked_open_ask(ask_id: uuid.UUID, case_id: uuid.UUID) -> tuple[Case, Ask]:
    """The case and its open request. Raises Refused(GONE), whatever the cause: it may be nobody's business."""
    try:
        case = open_case_row(case_id)
    except Refused:
        raise Refused(Reason.GONE) from None
    ask = Ask.objects.select_for_update().get(pk=ask_id)
    if ask.state != AskState.OPEN:
        raise Refused(Reason.GONE)
    return case, ask


def locked_visit(visit: Visit) -> tuple[Case, Visit]:
    """Raises cases' Refused(UNREADABLE)."""
    case = locked_case(visit.case_id)
    return case, Visit.objects.select_for_update().get(pk=visit.pk)


def locked_booking(booking: Booking) -> Booking:
    """Raises cases' Refused(UNREADABLE)."""
    locked_case(booking.case_id)
    rows = Booking.objects.select_for_update(of=("self",)).select_related("supporter__user", "case")
    return rows.get(pk=booking.pk)


def check_span(span: Span, *, now: datetime) -> None:
    """Raises Refused(PAST, TOO_LONG)."""
    begins, finishes = span
    if begins <= now:
        raise Refused(Reason.PAST)
    if finishes - begins > diary.LONGEST:
        raise Refused(Reason.TOO_LONG, hours=diary.LONGEST.seconds // 3600)


def end_ask(ask: Ask, state: AskState, *, now: datetime) -> None:
    """Close a locked request and release all who have not answered."""
    ask.state = state
    ask.save(update_fields=["state"])
    waiting = ask.asked.filter(answer=Answer.WAITING)
    released = [asked.supporter for asked in waiting.select_related("supporter__user")]
    waiting.update(answer=Answer.CLOSED, answered_at=now)
    notifications.tell_supporters(released, "over", now=now)
