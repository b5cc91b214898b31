"""The chain of seals: what a link is made of, and how a broken one is told."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

START = bytes(32)


@dataclass(frozen=True)
class Link:
    seq: int
    mac: bytes
    entry_id: int
    entry: dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """`kind` is "missing" (deleted links), "changed" (entry or order), "unsealed" (entries without a link),
    "cut" (the tail is gone) or "rewritten" (the chain is another one than at the anchor)."""

    kind: str
    seq: int


def message(previous: bytes, seq: int, entry: dict[str, Any]) -> bytes:
    """The bytes under a link's mac: the mac before it, its number, the entry as canonical JSON."""
    body = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return previous + seq.to_bytes(8, "big") + body.encode()


def faults(
    links: Iterable[Link], mac: Callable[[bytes], bytes], anchor: tuple[int, bytes] | None = None
) -> Iterator[Fault]:
    """Walk the chain in order of seq. The anchor is a (seq, mac) that was kept elsewhere."""
    previous, last, anchored = START, 0, anchor is None or anchor[0] == 0
    for link in links:
        if link.seq != last + 1:
            yield Fault("missing", last + 1)
        elif mac(message(previous, link.seq, link.entry)) != link.mac:
            yield Fault("changed", link.seq)
        if anchor is not None and link.seq == anchor[0]:
            anchored = True
            if link.mac != anchor[1]:
                yield Fault("rewritten", link.seq)
        previous, last = link.mac, link.seq
    if not anchored and anchor is not None:
        yield Fault("cut", last + 1)
