"""Reading the log: the chain with its faults, and who did or saw what."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone

from bansou.audit import rules
from bansou.audit.models import Entry, Seal
from bansou.vault import crypto, keyfiles
from bansou.vault.actions import Sealed

# Late commits carry smaller ids: the sealer looks this far back, and that long an entry may wait.
LATE_IDS = 10_000
LATE = timedelta(hours=1)
# An entry's number comes from the database, too late to be bound to; its link in the chain binds the words.
REASON_PLACE = "audit.entry.sealed_reason"


def canonical(entry: Entry) -> dict[str, Any]:
    """Everything that an entry says, in a form that both databases give back alike."""
    said = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(entry.actor_id) if entry.actor_id else None,
        "verb": entry.verb,
        "type": entry.object_type,
        "ids": entry.object_ids,
        "first": entry.object_id,
        "fields": entry.fields,
        "reason": entry.reason,
    }
    if entry.sealed_reason is not None:
        said |= {"sealed": bytes(entry.sealed_reason).hex(), "scope": str(entry.reason_scope)}
    return said


def sealed_reasons(entries: Iterable[Entry]) -> dict[int, Sealed]:
    """The sealed words of those entries that have any, by their id."""
    return {
        entry.pk: Sealed(entry.reason_scope, REASON_PLACE, entry.sealed_reason)
        for entry in entries
        if entry.reason_scope and entry.sealed_reason is not None
    }


def today(actor: Any, verb: str, *, now: datetime) -> QuerySet[Entry]:
    """What this user has done of a kind since midnight in Japan."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Entry.objects.filter(actor_id=actor.pk, verb=verb, at__gte=midnight)


def unsealed() -> QuerySet[Entry]:
    last = Seal.objects.aggregate(last=Max("entry_id"))["last"] or 0
    return Entry.objects.filter(pk__gt=last - LATE_IDS, seal=None).order_by("pk")


def anchor() -> tuple[int, str] | None:
    """The end of the chain as (seq, mac in hex), to be kept outside."""
    seal = Seal.objects.order_by("-seq").first()
    return (seal.seq, bytes(seal.mac).hex()) if seal else None


def faults(*, now: datetime, anchor: tuple[int, str] | None = None) -> Iterator[rules.Fault]:
    """What is wrong with the whole log. Raises ValueError for an anchor that is no hexadecimal mac."""
    key = keyfiles.load("audit")
    wanted = (anchor[0], bytes.fromhex(anchor[1])) if anchor else None
    yield from rules.faults(_links(), lambda data: crypto.mac(key, data), wanted)
    for pk in Entry.objects.filter(seal=None, at__lt=now - LATE).values_list("pk", flat=True):
        yield rules.Fault("unsealed", pk)


def _links() -> Iterator[rules.Link]:
    seals = Seal.objects.select_related("entry").order_by("seq")
    for seal in seals.iterator(chunk_size=2000):
        yield rules.Link(seal.seq, bytes(seal.mac), seal.entry_id, canonical(seal.entry))


def entries(
    *,
    actor_ids: Iterable[uuid.UUID] | None = None,
    verb: str = "",
    object_type: str = "",
    object_id: str = "",
    day: tuple[datetime, datetime] | None = None,
) -> QuerySet[Entry]:
    """Entries that fit all filters, without an order. `day` is its first and its end instant."""
    found = Entry.objects.all()
    if actor_ids is not None:
        found = found.filter(actor_id__in=list(actor_ids))
    if verb:
        found = found.filter(verb=verb)
    if object_type:
        found = found.filter(object_type=object_type)
    if object_id:
        found = _about(found, object_id)
    if day:
        found = found.filter(at__gte=day[0], at__lt=day[1])
    return found


def _about(found: QuerySet[Entry], object_id: str) -> QuerySet[Entry]:
    # A list is one entry with all its ids.
    if connection.vendor == "postgresql":
        return found.filter(object_ids__contains=[object_id])
    return found.filter(object_ids__icontains=f'"{object_id}"')


def names(actor_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Names of the people behind the ids, in one query."""
    users = get_user_model()._default_manager.filter(pk__in={pk for pk in actor_ids if pk})
    return dict(users.values_list("pk", "name"))


def people_named(text: str) -> list[uuid.UUID]:
    """Ids of users whose name or mail address contains the text."""
    users = get_user_model()._default_manager
    found = users.filter(name__icontains=text) | users.filter(email__icontains=text)
    return list(found.values_list("pk", flat=True)[:200])


def span(day: date, zone: Any) -> tuple[datetime, datetime]:
    """A Japanese day as its first and its end instant."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    return start, start + timedelta(days=1)
