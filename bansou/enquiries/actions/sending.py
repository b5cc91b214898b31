"""The gate that every answer passes, and what becomes of one that does not reach the person."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.enquiries.enums import Delivery, Failure, Kind, Reason, State
from bansou.enquiries.models import Address, Message, Outgoing, Thread
from bansou.people import actions as people
from bansou.people.rules.contact import Barrier, Leave, Way, may_send

# Which way of the safe contact a channel is. At a desk nothing is sent: one speaks.
WAYS = {
    Kind.WEB: Way.WEB,
    Kind.MAIL: Way.MAIL,
    Kind.LINE: Way.LINE,
    Kind.PHONE: Way.PHONE,
    Kind.WALK_IN: Way.WEB,
}
# Here an answer leaves the house; elsewhere the person comes back for it.
LEAVING = (Kind.MAIL, Kind.LINE)


def leave_for(thread: Thread, address: Address | None = None, *, now: datetime) -> Leave:
    """What may leave for the person of a thread by an address, or by the thread's own channel, at this instant.

    Raises vault.crypto.Unreadable once the person was erased.
    """
    kind = (address or thread).channel.kind
    contact = people.open_safe_contact(thread.person_id)
    return may_send(contact, WAYS[Kind(kind)], hour=timezone.localtime(now).hour)


def require_leave(thread: Thread, address: Address | None = None, *, now: datetime) -> Leave:
    """The same for somebody who writes an answer. Raises Refused(OFF, NOT_ALLOWED, LOCKED, NOT_NOW)."""
    if not (address or thread).channel.active:
        raise Refused(Reason.OFF)
    leave = leave_for(thread, address, now=now)
    if leave.barrier == Barrier.NOT_NOW:
        start, end = people.open_safe_contact(thread.person_id).hours or (0, 24)
        raise Refused(Reason.NOT_NOW, start=start, end=end)
    if leave.barrier:
        raise Refused(Reason(leave.barrier.value))
    return leave


def gone(address: Address | None) -> Failure | None:
    """Why an address takes nothing any more: the person left the account, or gave another one in its place."""
    if address is None or address.gone_at is None:
        return None
    return Failure.GONE if address.channel.kind == Kind.LINE else Failure.NOT_ALLOWED


def hand_over(message: Message, *, now: datetime) -> None:
    """Let an answer leave: through the outbox by mail and LINE; elsewhere it is simply there for the person.

    Call it in the transaction of the action that wrote the message.
    """
    leaves = (message.address or message.thread).channel.kind in LEAVING
    message.delivery = Delivery.WAITING if leaves else Delivery.SENT
    message.save(update_fields=["delivery"])
    if leaves:
        Outgoing.objects.create(message=message, next_try_at=now)


def try_again(message: Message, *, actor: Any, now: datetime) -> None:
    """Send an answer that was given up once more, as the safe contact allows by then. Raises as `require_leave`."""
    require_leave(message.thread, message.address, now=now)
    with transaction.atomic():
        failed = Message.objects.filter(pk=message.pk, delivery=Delivery.FAILED)
        if failed.update(delivery=Delivery.WAITING):
            Outgoing.objects.filter(pk=message.pk).update(attempts=0, next_try_at=now, last_error="")
            audit.record(actor, "enquiries.send_again", message, now=now)


@transaction.atomic
def fail(message: Message, failure: Failure, *, now: datetime) -> None:
    """An answer did not reach the person: the desk is told, for the person still waits."""
    Message.objects.filter(pk=message.pk).update(delivery=Delivery.FAILED)
    Outgoing.objects.filter(pk=message.pk).update(next_try_at=None, last_error=failure)
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=message.thread_id)
    if thread.state != State.NEW:
        thread.state = State.OPEN
    thread.waiting_since = thread.waiting_since or message.at
    thread.snoozed_until = None
    thread.save(update_fields=["state", "waiting_since", "snoozed_until"])
    audit.record(None, "enquiries.not_sent", message, now=now, reason=failure.value)
