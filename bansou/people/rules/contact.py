"""Whether something may be sent to a person, and what it may say: the one gate that every sender asks."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """Ways to reach somebody. `WEB` is no sending: the person comes back with their code."""

    WEB = "web"
    MAIL = "mail"
    LINE = "line"
    PHONE = "phone"
    LETTER = "letter"


class Barrier(StrEnum):
    """Why nothing may be sent."""

    NOT_ALLOWED = "not_allowed"  # the person did not agree to this way
    LOCKED = "locked"  # address lock: nothing leaves, whatever the way
    NOT_NOW = "not_now"  # outside the hours that are safe


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How somebody can be reached without danger.

    `ways` they agreed to; `hours` as (from, to) in whole hours of the Japanese day, None for always; `shared`: others
    see this phone or account; `name_allowed`: the network's name may stand in a message; `code_word` proves on the
    phone that it is us; `never` is what must never be sent, in their words; `locked`: nothing at all may be sent.
    """

    ways: frozenset[str] = frozenset({Way.WEB})
    hours: tuple[int, int] | None = None
    shared: bool = False
    name_allowed: bool = False
    code_word: str = ""
    never: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """What may be sent. `full`: the words themselves; otherwise only that a message waits, naming nobody."""

    full: bool
    barrier: Barrier | None = None

    @property
    def allowed(self) -> bool:
        return self.barrier is None


def may_send(contact: SafeContact, way: str, *, hour: int) -> Leave:
    """Whether a message may leave by a way at an hour (0 to 23) of the Japanese day.

    The web thread is always safe to write to: it shows only to who has code and PIN. On a shared phone or account
    nothing but a neutral "there is an answer" leaves.
    """
    if way == Way.WEB:
        return Leave(full=True)
    if contact.locked:
        return Leave(full=False, barrier=Barrier.LOCKED)
    if way not in contact.ways:
        return Leave(full=False, barrier=Barrier.NOT_ALLOWED)
    if contact.hours and not _within(hour, *contact.hours):
        return Leave(full=False, barrier=Barrier.NOT_NOW)
    return Leave(full=not contact.shared)


def _within(hour: int, start: int, end: int) -> bool:
    # From 22 to 6 goes round midnight.
    return start <= hour < end if start <= end else hour >= start or hour < end
