"""Giving receipts and finding a thread by one: a slow hash, few at once, few tries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import SystemRandom
from threading import BoundedSemaphore

from bansou.audit import actions as audit
from bansou.core import limits
from bansou.enquiries.actions.receiving import channel_of
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Address, Thread
from bansou.enquiries.rules.receipts import TRIES_AN_HOUR, Receipt, new_receipt
from bansou.people.models import Person
from bansou.vault import actions as vault

HOUR = 60 * 60
# Each hash takes 19 MiB and a processor for tens of milliseconds: many at once would slow every page down.
AT_ONCE = 2
# Somebody who sends a first message waits for a turn; who comes back can try again in a moment.
PATIENCE_SECONDS = 5
_turns = BoundedSemaphore(AT_ONCE)
WHAT = "receipt"


class Busy(Exception):
    """Too many at once. Try again in a moment."""


class TooOften(Exception):
    """This code was tried too often in this hour, whether there is such a code or not."""


def fresh() -> Receipt:
    return new_receipt(SystemRandom())


def digest_of(receipt: Receipt) -> bytes:
    """What is kept of a receipt. Raises Busy. Call it before a transaction begins: it takes its time."""
    with _turn(PATIENCE_SECONDS):
        return _digest(receipt)


def add_address(person: Person, digest: bytes, *, now: datetime) -> Address:
    """The place in the web channel to which a receipt leads."""
    return Address.objects.create(channel=channel_of(Kind.WEB), person=person, digest=digest, created_at=now)


def thread_with(receipt: Receipt, *, now: datetime) -> Thread | None:
    """The thread that a receipt leads to; None, in the same time, for a wrong code and for a wrong PIN.

    Raises Busy and TooOften.
    """
    with _turn():
        # Counted within the turn, so that guesses sent at once cannot overtake the count.
        if not limits.allowed_for(receipt.code, WHAT, at_most=TRIES_AN_HOUR, seconds=HOUR):
            raise TooOften
        digest = _digest(receipt)
    channel = channel_of(Kind.WEB)
    found = Thread.objects.filter(address__channel=channel, address__digest=digest)
    thread = found.select_related("channel", "case").order_by("-last_at").first()
    if thread is None:
        audit.record(None, "enquiries.wrong_code", channel, now=now)
    else:
        limits.forget(receipt.code, WHAT, seconds=HOUR)
    return thread


def _digest(receipt: Receipt) -> bytes:
    return vault.slow_index("enquiries.address.digest", f"{receipt.code}|{receipt.pin}")


@contextmanager
def _turn(patience: float = 0) -> Iterator[None]:
    if not _turns.acquire(blocking=patience > 0, timeout=patience or None):
        raise Busy
    try:
        yield
    finally:
        _turns.release()
