"""Cleans what people hand in: pictures are made anew from their pixels.

PDF and sound are recognised by their bytes and kept as they are, with what their maker wrote into them: a PDF
may name its author, a recording its device. Whoever hands them on must know that.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock

from bansou.core.uploads import kinds, pictures

MOST_BYTES = 15_000_000
# The program limits its own processor time; this ends one that waits for something.
WAIT_SECONDS = 30
# What file choosers offer first; the server goes by the bytes alone.
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,audio/*,application/pdf"

# One at a time in each web process: a picture takes up to half a gigabyte.
_turn = Lock()


class Why(StrEnum):
    TOO_LARGE = "too_large"
    NOT_TAKEN = "not_taken"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"


class Unfit(Exception):
    """A file that cannot be taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Cleaned:
    """What may be kept, with what it is and a name that ends accordingly."""

    content: bytes = field(repr=False)
    media_type: str
    name: str = field(repr=False)


def clean(data: bytes, name: str) -> Cleaned:
    """Raises Unfit. `name` is what the sender called it, possibly with a path or none at all."""
    if len(data) > MOST_BYTES:
        raise Unfit(Why.TOO_LARGE)
    kind = kinds.kind_of(data)
    if kind is None:
        raise Unfit(Why.NOT_TAKEN)
    content = _rebuilt(data, kind.decoder) if kind.decoder else data
    return Cleaned(content, kind.media_type, _named(name, kind.ending))


def _rebuilt(data: bytes, decoder: str) -> bytes:
    # Isolated: without this process's environment, and by path, so that nothing of ours is imported there.
    command = [sys.executable, "-I", pictures.__file__, decoder]
    with _turn:
        try:
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=WAIT_SECONDS,
                env={"MALLOC_ARENA_MAX": "1"},
            )
        except subprocess.TimeoutExpired:
            raise Unfit(Why.DAMAGED) from None
    if done.returncode == pictures.TOO_MANY_PIXELS:
        raise Unfit(Why.TOO_MANY_PIXELS)
    if done.returncode:
        raise Unfit(Why.DAMAGED)
    return done.stdout


def _named(name: str, ending: str) -> str:
    stem = Path(name.replace("\\", "/")).stem
    shown = "".join(letter for letter in stem if letter.isprintable())[:100].strip()
    return f"{shown or 'file'}.{ending}"
