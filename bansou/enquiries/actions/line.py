"""What LINE told of: kept at once when it comes, read by the worker afterwards."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from bansou.core.refusal import Refused
from bansou.core.uploads import Cleaned
from bansou.enquiries.actions.addresses import add_address, address_with
from bansou.enquiries.actions.erasing import take_back
from bansou.enquiries.actions.receiving import add_incoming, erase_on, external_digest, start_thread
from bansou.enquiries.enums import State
from bansou.enquiries.models import Address, Channel, LineEvent, Message, Thread
from bansou.enquiries.queries import sealed
from bansou.enquiries.rules import line as rules
from bansou.enquiries.rules.languages import guess
from bansou.enquiries.rules.line import Event
from bansou.files import actions as files
from bansou.people import actions as people
from bansou.people.rules.contact import SafeContact, Way
from bansou.vault import actions as vault

# An event that cannot be read waits so many minutes; then it is given up.
WAIT_MINUTES = (1, 2, 5, 15, 60, 60, 60, 240, 240)
LEASE = timedelta(minutes=5)
AT_ONCE = 20
# Longer than rules.line.OLDEST: while an event would still be taken, its id is known.
KEPT = timedelta(days=7)
TOKEN_KEPT = timedelta(days=1)
NAMESPACE = uuid.UUID("4a1f6a54-0a0f-4f0b-8f54-6f2f6f1c2f0d")


class NotReady(Exception):
    """Raised by `Fetch`: LINE does not answer, or is still preparing the content."""


# Takes the id of a message at LINE and gives its content, None where it is gone; raises NotReady.
Fetch = Callable[[Channel, str], bytes | None]


def keep_events(channel: Channel, told: list[Any], *, now: datetime) -> int:
    """Keep the events of one webhook call, each once; returns how many are new. Old ones, played again, are not."""
    rows = []
    for each in told:
        event = rules.read(each)
        if event and rules.is_timely(event, now=now):
            row = LineEvent(channel=channel, event_id=event.event_id[:64], at=event.at, next_try_at=now)
            row.sealed_event = vault.seal(channel.pk, sealed.event_place(row), json.dumps(each))
            rows.append(row)
    known = LineEvent.objects.filter(channel=channel, event_id__in=[row.event_id for row in rows])
    seen = set(known.values_list("event_id", flat=True))
    LineEvent.objects.bulk_create(rows, ignore_conflicts=True)
    return len({row.event_id for row in rows} - seen)


def read_due(fetch: Fetch, *, now: datetime) -> int:
    """Read up to 20 events, in the order in which they happened. Returns how many."""
    due = LineEvent.objects.filter(next_try_at__lte=now, channel__active=True).order_by("at", "event_id")
    return sum(_read(pk, fetch, now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def prune(*, now: datetime) -> None:
    LineEvent.objects.filter(at__lt=now - KEPT, next_try_at=None).delete()
    tokens = LineEvent.objects.filter(at__lt=now - TOKEN_KEPT, next_try_at=None).exclude(sealed_event=b"")
    tokens.update(sealed_event=b"")


def _read(pk: uuid.UUID, fetch: Fetch, now: datetime) -> bool:
    mine = LineEvent.objects.filter(pk=pk, next_try_at__lte=now)
    if not mine.update(next_try_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    row = LineEvent.objects.select_related("channel").get(pk=pk)
    try:
        told = json.loads(vault.unseal(row.channel_id, sealed.event_place(row), row.sealed_event))
        _take(row, rules.read(told), fetch, now)
    except Exception as error:  # whatever it is, the event must not be tried again at once
        wait = WAIT_MINUTES[row.attempts - 1 : row.attempts]
        row.next_try_at = now + timedelta(minutes=wait[0]) if wait else None
        row.last_error = type(error).__name__
        row.save(update_fields=["next_try_at", "last_error"])
        return False
    return True


def _take(row: LineEvent, event: Event | None, fetch: Fetch, now: datetime) -> None:
    cleaned, refused = _content(row.channel, event, fetch) if event and event.kind == "message" else ([], "")
    with transaction.atomic():
        if event and event.kind == "message":
            row.message = _add(
                row.channel, event, "\n".join(filter(None, [event.words, refused])), cleaned, now
            )
        elif event and event.kind == "unsend":
            _take_back(row.channel, event, now)
        elif event:
            gone = now if event.kind == "unfollow" else None
            if address := address_with(row.channel, event.user):
                Address.objects.filter(pk=address.pk).update(gone_at=gone)
        token = event.reply_token if event and row.message else ""
        row.sealed_event = vault.seal(row.channel_id, sealed.event_place(row), token) if token else b""
        row.next_try_at, row.last_error = None, ""
        row.save()


def _content(channel: Channel, event: Event, fetch: Fetch) -> tuple[list[Cleaned], str]:
    """The photo, voice or file of a message, or why there is none. Raises NotReady."""
    if not event.content:
        return [], ""
    data = fetch(channel, event.message_id)
    if data is None:
        return [], "[gone]"
    try:
        return [files.clean(data, event.file_name or f"line.{event.content}")], ""
    except Refused as refused:
        return [], f"[{refused.reason.value}]"


def _add(channel: Channel, event: Event, text: str, cleaned: list[Cleaned], now: datetime) -> Message | None:
    address = address_with(channel, event.user) or _new_user(channel, event.user, now)
    Address.objects.filter(pk=address.pk).exclude(gone_at=None).update(gone_at=None)
    external = _external(event)
    token = uuid.uuid5(NAMESPACE, f"{channel.pk} {external}")
    told: dict[str, Any] = {
        "at": event.at,
        "now": now,
        "external": external,
        "token": token,
        "files": cleaned,
    }
    thread = _thread_of(address)
    if thread is not None:
        return add_incoming(thread, text, language=_language(text, thread.language), **told)
    thread = start_thread(
        channel=channel, address=address, person=address.person, text=text, language=guess(text), **told
    )
    return thread.messages.order_by("at").first()


def _language(text: str, usual: str) -> str:
    # A sticker or a photo says nothing about it.
    return usual if text.startswith("[") or guess(text) == "en" else guess(text)


def _new_user(channel: Channel, user: str, now: datetime) -> Address:
    """Whoever writes by LINE can be answered there, until they say otherwise."""
    person = people.new_person(erase_on=erase_on(now), now=now)
    contact = SafeContact(ways=frozenset({Way.WEB, Way.LINE}))
    people.save_safe_contact(person, contact, actor=None, now=now)
    return add_address(person, channel, user, now=now)


def _thread_of(address: Address) -> Thread | None:
    """A chat goes on for ever: what is closed is opened again, only what was erased is not."""
    mine = Thread.objects.filter(address=address, erased_at=None).select_related("person")
    return mine.exclude(state=State.CLOSED).order_by("-last_at").first() or mine.order_by("-last_at").first()


def _external(event: Event) -> str:
    return f"line {event.message_id}"


def _take_back(channel: Channel, event: Event, now: datetime) -> None:
    """The person took a message back: what it said is erased, that there was one stays. Raises NotReady."""
    digest = external_digest(_external(event))
    message = Message.objects.filter(external=digest, thread__channel=channel).first()
    if message is None:
        # Perhaps the message itself still waits to be read.
        raise NotReady
    take_back(message, now=now)
