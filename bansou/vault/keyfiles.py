"""The master keys, one file each (0600), outside every database and every backup."""

import os
import re
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"(kek-\d{4}Q[1-4]|index|link-[0-9a-f-]{36}|audit)")


def path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return settings.KEYS_DIR / name


def load(name: str) -> bytes:
    """The 32 bytes of a master key, made on first use. Raises FileNotFoundError once it was destroyed."""
    file = path(name)
    if not file.exists():
        _create(file)
    return bytes.fromhex(file.read_text())


def destroy(name: str) -> None:
    """Overwrite and unlink a master key; everything under it is lost for ever."""
    file = path(name)
    file.write_text("0" * 64)
    file.unlink()
    (file.parent / f"{name}.destroyed").touch(mode=0o600)


def _create(file: Path) -> None:
    if (file.parent / f"{file.name}.destroyed").exists():
        raise FileNotFoundError(file.name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and linked into place, so that of two processes one wins and no one reads half a key.
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(os.urandom(32).hex())
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
