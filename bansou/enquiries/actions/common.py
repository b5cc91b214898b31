"""What every change of a thread does: lock it, see that it can still be read, seal words, count the version up."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from bansou.cases.models import Case
from bansou.core.refusal import Refused
from bansou.core.templatetags.bansou import d
from bansou.enquiries.actions.receiving import prolong
from bansou.enquiries.enums import Direction, Reason, State
from bansou.enquiries.models import Message, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.vault import actions as vault

# As long as the longest message that LINE takes.
TEXT_LENGTH = 5_000


def locked(thread: Thread) -> Thread:
    """The thread, locked. Raises Refused(UNREADABLE) once it was erased."""
    row = (
        Thread.objects.select_for_update(of=("self",))
        .select_related("channel", "case", "person")
        .get(pk=thread.pk)
    )
    if row.erased_at:
        raise Refused(Reason.UNREADABLE)
    return row


def locked_open(thread: Thread) -> Thread:
    """The same; raises also Refused(CLOSED)."""
    row = locked(thread)
    if row.state == State.CLOSED:
        raise Refused(Reason.CLOSED)
    return row


def subject(thread: Thread) -> Thread | Case:
    """What the log names: the case, whose lead reads that log, or the thread that has none."""
    return thread.case or thread


def checked(text: str) -> str:
    """The words without blanks around them. Raises Refused(EMPTY, TOO_LONG)."""
    text = text.strip()
    if not text:
        raise Refused(Reason.EMPTY)
    if len(text) > TEXT_LENGTH:
        raise Refused(Reason.TOO_LONG, limit=TEXT_LENGTH, length=len(text))
    return text


def add_message(
    thread: Thread,
    direction: Direction,
    text: str,
    *,
    language: str,
    actor: Any,
    now: datetime,
    **fields: Any,
) -> Message:
    """A message of ours; the thread counts up but is not saved yet."""
    message = Message(thread=thread, direction=direction, at=now, by=actor, language=language, **fields)
    message.sealed_text = vault.seal(thread.pk, sealed.text_place(message), text)
    message.save(force_insert=True)
    thread.version += 1
    return message


def add_translation(
    message: Message,
    text: str,
    *,
    language: str,
    actor: Any,
    now: datetime,
    engine: str = "",
    back: bool = False,
) -> Translation:
    """Words beside a message."""
    made = Translation(message=message, language=language, engine=engine, back=back, by=actor, at=now)
    made.sealed_text = vault.seal(message.thread_id, sealed.translation_place(made), text)
    made.save(force_insert=True)
    return made


def answered(thread: Thread, now: datetime) -> None:
    """We wrote last: nobody waits any more. The caller saves the thread."""
    thread.state, thread.waiting_since, thread.snoozed_until = State.ANSWERED, None, None
    thread.last_at = max(thread.last_at, now)
    prolong(thread)
    if thread.case_id:
        Case.objects.filter(pk=thread.case_id, last_at__lt=now).update(last_at=now)


def told_at(at: datetime, now: datetime) -> str:
    """An instant for the words of a refusal: the time of today, else day and time."""
    local = timezone.localtime(at)
    clock = local.strftime("%H:%M")
    return clock if local.date() == timezone.localtime(now).date() else f"{d(local)} {clock}"
