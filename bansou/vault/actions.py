"""Sealing, opening and erasing: the only door to sealed fields."""

import os
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q

from bansou.core import retention
from bansou.core.refusal import Refused
from bansou.vault import crypto, keyfiles, keyring
from bansou.vault.enums import Limit
from bansou.vault.models import DataKey, Opening

# Different records per clock hour, for one person and for all together.
LIMITS = {Limit.PERSON: 200, Limit.ALL: 2_000}
# A key comes before its row; after a week without one its action has failed.
ORPHAN_AFTER = timedelta(days=7)
# More orphans than this at once mean a wrong or half-restored database, not failed actions.
ORPHANS_AT_ONCE = 100


class Sealed(NamedTuple):
    """A sealed field with what opens it: its key's scope and its place ("<app>.<model>.<field>|<pk>")."""

    scope: uuid.UUID
    place: str
    token: bytes | memoryview


def create_key(kind: str, *, erase_on: date, now: datetime, scope: uuid.UUID | None = None) -> uuid.UUID:
    """A data key of its own for something personal, to be erased in the quarter of `erase_on`.

    Commit it before the row that uses it: the two databases share no transaction, and an orphaned key
    harms nobody while an orphaned row is lost. Raises keyfiles.Destroyed for a quarter that is gone.
    """
    scope = scope or uuid.uuid4()
    key = crypto.AESGCM.generate_key(256)
    _row(kind, scope, key, erase_on, now).save(force_insert=True)
    # Never remembered before it is surely stored.
    transaction.on_commit(lambda: keyring.remember(scope, key), using="vault")
    return scope


def ensure_key(kind: str, *, scope: uuid.UUID, erase_on: date, now: datetime) -> None:
    """Make the key of a shared scope (a day's mail) unless it exists; two may try at once."""
    if not keyring.many([scope]):
        row = _row(kind, scope, crypto.AESGCM.generate_key(256), erase_on, now)
        DataKey.objects.bulk_create([row], ignore_conflicts=True)


def keep_until(*scopes: uuid.UUID, erase_on: date) -> None:
    """Wrap keys by the master key of another quarter, when what they seal goes earlier or later than was thought.

    No sealed text changes. Raises keyfiles.Destroyed for a quarter that is gone.
    """
    quarter = _quarter(erase_on)
    for scope, key in keyring.many(scopes).items():
        wrapped = keyring.wrap(scope, quarter, key)
        DataKey.objects.filter(scope=scope).update(quarter=quarter, wrapped=wrapped)


def keep_at_least(*scopes: uuid.UUID, erase_on: date) -> None:
    """`keep_until` for those keys only that would go earlier. Raises keyfiles.Destroyed."""
    for start in range(0, len(scopes), keyring.BATCH):
        batch = scopes[start : start + keyring.BATCH]
        early = DataKey.objects.filter(scope__in=batch, quarter__lt=_quarter(erase_on))
        keep_until(*early.values_list("scope", flat=True), erase_on=erase_on)


def seal(scope: uuid.UUID, place: str, value: str) -> bytes:
    """Ciphertext of `value`, readable only in the same scope and place ("payments.account.number|<pk>")."""
    return seal_bytes(scope, place, value.encode())


def seal_bytes(scope: uuid.UUID, place: str, value: bytes) -> bytes:
    """The same for what is no text. Raises crypto.Unreadable without a key."""
    return crypto.seal(keyring.one(scope), value, _bound(scope, place))


def unseal(scope: uuid.UUID, place: str, token: bytes | memoryview) -> str:
    """The sealed text. Raises crypto.Unreadable if the key is gone or the text was moved or changed."""
    return unseal_bytes(scope, place, token).decode()


def unseal_bytes(scope: uuid.UUID, place: str, token: bytes | memoryview) -> bytes:
    return crypto.unseal(keyring.one(scope), token, _bound(scope, place))


def unseal_many(items: Sequence[Sealed]) -> list[str | None]:
    """The texts in order, with one query for all keys; None where the key was erased.

    For people's own data, the worker and an approved run's export (whose budget is the run itself). Staff
    pages go through audit.actions.open_sealed, which takes the reader's quota. Raises crypto.Unreadable.
    """
    keys = keyring.many(item.scope for item in items)
    return [
        crypto.unseal(keys[scope], token, _bound(scope, place)).decode() if scope in keys else None
        for scope, place, token in items
    ]


