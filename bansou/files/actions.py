"""Keeping, opening and erasing files: ciphertext on disk, a row beside it, the key in the vault.

The bytes come first and the row last, so that whatever dies in between leaves a file without a row, which is swept.
"""

import os
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from bansou.core import uploads
from bansou.core.refusal import Refused
from bansou.core.uploads.pictures import MOST_PIXELS
from bansou.files import queries
from bansou.files.enums import Reason
from bansou.files.models import StoredFile
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable

A_DAY = 20
# Longer than any upload takes; until then a file without a row may be one that is just arriving.
ORPHAN_AFTER = timedelta(days=1)
# More orphans than this at once mean a wrong or half-restored database, not failed uploads.
ORPHANS_AT_ONCE = 100
_LIMITS = {"megabytes": uploads.MOST_BYTES // 1_000_000, "megapixels": MOST_PIXELS // 1_000_000}


def clean(upload: BinaryIO | bytes, name: str) -> uploads.Cleaned:
    """What may be kept of an upload. Takes up to a second: call it before a transaction begins.

    Raises Refused(Reason.TOO_LARGE, NOT_TAKEN, TOO_MANY_PIXELS, DAMAGED).
    """
    data = upload if isinstance(upload, bytes) else upload.read(uploads.MOST_BYTES + 1)
    try:
        # A form's file that passed the limit has come without its bytes.
        if getattr(upload, "size", 0) > len(data):
            raise uploads.Unfit(uploads.Why.TOO_LARGE)
        return uploads.clean(data, name)
    except uploads.Unfit as unfit:
        raise Refused(Reason(unfit.why.value), **_LIMITS) from None


def store(
    upload: uploads.Cleaned | BinaryIO | bytes, name: str = "", *, scope: uuid.UUID, actor: Any, now: datetime
) -> StoredFile:
    """Keep a file under the key of `scope`, which must exist; `actor` is None for the public and other systems.

    Raises Refused(Reason), also TOO_MANY_FILES after 20 in 24 hours (two at the same instant may pass that by
    one), and vault.crypto.Unreadable without a key.
    """
    if queries.added_in_a_day(scope, now=now) >= A_DAY:
        raise Refused(Reason.TOO_MANY_FILES, limit=A_DAY)
    cleaned = upload if isinstance(upload, uploads.Cleaned) else clean(upload, name)
    stored = StoredFile(
        scope=scope,
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        created_at=now,
        created_by=actor,
    )
    stored.sealed_name = vault.seal(scope, queries.sealed_name(stored).place, cleaned.name)
    _write(_path(stored.pk), vault.seal_bytes(scope, _place(stored), cleaned.content))
    stored.save(force_insert=True)
    return stored


def open_file(stored: StoredFile) -> bytes:
    """Raises vault.crypto.Unreadable when the key or the file is gone, or the bytes were changed or swapped.

    Staff pages first open its name through audit.actions.open_sealed: that takes the quota and records the look.
    """
    try:
        token = _path(stored.pk).read_bytes()
    except FileNotFoundError:
        raise Unreadable from None
    return vault.unseal_bytes(stored.scope, _place(stored), token)


def delete_files(*stored: StoredFile) -> None:
    """Remove rows, and bytes once that is committed; keys stay."""
    ids = [each.pk for each in stored]
    StoredFile.objects.filter(pk__in=ids).delete()
    transaction.on_commit(lambda: _unlink(*map(_path, ids)))


def erase_files(scope: uuid.UUID) -> None:
    """Remove every file of a scope, whether its key still exists or not."""
    delete_files(*queries.files_of(scope))


def sweep_orphans(*, now: datetime) -> int:
    """Remove files whose row was never written or is gone, and half-written ones. Returns how many.

    Raises RuntimeError and removes nothing when there are suspiciously many.
    """
    before = (now - ORPHAN_AFTER).timestamp()
    orphans = [path for folder in _folder().glob("??") for path in _without_row(folder, before)]
    if len(orphans) > ORPHANS_AT_ONCE:
        raise RuntimeError(f"{len(orphans)} files without a row: is this the right database?")
    _unlink(*orphans)
    return len(orphans)


def missing(*, among: int) -> int:
    """How many of the newest files have a row but no bytes, as after restoring one without the other."""
    newest = StoredFile.objects.order_by("-created_at").values_list("pk", flat=True)[:among]
    return sum(not _path(pk).exists() for pk in newest)


def _without_row(folder: Path, before: float) -> list[Path]:
    files = [path for path in folder.iterdir() if _changed(path) < before]
    first, last = (uuid.UUID(folder.name + digit * 30) for digit in "0f")
    rows = StoredFile.objects.filter(pk__range=(first, last)).values_list("pk", flat=True)
    known = {str(pk) for pk in rows}
    return [path for path in files if path.name not in known]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        # Erased this very moment.
        return float("inf")


def _folder() -> Path:
    return Path(settings.FILES_DIR)


def _path(pk: uuid.UUID) -> Path:
    return _folder() / pk.hex[:2] / str(pk)


def _place(stored: StoredFile) -> str:
    return f"files.storedfile.content|{stored.pk}"


def _write(path: Path, content: bytes) -> None:
    for folder in (_folder(), path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    aside = path.with_suffix(".part")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    aside.rename(path)
    _sync(path.parent)
    _sync(_folder())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unlink(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
