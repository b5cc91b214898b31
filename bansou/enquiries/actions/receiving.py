"""The one way in: whatever the channel, what people write becomes a thread and its messages here."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.cases.enums import State as CaseState
from bansou.cases.enums import Urgency
from bansou.cases.models import Case
from bansou.core.uploads import Cleaned
from bansou.enquiries.enums import Direction, Kind, State
from bansou.enquiries.models import Address, Channel, Message, MessageFile, Thread, ThreadTopic
from bansou.enquiries.queries import sealed
from bansou.enquiries.rules.texts import first_line
from bansou.files import actions as files_room
from bansou.files import queries as files_queries
from bansou.people.models import Person
from bansou.vault import actions as vault

# How long an enquiry is kept after its last message, unless it belongs to a case.
KEPT = timedelta(days=365)
# What the one channel of a kind is called until staff name it.
NAMES = {Kind.WEB: "Web", Kind.PHONE: "Phone", Kind.WALK_IN: "Walk-in"}


def channel_of(kind: Kind) -> Channel:
    """The one channel of a kind that needs no account: web, phone, walk-in; made on first use."""
    return Channel.objects.get_or_create(kind=kind, defaults={"name": NAMES[kind]})[0]


def erase_on(at: datetime) -> date:
    """The day on which an enquiry is erased whose last message came at an instant."""
    return timezone.localtime(at).date() + KEPT


def start_thread(
    *,
    channel: Channel,
    address: Address | None,
    person: Person,
    text: str,
    language: str,
    at: datetime,
    now: datetime,
    token: uuid.UUID,
    external: str | None = None,
    topics: Iterable[str] = (),
    urgency: str = Urgency.ANY,
    safety: str = "",
    prefecture: str = "",
    answers: Mapping[str, Any] | None = None,
    files: Sequence[Cleaned] = (),
) -> Thread:
    """A new thread with its first message; the thread of the same form or the same external message if there is one.

    `at` is when it was written, `now` when it came. `external` is the channel's own id of the message; `answers` is
    what the form asked beside the text. Files were cleaned by files.actions.clean before.
    """
    if found := _thread_seen(token, address, external):
        return found
    thread = Thread(
        channel=channel, address=address, person=person, language=language, urgency=urgency, safety=safety,
        prefecture=prefecture, waiting_since=at, created_at=now, last_at=at, form_token=token,
    )  # fmt: skip
    _make_key(thread, now)
    set_answers(thread, answers or {})
    set_preview(thread, text)
    try:
        _begin(thread, text, topics, external, files, now)
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        if found := _thread_seen(token, address, external):
            return found
        raise
    return thread


@transaction.atomic
def _begin(
    thread: Thread,
    text: str,
    topics: Iterable[str],
    external: str | None,
    files: Sequence[Cleaned],
    now: datetime,
) -> None:
    thread.save(force_insert=True)
    ThreadTopic.objects.bulk_create(ThreadTopic(thread=thread, topic=topic) for topic in set(topics))
    message = _add(thread, text, language=thread.language, at=thread.last_at, external=external, token=None)
    _keep_files(message, files, now)
    audit.record(None, "enquiries.receive", thread, now=now)


def _make_key(thread: Thread, now: datetime) -> None:
    """The key comes first: one without a thread is swept away, a thread without a key would be lost."""
    thread.erase_on = day = erase_on(thread.last_at)
    vault.create_key("thread", erase_on=day, now=now, scope=thread.pk)
    _keep_person(thread.person, day)


@transaction.atomic
def add_incoming(
    thread: Thread,
    text: str,
    *,
    language: str,
    at: datetime,
    now: datetime,
    external: str | None = None,
    token: uuid.UUID | None = None,
    files: Sequence[Cleaned] = (),
) -> Message | None:
    """A further message of the person; None where the external id or the form's token was seen before.

    Beyond files.actions.A_DAY files of a thread in a day the rest is left out: compare message.files.count().
    Raises vault.crypto.Unreadable once the thread was erased.
    """
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if _message_seen(thread, external, token):
        return None
    message = _add(thread, text, language=language, at=at, external=external, token=token)
    _keep_files(message, files, now)
    _wait_for_us(thread, at)
    set_preview(thread, text)
    thread.save()
    if thread.case_id:
        Case.objects.filter(pk=thread.case_id, last_at__lt=at).update(last_at=at)
    audit.record(None, "enquiries.receive", thread, now=now)
    return message


def _wait_for_us(thread: Thread, at: datetime) -> None:
    if thread.state != State.NEW:
        thread.state = State.OPEN
    thread.snoozed_until = None
    thread.waiting_since = thread.waiting_since or at
    thread.last_at = max(thread.last_at, at)
    thread.version += 1
    prolong(thread)


def prolong(thread: Thread) -> None:
    """Keep a thread for a year from its last message; one of a case goes with the case. The caller saves it."""
    day = erase_on(thread.last_at)
    if thread.case_id is None and thread.erase_on != day:
        thread.erase_on = day
        vault.keep_until(thread.pk, erase_on=day)
        _keep_person(thread.person, day)


def _keep_person(person: Person, day: date) -> None:
    # Whom a case or a claim knows is kept for longer, and by them.
    if not (person.cases.exclude(state=CaseState.ERASED).exists() or person.recipients.exists()):
        vault.keep_until(person.pk, erase_on=day)


def _add(
    thread: Thread, text: str, *, language: str, at: datetime, external: str | None, token: uuid.UUID | None
) -> Message:
    message = Message(
        thread=thread, address=thread.address, direction=Direction.IN, at=at, language=language, form_token=token,
        external=external_digest(external) if external else None,
    )  # fmt: skip
    message.sealed_text = vault.seal(thread.pk, sealed.text_place(message), text)
    message.save(force_insert=True)
    return message


def external_digest(external: str) -> bytes:
    """How a channel's own id of a message is kept: found again, never read."""
    return vault.index("enquiries.message.external", external)


def _keep_files(message: Message, files: Sequence[Cleaned], now: datetime) -> None:
    if not files:
        return
    scope = message.thread_id
    room = max(0, files_room.A_DAY - files_queries.added_in_a_day(scope, now=now))
    stored = [files_room.store(each, scope=scope, actor=None, now=now) for each in files[:room]]
    MessageFile.objects.bulk_create(MessageFile(message=message, stored=each) for each in stored)


def set_answers(thread: Thread, answers: Mapping[str, Any]) -> None:
    """What the form asked beside the text; not saved yet."""
    told = json.dumps(dict(answers), ensure_ascii=False)
    thread.sealed_answers = vault.seal(thread.pk, sealed.answers_place(thread), told) if answers else None


def set_preview(thread: Thread, text: str) -> None:
    """What the list shows of a thread; not saved yet."""
    line = first_line(text)
    thread.sealed_preview = vault.seal(thread.pk, sealed.preview_place(thread), line) if line else None


def _thread_seen(token: uuid.UUID, address: Address | None, external: str | None) -> Thread | None:
    if found := Thread.objects.filter(form_token=token).first():
        return found
    if address is None or external is None:
        return None
    digest = external_digest(external)
    return Thread.objects.filter(address=address, messages__external=digest).first()


def _message_seen(thread: Thread, external: str | None, token: uuid.UUID | None) -> bool:
    by_token = token and Message.objects.filter(form_token=token).exists()
    by_id = external and thread.messages.filter(external=external_digest(external)).exists()
    return bool(by_token or by_id)
