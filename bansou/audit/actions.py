"""Writing the audit log, in the same transaction as the change or before the data leaves, and sealing it."""

import logging
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from bansou.audit import queries, rules
from bansou.audit.models import Entry, Seal
from bansou.core.refusal import Refused
from bansou.vault import actions as vault
from bansou.vault import crypto, keyfiles

logger = logging.getLogger(__name__)

ALARM = "vault.limit"
SEALED_AT_ONCE = 5_000


def record(
    actor: Any,
    verb: str,
    *objects: Model,
    now: datetime,
    fields: Iterable[str] = (),
    reason: str = "",
    scope: uuid.UUID | None = None,
) -> Entry:
    """One entry for one or many objects of one kind. `actor` is a user, None for the public and the worker.

    A reason in somebody's own words may tell of people: with `scope` it is sealed under that key.
    """
    ids = [str(each.pk) for each in objects]
    return Entry.objects.create(
        at=now,
        actor_id=getattr(actor, "pk", None),
        verb=verb,
        object_type=objects[0]._meta.label_lower,
        object_ids=ids,
        object_id=ids[0],
        fields=list(fields),
        reason="" if scope else reason,
        sealed_reason=vault.seal(scope, queries.REASON_PLACE, reason) if scope else None,
        reason_scope=scope,
    )


def open_sealed(
    actor: Any,
    verb: str,
    *objects: Model,
    sealed: Sequence[vault.Sealed],
    now: datetime,
    fields: Iterable[str] = (),
    reason: str = "",
) -> list[str | None]:
    """The door for staff pages: takes the reader's hourly quota, records who looks, then opens.

    Texts in the order of `sealed`, None where a key was erased. Raises core.refusal.Refused over the quota,
    after recording the alarm; call it outside a transaction, or the alarm is rolled back with it.
    """
    try:
        vault.take_quota(actor.pk, (item.scope for item in sealed), now=now)
    except Refused as refusal:
        record(actor, ALARM, *objects, now=now, fields=fields, reason=str(refusal.reason.value))
        logger.warning("the limit of openings is reached by user %s", actor.pk)
        raise
    record(actor, verb, *objects, now=now, fields=fields, reason=reason)
    return vault.unseal_many(sealed)


@transaction.atomic
def seal_entries() -> int:
    """Chain the entries that have no seal yet, up to 5,000. Returns how many.

    Two sealers at once: the later one fails on the sequence and leaves its entries to the next round.
    """
    last = Seal.objects.select_for_update().order_by("-seq").first()
    seq, previous = (last.seq, bytes(last.mac)) if last else (0, rules.START)
    key = keyfiles.load("audit")
    seals = []
    for entry in queries.unsealed()[:SEALED_AT_ONCE]:
        seq += 1
        previous = crypto.mac(key, rules.message(previous, seq, queries.canonical(entry)))
        seals.append(Seal(seq=seq, entry=entry, mac=previous))
    Seal.objects.bulk_create(seals, batch_size=500)
    return len(seals)
