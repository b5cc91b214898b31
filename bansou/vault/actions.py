"""Sealing, opening and erasing: the only door to sealed fields."""

import uuid
from datetime import date, datetime

from bansou.vault import crypto, keyfiles
from bansou.vault.models import DataKey


def create_key(kind: str, *, erase_on: date, now: datetime, scope: uuid.UUID | None = None) -> uuid.UUID:
    """A data key of its own for something personal, to be erased in the quarter of `erase_on`.

    Commit it before the row that uses it: the two databases share no transaction, and an orphaned key
    harms nobody while an orphaned row is lost.
    """
    scope = scope or uuid.uuid4()
    quarter = f"{erase_on.year}Q{(erase_on.month + 2) // 3}"
    key = crypto.AESGCM.generate_key(256)
    wrapped = crypto.seal(keyfiles.load(f"kek-{quarter}"), key, _key_place(scope, quarter))
    DataKey.objects.create(scope=scope, kind=kind, quarter=quarter, wrapped=wrapped, created_at=now)
    return scope


def seal(scope: uuid.UUID, place: str, value: str) -> bytes:
    """Ciphertext of `value`, readable only under the same scope and place ("payments.payeeaccount.number|<pk>")."""
    return crypto.seal(_key(scope), value.encode(), f"v1|{place}|{scope}")


def unseal(scope: uuid.UUID, place: str, token: bytes) -> str:
    """The sealed text. Raises crypto.Unreadable if the key is gone or the text was moved or changed."""
    return crypto.unseal(_key(scope), token, f"v1|{place}|{scope}").decode()


def erase(scope: uuid.UUID) -> None:
    """Make everything sealed under the scope unreadable in the running system."""
    DataKey.objects.filter(scope=scope).delete()


def index(column: str, value: str) -> bytes:
    """A blind index: finds an equal value without opening any. For phone, mail and account number only."""
    return crypto.digest(crypto.derive(keyfiles.load("index"), column), value)


def link_digest(terms_id: uuid.UUID, value: str) -> bytes:
    """A keyed hash that recognises a recipient within one term; its key dies with the term."""
    return crypto.digest(keyfiles.load(f"link-{terms_id}"), value)


def _key(scope: uuid.UUID) -> bytes:
    row = DataKey.objects.filter(scope=scope).first()
    if row is None:
        raise crypto.Unreadable
    try:
        return crypto.unseal(keyfiles.load(f"kek-{row.quarter}"), row.wrapped, _key_place(scope, row.quarter))
    except FileNotFoundError:
        raise crypto.Unreadable from None


def _key_place(scope: uuid.UUID, quarter: str) -> str:
    return f"dek|{scope}|{quarter}"
