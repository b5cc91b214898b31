"""What becomes of a mail that arrived: a message of a thread, a sign that ours came back, or nothing."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q

from bansou.audit.models import Entry
from bansou.core.refusal import Refused
from bansou.core.uploads import Cleaned
from bansou.enquiries.actions.addresses import add_address, address_with
from bansou.enquiries.actions.receiving import add_incoming, erase_on, external_digest, start_thread
from bansou.enquiries.actions.sending import fail
from bansou.enquiries.enums import Direction, Failure, State
from bansou.enquiries.models import Address, Channel, Message, Outgoing, Thread
from bansou.enquiries.queries import sealed
from bansou.enquiries.rules.languages import guess
from bansou.enquiries.rules.letters import Letter
from bansou.files import actions as files
from bansou.people import actions as people
from bansou.people.rules.contact import SafeContact, Way
from bansou.vault import actions as vault

# More from one sender than a person writes: two machines that answer each other.
MOST_AN_HOUR = 20
# A mail may say that it was written when it likes; within this it is believed.
BELIEVED = timedelta(days=7)
NAMESPACE = uuid.UUID("0c1f2f0e-6f0b-4f7e-9a53-55e0f6c6f0a4")
NOT_TAKEN = "[受け取れないファイル / not taken: {names}]"


class Taken(StrEnum):
    """`LEFT`: written by a machine, by ourselves, or too many of one sender; it stays in the mailbox."""

    NEW = "new"
    SEEN = "seen"
    BOUNCE = "bounce"
    LEFT = "left"


def take_in(channel: Channel, letter: Letter, *, own: str, now: datetime) -> Taken:
    """Make a mail a message: of the thread that it answers, else of its sender's newest open one, else of a new one.

    `own` is the channel's own address. The same mail twice is one message.
    """
    if letter.bounced:
        _mark_bounced(channel, letter, now)
        return Taken.BOUNCE
    if letter.automatic or not letter.sender or letter.sender == own.lower() or _is_ours(letter):
        return Taken.LEFT
    address = address_with(channel, letter.sender)
    if _was_here(channel, letter):
        return Taken.SEEN
    if address and _sent_lately(address, now) >= MOST_AN_HOUR:
        return Taken.LEFT
    cleaned, refused = _cleaned(letter)
    with transaction.atomic():
        if address is None:
            address = _new_sender(channel, letter, now)
        return _add(channel, address, letter, cleaned, refused, now)


def _add(
    channel: Channel, address: Address, letter: Letter, cleaned: list[Cleaned], refused: str, now: datetime
) -> Taken:
    thread = _thread_of(address, letter)
    # A subject says something new only at the beginning.
    subject = letter.subject if thread is None or not letter.text else ""
    text = "\n\n".join(filter(None, [subject, letter.text, refused]))
    at = letter.sent_at if letter.sent_at and now - BELIEVED <= letter.sent_at <= now else now
    # By the mark a mail is known again, also when two workers read the mailbox at once.
    token = uuid.uuid5(NAMESPACE, f"{channel.pk} {letter.mark}")
    told: dict[str, Any] = {
        "language": guess(text),
        "at": at,
        "now": now,
        "external": letter.mark,
        "token": token,
    }
    if thread is None:
        thread = start_thread(
            channel=channel, address=address, person=address.person, text=text, files=cleaned, **told
        )
        message = thread.messages.order_by("at").first()
    else:
        message = add_incoming(thread, text, files=cleaned, **told)
    if message is None:
        return Taken.SEEN
    if letter.message_id:
        message.sealed_external = vault.seal(thread.pk, sealed.external_place(message), letter.message_id)
        message.save(update_fields=["sealed_external"])
    return Taken.NEW


def _new_sender(channel: Channel, letter: Letter, now: datetime) -> Address:
    """Whoever writes by mail can be answered by mail, until they say otherwise."""
    person = people.new_person(erase_on=erase_on(now), now=now)
    contact = SafeContact(ways=frozenset({Way.WEB, Way.MAIL}))
    people.save_safe_contact(person, contact, actor=None, now=now)
    return add_address(person, channel, letter.sender, now=now)


def _thread_of(address: Address, letter: Letter) -> Thread | None:
    """Only what the sender took part in: a Message-ID proves nothing about who answers it."""
    asked = Message.objects.filter(Q(address=address) | Q(thread__address=address), thread__erased_at=None)
    if found := asked.filter(pk__in=_our_ids(letter.answers)).select_related("thread__person").first():
        return found.thread
    mine = Thread.objects.filter(address=address, erased_at=None).exclude(state=State.CLOSED)
    return mine.select_related("person").order_by("-last_at").first()


def _our_ids(message_ids: Iterable[str]) -> list[uuid.UUID]:
    """The messages behind Message-IDs as adapters.mail writes them: <id of the message@domain>."""
    found = []
    for message_id in message_ids:
        try:
            found.append(uuid.UUID(message_id.strip("<>").partition("@")[0]))
        except ValueError:
            continue
    return found


def _is_ours(letter: Letter) -> bool:
    ids = _our_ids([letter.message_id])
    return bool(ids) and Message.objects.filter(pk__in=ids, direction=Direction.OUT).exists()


def _was_here(channel: Channel, letter: Letter) -> bool:
    digest = external_digest(letter.message_id)
    return (
        bool(letter.message_id) and Message.objects.filter(external=digest, thread__channel=channel).exists()
    )


def _sent_lately(address: Address, now: datetime) -> int:
    # By when they came, as the log knows: the date in a mail is whatever its sender says.
    threads = [str(pk) for pk in address.threads.values_list("pk", flat=True)]
    came = Entry.objects.filter(
        object_type="enquiries.thread", object_id__in=threads, verb="enquiries.receive"
    )
    return came.filter(at__gt=now - timedelta(hours=1)).count()


def _mark_bounced(channel: Channel, letter: Letter, now: datetime) -> None:
    by_it = Q(message__address__channel=channel) | Q(message__thread__channel=channel)
    ours = Outgoing.objects.filter(by_it, message__in=_our_ids(letter.bounced))
    for outgoing in ours.select_related("message"):
        fail(outgoing.message, Failure.BOUNCED, now=now)


def _cleaned(letter: Letter) -> tuple[list[Cleaned], str]:
    """Files that can be kept, and the names of the others as a line of the message."""
    kept, refused = [], list(letter.left_out)
    for name, data in letter.files:
        try:
            kept.append(files.clean(data, name))
        except Refused:
            refused.append(name)
    names = ", ".join(" ".join(name.split())[:80] for name in refused)
    return kept, NOT_TAKEN.format(names=names) if names else ""
