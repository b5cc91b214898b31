"""The master keys, one file each (0600), outside every database and every backup."""

import os
import re
import uuid
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"(kek-\d{4}Q[1-4]|index|link-[0-9a-f-]{36}|audit)")


class Destroyed(Exception):
    """The master key was destroyed on purpose and is never made again."""


def path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return settings.KEYS_DIR / name


def marker(name: str) -> Path:
    return path(name).with_name(f"{name}.destroyed")


def load(name: str) -> bytes:
    """The 32 bytes of a master key, made on first use. Raises Destroyed."""
    file = path(name)
    if marker(name).exists():
        raise Destroyed(name)
    if not file.exists():
        _create(file)
    return bytes.fromhex(file.read_text())


def destroy(name: str) -> None:
    """Overwrite and unlink a master key; everything under it is lost for ever."""
    file = path(name)
    # The marker comes first: a crash after it leaves a key that nobody loads, never a new key in its place.
    marker(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    marker(name).touch(mode=0o600)
    _sync(file.parent)
    if file.exists():
        with file.open("r+") as handle:
            handle.write("0" * 64)
            handle.flush()
            os.fsync(handle.fileno())
        file.unlink()
        _sync(file.parent)


def _create(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and linked into place, so that of two writers one wins and no one reads half a key.
    aside = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(os.urandom(32).hex())
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