def take_quota(actor_id: uuid.UUID, scopes: Iterable[uuid.UUID], *, now: datetime) -> None:
    """Count what a person opens; opening the same record again in the hour is free.

    Raises Refused(Limit) and counts nothing if that would pass 200 records of one person in a clock hour, or
    2,000 of all. People who act in the same instant may pass the limit by as many.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    mine = Opening.objects.filter(actor_id=actor_id, hour_at=hour)
    new = set(scopes)
    new -= set(mine.filter(scope__in=new).values_list("scope", flat=True))
    if not new:
        return
    with transaction.atomic(using="vault"):
        Opening.objects.bulk_create(
            (Opening(actor_id=actor_id, hour_at=hour, scope=scope) for scope in new), ignore_conflicts=True
        )
        taken = Opening.objects.filter(hour_at=hour).aggregate(
            all=Count("pk"), person=Count("pk", filter=Q(actor_id=actor_id))
        )
        for limit, most in LIMITS.items():
            if taken[limit.value] > most:
                raise Refused(limit, limit=most)


def erase(*scopes: uuid.UUID) -> None:
    """Make everything sealed under the scopes unreadable in the running system."""
    DataKey.objects.filter(scope__in=scopes).delete()
    keyring.forget(*scopes)


def erase_old(kind: str, *, before: datetime) -> None:
    """Erase the keys of a kind that were made before an instant."""
    DataKey.objects.filter(kind=kind, created_at__lt=before).delete()
    keyring.forget()


def destroy_quarter(quarter: str) -> int:
    """Destroy a quarter's master key and data keys: backups of its data are dead too. Returns how many."""
    keyfiles.destroy(f"kek-{quarter}")
    keyring.forget()
    count, _rows = DataKey.objects.filter(quarter=quarter).delete()
    return count


def sweep_orphans(*, now: datetime) -> int:
    """Erase keys whose row was never written (retention.SCOPES). Returns how many.

    Raises RuntimeError and erases nothing when there are suspiciously many.
    """
    orphans = [
        scope
        for kind, label in retention.scopes().items()
        for scope in _without_row(kind, label, before=now - ORPHAN_AFTER)
    ]
    if len(orphans) > ORPHANS_AT_ONCE:
        raise RuntimeError(f"{len(orphans)} keys without a row: is this the right database?")
    if orphans:
        erase(*orphans)
    return len(orphans)


def prune_openings(*, now: datetime) -> None:
    Opening.objects.filter(hour_at__lt=now - timedelta(days=1)).delete()


def index(column: str, value: str) -> bytes:
    """A blind index: finds an equal value without opening any. For phone, mail and account number only."""
    return crypto.digest(crypto.derive(keyfiles.load("index"), column), value)


def slow_index(column: str, value: str) -> bytes:
    """A blind index, 32 bytes, of a secret short enough to be guessed. Slow: limit how many are made at once."""
    return crypto.slow_digest(crypto.derive(keyfiles.load("index"), column), value)


def link_digest(terms_id: uuid.UUID, value: str) -> bytes:
    """A keyed hash that recognises a recipient within one term; once its key is destroyed it equals nothing."""
    try:
        return crypto.digest(keyfiles.load(f"link-{terms_id}"), value)
    except keyfiles.Destroyed:
        return os.urandom(16)


def forget_links(terms_id: uuid.UUID) -> None:
    """From now on nobody can be recognised in this term."""
    keyfiles.destroy(f"link-{terms_id}")


def protect(column: str, value: str) -> bytes:
    """Ciphertext of a secret as old as the installation (second factors), bound to its column only."""
    return crypto.seal(crypto.derive(keyfiles.load("index"), f"seal|{column}"), value.encode(), column)


def reveal(column: str, token: bytes) -> str:
    """What `protect` hid. Raises crypto.Unreadable."""
    return crypto.unseal(crypto.derive(keyfiles.load("index"), f"seal|{column}"), token, column).decode()


def _row(kind: str, scope: uuid.UUID, key: bytes, erase_on: date, now: datetime) -> DataKey:
    quarter = _quarter(erase_on)
    wrapped = keyring.wrap(scope, quarter, key)
    return DataKey(scope=scope, kind=kind, quarter=quarter, wrapped=wrapped, created_at=now)


def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _bound(scope: uuid.UUID, place: str) -> str:
    return f"v1|{place}|{scope}"


def _without_row(kind: str, label: str, *, before: datetime) -> list[uuid.UUID]:
    keys = list(DataKey.objects.filter(kind=kind, created_at__lt=before).values_list("scope", flat=True))
    model = apps.get_model(label)
    found: set[uuid.UUID] = set()
    for start in range(0, len(keys), keyring.BATCH):
        batch = keys[start : start + keyring.BATCH]
        found |= set(model._base_manager.filter(pk__in=batch).values_list("pk", flat=True))
    return [scope for scope in keys if scope not in found]
