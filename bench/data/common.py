"""What all makers share: ids from the seeded generator, bulk inserts, and data keys made by the thousand."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from random import Random

from django.db.models import Model

from bansou.vault import crypto, keyring
from bansou.vault.models import DataKey

BATCH = 2_000
QUARTER = "2036Q1"


def new_id(chance: Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def insert(rows: Iterable[Model]) -> None:
    """Write rows of one model, without keeping more than a batch in memory."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        type(batch[0]).objects.bulk_create(batch)


class Keys:
    """Data keys wrapped as the vault wraps them, written in bulk by `store`, before the rows they seal."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rows: list[DataKey] = []

    def make(self, kind: str, scope: uuid.UUID) -> bytes:
        key = crypto.AESGCM.generate_key(256)
        wrapped = keyring.wrap(scope, QUARTER, key)
        self.rows.append(
            DataKey(scope=scope, kind=kind, quarter=QUARTER, wrapped=wrapped, created_at=self.now)
        )
        return key

    def store(self) -> None:
        insert(self.rows)
        self.rows = []


def seal(key: bytes, scope: uuid.UUID, place: str, text: str) -> bytes:
    """As vault.actions.seal, with the key at hand; `unseal` opens it."""
    return crypto.seal(key, text.encode(), f"v1|{place}|{scope}")
