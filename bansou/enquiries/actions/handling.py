"""Who answers a thread, how soon, and where it belongs: taking, giving, putting off, closing, linking to a case."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.cases.actions import opening
from bansou.cases.enums import Reason as CaseReason
from bansou.cases.enums import State as CaseState
from bansou.cases.models import Case
from bansou.cases.rules.opening import Details, key_until
from bansou.core.refusal import Refused
from bansou.enquiries.actions.common import locked, locked_open, subject, told_at
from bansou.enquiries.actions.receiving import prolong
from bansou.enquiries.enums import Reason, State
from bansou.enquiries.models import Reading, Thread, ThreadTopic
from bansou.enquiries.permissions import visible_threads
from bansou.vault import actions as vault

SPAM_DAYS = 30
LEAST_REASON = 20


def look(thread: Thread, *, actor: Any, now: datetime) -> None:
    """Note that somebody has the thread open; what was new has then been read."""
    Reading.objects.update_or_create(thread=thread, user=actor, defaults={"seen_at": now})
    Thread.objects.filter(pk=thread.pk, state=State.NEW).update(state=State.OPEN)


@transaction.atomic
def take(thread: Thread, *, actor: Any, now: datetime) -> Thread:
    """Answer it oneself. Raises Refused(TAKEN) if somebody else did so before, Refused(CLOSED, UNREADABLE)."""
    row = locked_open(thread)
    if row.taken_by and row.taken_by_id != actor.pk:
        raise Refused(Reason.TAKEN, name=row.taken_by.name, at=told_at(row.taken_at or now, now))
    return _hand_to(row, actor, actor, now)


@transaction.atomic
def give(thread: Thread, user: Any, *, actor: Any, now: datetime) -> Thread:
    """Give it to somebody who may see it, or to nobody (None). Raises Refused(NOT_THEIRS, CLOSED, UNREADABLE)."""
    row = locked_open(thread)
    if user is not None and not visible_threads(user, now=now).filter(pk=row.pk).exists():
        raise Refused(Reason.NOT_THEIRS, name=user.name)
    return _hand_to(row, user, actor, now)


def _hand_to(row: Thread, user: Any, actor: Any, now: datetime) -> Thread:
    if row.taken_by_id != getattr(user, "pk", None):
        row.taken_by, row.taken_at = user, now if user else None
        if row.state == State.NEW:
            row.state = State.OPEN
        row.save(update_fields=["taken_by", "taken_at", "state"])
        audit.record(actor, "enquiries.give", subject(row), now=now)
    return row


@transaction.atomic
def set_urgency(thread: Thread, urgency: str, *, actor: Any, now: datetime) -> None:
    """Raises Refused(UNREADABLE)."""
    row = locked(thread)
    if row.urgency != urgency:
        row.urgency = urgency
        row.save(update_fields=["urgency"])
        audit.record(actor, "enquiries.urgency", subject(row), now=now, fields=[urgency])


@transaction.atomic
def set_topics(thread: Thread, topics: Iterable[str], *, actor: Any, now: datetime) -> None:
    """These topics and no others. Raises Refused(UNREADABLE)."""
    row, wanted = locked(thread), set(topics)
    row.topics.exclude(topic__in=wanted).delete()
    have = set(row.topics.values_list("topic", flat=True))
    ThreadTopic.objects.bulk_create(ThreadTopic(thread=row, topic=topic) for topic in sorted(wanted - have))
    audit.record(actor, "enquiries.topics", subject(row), now=now)


@transaction.atomic
def put_off(thread: Thread, until: datetime, *, actor: Any, now: datetime) -> None:
    """Out of sight until an instant, or until the person writes. Raises Refused(CLOSED, UNREADABLE)."""
    row = locked_open(thread)
    row.state, row.snoozed_until = State.SNOOZED, until
    row.save(update_fields=["state", "snoozed_until"])
    audit.record(actor, "enquiries.put_off", subject(row), now=now)


def wake(*, now: datetime) -> int:
    """Show again what was put off until now. Returns how many."""
    due = Thread.objects.filter(state=State.SNOOZED, snoozed_until__lte=now)
    return due.update(
        state=State.OPEN, waiting_since=Coalesce("waiting_since", F("snoozed_until")), snoozed_until=None
    )


@transaction.atomic
def close(thread: Thread, *, actor: Any, now: datetime, spam: bool = False) -> None:
    """Nothing more to do. Spam is erased after SPAM_DAYS. Raises Refused(ON_CASE) for spam of a case, UNREADABLE."""
    row = locked(thread)
    if spam and row.case_id:
        raise Refused(Reason.ON_CASE)
    row.state, row.waiting_since, row.snoozed_until = State.CLOSED, None, None
    if spam:
        row.erase_on = timezone.localtime(now).date() + timedelta(days=SPAM_DAYS)
    row.save(update_fields=["state", "waiting_since", "snoozed_until", "erase_on"])
    audit.record(actor, "enquiries.spam" if spam else "enquiries.close", subject(row), now=now)


@transaction.atomic
def reopen(thread: Thread, *, actor: Any, now: datetime) -> None:
    """Waits for us again. Raises Refused(UNREADABLE)."""
    row = locked(thread)
    if row.state == State.CLOSED:
        row.state, row.waiting_since = State.OPEN, now
        prolong(row)
        row.save()
        audit.record(actor, "enquiries.reopen", subject(row), now=now)


@transaction.atomic
def link(thread: Thread, case: Case, *, actor: Any, now: datetime) -> None:
    """Put a thread into a case: from now on only the members of the case see it, and it lasts as long as the case.

    Whether the person of both is one, a human has decided. Raises Refused(ON_CASE, UNREADABLE).
    """
    # As it is now: it may have been erased since the page was made. Before the thread, as erasing locks them.
    case = Case.objects.select_for_update().get(pk=case.pk)
    row = locked(thread)
    if row.case_id:
        raise Refused(Reason.ON_CASE)
    if case.state == CaseState.ERASED:
        raise Refused(Reason.UNREADABLE)
    row.case, row.erase_on = case, None
    row.save(update_fields=["case", "erase_on"])
    keep = case.erase_on or key_until(timezone.localtime(now).date())
    vault.keep_at_least(row.pk, row.person_id, erase_on=keep)
    Case.objects.filter(pk=case.pk, last_at__lt=row.last_at).update(last_at=row.last_at)
    audit.record(actor, "enquiries.link", row, now=now)
    audit.record(actor, "enquiries.link", case, now=now)


def renew_keys(*, today: date) -> None:
    """Give the keys of threads of open cases another while, as the cases do with their own."""
    scopes = Thread.objects.filter(case__state=CaseState.OPEN).values_list("pk", "person_id")
    vault.keep_at_least(*chain.from_iterable(scopes), erase_on=key_until(today))


def prune_readings(*, now: datetime) -> None:
    """Forget who had what open a day ago."""
    Reading.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


@transaction.atomic
def open_case(thread: Thread, details: Details, *, token: uuid.UUID, actor: Any, now: datetime) -> Case:
    """Open a case of the thread's person and put the thread into it. Raises Refused(ON_CASE, UNREADABLE)."""
    row = locked(thread)
    if row.case:
        # The same form sent twice finds both done.
        if row.case.form_token == token:
            return row.case
        raise Refused(Reason.ON_CASE)
    if Case.objects.filter(form_token=token).exists():
        # It was taken out of the case that it was opened with.
        token = uuid.uuid4()
    case = opening.open_case(details, person=row.person, token=token, actor=actor, now=now)
    link(row, case, actor=actor, now=now)
    return case


@transaction.atomic
def unlink(thread: Thread, *, reason: str, actor: Any, now: datetime) -> None:
    """Take a thread out of a case it does not belong to: the desk of its region sees it again.

    Raises Refused(SHORT_REASON, UNREADABLE).
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(CaseReason.SHORT_REASON, least=LEAST_REASON)
    row = locked(thread)
    if row.case is None:
        return
    audit.record(actor, "enquiries.unlink", row.case, now=now, reason=reason.strip(), scope=row.case.pk)
    row.case = None
    prolong(row)
    row.save()
