"""Data keys in the open, fetched in bulk and remembered by a thread for a few seconds."""

import time
import uuid
from collections.abc import Iterable

from asgiref.local import Local

from bansou.vault import crypto, keyfiles
from bansou.vault.models import DataKey

# Long enough for one request, short enough that an erasure elsewhere soon takes hold here.
WARM_SECONDS = 5
BATCH = 10_000

_thread = Local()


def wrap(scope: uuid.UUID, quarter: str, key: bytes) -> bytes:
    """Raises keyfiles.Destroyed for a quarter whose data is already gone."""
    return crypto.seal(keyfiles.load(f"kek-{quarter}"), key, f"dek|{scope}|{quarter}")


def one(scope: uuid.UUID) -> bytes:
    """Raises crypto.Unreadable once the key is gone."""
    key = _warm().get(scope) or many([scope]).get(scope)
    if key is None:
        raise crypto.Unreadable
    return key


def many(scopes: Iterable[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """The keys that still exist, with one query for up to 10,000 scopes."""
    wanted = set(scopes)
    warm = _warm()
    cold = sorted(wanted - warm.keys())
    for start in range(0, len(cold), BATCH):
        warm |= _unwrap(DataKey.objects.filter(scope__in=cold[start : start + BATCH]))
    return {scope: warm[scope] for scope in wanted & warm.keys()}


def remember(scope: uuid.UUID, key: bytes) -> None:
    _warm()[scope] = key


def forget(*scopes: uuid.UUID) -> None:
    """Forget these keys, or all of them."""
    for scope in scopes:
        _warm().pop(scope, None)
    if not scopes:
        _thread.until = 0.0


def _warm() -> dict[uuid.UUID, bytes]:
    now = time.monotonic()
    if getattr(_thread, "until", 0.0) <= now:
        _thread.keys, _thread.until = {}, now + WARM_SECONDS
    return _thread.keys


def _unwrap(rows: Iterable[DataKey]) -> dict[uuid.UUID, bytes]:
    masters: dict[str, bytes | None] = {}
    keys = {}
    for row in rows:
        if row.quarter not in masters:
            masters[row.quarter] = _master(row.quarter)
        master = masters[row.quarter]
        if master is not None:
            keys[row.scope] = crypto.unseal(master, row.wrapped, f"dek|{row.scope}|{row.quarter}")
    return keys


def _master(quarter: str) -> bytes | None:
    try:
        return keyfiles.load(f"kek-{quarter}")
    except keyfiles.Destroyed:
        return None
