"""Answers, private notes and translations by people."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.enquiries.actions.common import (
    add_message,
    add_translation,
    answered,
    checked,
    locked,
    locked_open,
    subject,
    told_at,
)
from bansou.enquiries.actions.sending import hand_over, require_leave
from bansou.enquiries.enums import Delivery, Direction, Reason
from bansou.enquiries.models import Address, Message, Thread, Translation


@transaction.atomic
def answer(
    thread: Thread,
    text: str,
    *,
    language: str,
    actor: Any,
    now: datetime,
    version: int,
    translation: str = "",
    back: str = "",
    address: Address | None = None,
    engine: str = "",
    back_engine: str = "",
) -> Message:
    """Answer the person: `text` as it was written in `language`, `translation` as the person reads it.

    `back` is the translation put back into `language`; an engine names the machine that made one, "" a human. It
    leaves by `address`, or by the thread's own way. Whoever answers what nobody took has taken it.
    Raises Refused(EMPTY, TOO_LONG, UNREADABLE, CLOSED, STALE, WINDOW, OFF, NOT_ALLOWED, LOCKED, NOT_NOW).
    """
    text = checked(text)
    translation, back = (checked(words) if words.strip() else "" for words in (translation, back))
    thread = _answerable(thread, version, address, now)
    message = add_message(
        thread, Direction.OUT, text, language=language, actor=actor, now=now,
        address=address or thread.address, delivery=Delivery.SENT,
    )  # fmt: skip
    if translation:
        add_translation(message, translation, language=thread.language, actor=actor, now=now, engine=engine)
    if back:
        add_translation(message, back, language=language, actor=actor, now=now, engine=back_engine, back=True)
    if thread.taken_by_id is None:
        thread.taken_by, thread.taken_at = actor, now
    answered(thread, now)
    thread.save()
    hand_over(message, now=now)
    audit.record(actor, "enquiries.answer", subject(thread), now=now)
    return message


def _answerable(thread: Thread, version: int, address: Address | None, now: datetime) -> Thread:
    """The thread, locked, if this answer may go by this address now."""
    thread = locked_open(thread)
    if thread.version != version:
        raise Refused(Reason.STALE)
    # Another address has no window of its own: only the channel that the person wrote by closes.
    own = address is None or address.channel_id == thread.channel_id
    if own and thread.reply_until and thread.reply_until <= now:
        raise Refused(Reason.WINDOW, at=told_at(thread.reply_until, now))
    require_leave(thread, address, now=now)
    return thread


@transaction.atomic
def write_note(thread: Thread, text: str, *, actor: Any, now: datetime) -> Message:
    """A note that the person never sees. Raises Refused(EMPTY, TOO_LONG, UNREADABLE)."""
    text, thread = checked(text), locked(thread)
    note = add_message(thread, Direction.NOTE, text, language=actor.language, actor=actor, now=now)
    thread.save(update_fields=["version"])
    audit.record(actor, "enquiries.note", subject(thread), now=now)
    return note


@transaction.atomic
def write_translation(
    message: Message, text: str, *, language: str, actor: Any, now: datetime
) -> Translation:
    """Somebody's own translation beside a message; the original stays. Raises Refused(EMPTY, TOO_LONG, UNREADABLE)."""
    text, thread = checked(text), locked(message.thread)
    made = add_translation(message, text, language=language, actor=actor, now=now)
    audit.record(actor, "enquiries.translated", subject(thread), now=now, fields=[language])
    return made
