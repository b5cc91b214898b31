"""The outbox: answers by mail and LINE, sent by the worker until they left or were given up."""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template import Context, Engine
from django.utils import timezone, translation

from bansou.audit import actions as audit
from bansou.core.office import office
from bansou.enquiries.actions.channels import note_state, open_config
from bansou.enquiries.actions.sending import fail, gone, leave_for
from bansou.enquiries.enums import Delivery, Direction, Failure, Kind
from bansou.enquiries.models import Address, Channel, LineEvent, Message, Outgoing, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.people import actions as people
from bansou.people.rules.contact import Barrier, SafeContact
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable

logger = logging.getLogger(__name__)

# An answer that fails waits so many minutes, then the desk is told: 22 hours, since LINE forgets after 24 hours
# which message it has sent already.
WAIT_MINUTES = (1, 2, 5, 10, 30, 60, *[120] * 10)
# Longer than any delivery: after a crash within it the answer goes out again rather than never.
LEASE = timedelta(minutes=5)
# While the other side is out of reach, everything else for it waits as well.
PAUSE = timedelta(minutes=1)
AT_ONCE = 20
# LINE takes a free reply within a minute of the message; what is older goes as a push.
REPLY_WITHIN = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier takes. `key` is the same at every attempt; `sender` is empty where no name may stand.

    `neutral`: the text only says that something waits. `reply_token` is LINE's, `in_reply_to` that of a mail.
    """

    key: uuid.UUID
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = ""
    sender: str = ""
    neutral: bool = False
    in_reply_to: str = field(default="", repr=False)
    reply_token: str = field(default="", repr=False)


class NotSent(Exception):
    """Raised by a carrier. `final`: trying again changes nothing. `all_wait`: nothing else of this channel leaves."""

    def __init__(self, failure: Failure, *, final: bool = False, all_wait: bool = False) -> None:
        super().__init__(failure.value)
        self.failure, self.final, self.all_wait = failure, final, all_wait


class NotYet(Exception):
    """It is not safe to send before an instant."""

    def __init__(self, until: datetime) -> None:
        super().__init__("not yet")
        self.until = until


# Takes the channel's configuration and the parcel, and raises NotSent.
Carrier = Callable[[dict[str, Any], Parcel], None]


def send_due(carriers: Mapping[str, Carrier], *, now: datetime) -> int:
    """Send up to 20 answers that are due. Returns how many left. Sending one twice after a crash is possible
    (with the same key), losing one is not."""
    due = Outgoing.objects.filter(next_try_at__lte=now)
    batch = list(due.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE])
    if batch:
        # Taken back before it left.
        due.exclude(message__delivery=Delivery.WAITING).update(next_try_at=None)
    return sum(_send(pk, carriers, now) for pk in batch)


def _send(pk: uuid.UUID, carriers: Mapping[str, Carrier], now: datetime) -> bool:
    # The lease is committed before anything leaves, so no transaction stays open while the other side answers.
    mine = Outgoing.objects.filter(pk=pk, next_try_at__lte=now)
    if not mine.update(next_try_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    outgoing = Outgoing.objects.select_related(
        "message__thread__channel", "message__thread__address__channel", "message__address__channel"
    ).get(pk=pk)
    channel = _channel(outgoing)
    try:
        if not channel.active:
            raise NotSent(Failure.OFF)
        parcel = _pack(outgoing.message, now)
        carriers[channel.kind](open_config(channel), parcel)
    except NotYet as wait:
        Outgoing.objects.filter(pk=pk).update(next_try_at=wait.until, attempts=F("attempts") - 1)
    except Exception as error:  # whatever it is, the answer must not be tried again at once
        _put_off(outgoing, _problem(error), now)
    else:
        _sent(outgoing, parcel, now)
        return True
    return False


def _problem(error: Exception) -> NotSent:
    if isinstance(error, NotSent):
        return error
    if isinstance(error, Unreadable):
        return NotSent(Failure.ERASED, final=True)
    # The class only: the text of an error may hold personal data.
    logger.error("an answer could not be sent: %s", type(error).__name__)
    return NotSent(Failure.TROUBLE)


def _channel(outgoing: Outgoing) -> Channel:
    return (outgoing.message.address or outgoing.message.thread).channel


@transaction.atomic
def _sent(outgoing: Outgoing, parcel: Parcel, now: datetime) -> None:
    channel = _channel(outgoing)
    Outgoing.objects.filter(pk=outgoing.pk).update(next_try_at=None, last_error="")
    Message.objects.filter(pk=outgoing.pk, delivery=Delivery.WAITING).update(delivery=Delivery.SENT)
    _note(channel, "", now)
    if parcel.neutral:
        audit.record(None, "enquiries.sent_neutral", outgoing.message, now=now)


def _note(channel: Channel, failure: str, now: datetime) -> None:
    # How a mailbox is shows by its being read every minute.
    if channel.kind != Kind.MAIL:
        note_state(channel, failure, now=now)


def _put_off(outgoing: Outgoing, problem: NotSent, now: datetime) -> None:
    channel = _channel(outgoing)
    wait = WAIT_MINUTES[outgoing.attempts - 1 : outgoing.attempts]
    if problem.all_wait:
        _note(channel, problem.failure, now)
        _others_of(channel, now).update(next_try_at=now + PAUSE)
    if problem.final or not wait:
        fail(outgoing.message, problem.failure, now=now)
        return
    Outgoing.objects.filter(pk=outgoing.pk).update(
        next_try_at=now + timedelta(minutes=wait[0]), last_error=problem.failure
    )


def _others_of(channel: Channel, now: datetime) -> QuerySet[Outgoing]:
    by_it = Q(address__channel=channel) | Q(address=None, thread__channel=channel)
    return Outgoing.objects.filter(next_try_at__lte=now, message__in=Message.objects.filter(by_it))


def _pack(message: Message, now: datetime) -> Parcel:
    """What leaves under the safe contact as it is now. Raises NotSent, NotYet, Unreadable."""
    address, thread = message.address or message.thread.address, message.thread
    if address is None or address.sealed_external is None:
        raise NotSent(Failure.REFUSED, final=True)
    if why := gone(address):
        raise NotSent(why, final=True)
    contact = people.open_safe_contact(thread.person_id)
    leave = leave_for(thread, address, now=now)
    if leave.barrier == Barrier.NOT_NOW:
        raise NotYet(_safe_from(contact, now))
    if leave.barrier:
        raise NotSent(Failure(leave.barrier.value), final=True)
    return Parcel(
        key=message.pk,
        to=vault.unseal(address.person_id, sealed.address_place(address), address.sealed_external),
        text=_words(message) if leave.full else _waits(thread),
        subject=_told("help/sent/subject.txt", thread.language),
        sender=office()["name"] if contact.name_allowed else "",
        neutral=not leave.full,
        in_reply_to=_answered(thread, address),
        reply_token=_take_reply_token(thread, address, now) if address.channel.kind == Kind.LINE else "",
    )


def _safe_from(contact: SafeContact, now: datetime) -> datetime:
    start, _end = contact.hours or (0, 24)
    begins = timezone.localtime(now).replace(hour=start, minute=0, second=0, microsecond=0)
    return begins if begins > now else begins + timedelta(days=1)


def _words(message: Message) -> str:
    """The answer as the person reads it: its translation first where there is one, then as it was written."""
    texts = [vault.unseal(message.thread_id, sealed.text_place(message), message.sealed_text)]
    reading = Translation.objects.filter(message=message, back=False, language=message.thread.language)
    if message.language != message.thread.language and (found := reading.order_by("-at").first()):
        place = sealed.translation_place(found)
        texts.insert(0, vault.unseal(message.thread_id, place, found.sealed_text))
    return "\n\n— — —\n\n".join(texts)


def _waits(thread: Thread) -> str:
    """That there is an answer, and how to see it; no names, no topic, not even an address."""
    has_code = Address.objects.filter(person=thread.person_id, channel__kind=Kind.WEB).exists()
    return _told(f"help/sent/{'with_code' if has_code else 'write_back'}.txt", thread.language)


def _told(template: str, language: str) -> str:
    # The room of the public area has these words, in all its languages.
    with translation.override(language):
        return Engine.get_default().get_template(template).render(Context({}, autoescape=False)).strip()


def _answered(thread: Thread, address: Address) -> str:
    """The Message-ID of the person's last mail, so that the answer joins it in their mailbox."""
    came = thread.messages.filter(direction=Direction.IN, address=address).exclude(sealed_external=None)
    last = came.order_by("-at", "-id").first()
    if last is None or last.sealed_external is None:
        return ""
    return vault.unseal(thread.pk, sealed.external_place(last), last.sealed_external)


def _take_reply_token(thread: Thread, address: Address, now: datetime) -> str:
    """The token of a message that LINE brought just now. It is good for one reply, so it is used up at once."""
    fresh = LineEvent.objects.filter(
        message__thread=thread, message__address=address, next_try_at=None, at__gt=now - REPLY_WITHIN
    )
    for event in fresh.exclude(sealed_event=b"").order_by("-at")[:1]:
        token = vault.unseal(event.channel_id, sealed.event_place(event), event.sealed_event)
        if LineEvent.objects.filter(pk=event.pk).exclude(sealed_event=b"").update(sealed_event=b""):
            return token
    return ""
