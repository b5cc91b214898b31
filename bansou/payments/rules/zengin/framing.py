"""From bytes to records: finds where records begin and end, whatever the file has gone through."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bansou.payments.rules.zengin.layout import (
    DATA,
    EDI_MARK_AT,
    END,
    HEADER,
    RECORD_BYTES,
    TRAILER,
    Fault,
    FaultReason,
    LineEnd,
    fields_of,
)

CRLF = b"\r\n"
LINE_ENDS = {LineEnd.CRLF: CRLF, LineEnd.NONE: b""}

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_KINDS = HEADER + DATA + TRAILER + END
_UNREADABLE = {
    FaultReason.RECORD_LENGTH,
    FaultReason.RECORD_KIND,
    FaultReason.RECORD_ORDER,
    FaultReason.HEADER_MISSING,
}

# JIS X 0201, one character per byte; bytes without a character keep their number, which no table allows.
_JIS_X_0201 = "".join(chr(0xFF61 + byte - 0xA1) if 0xA1 <= byte <= 0xDF else chr(byte) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Record:
    """One record as text by field name; `edi` tells the two forms of a data record apart."""

    number: int
    kind: str
    edi: bool
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Framed:
    """The readable records, what is wrong with the frame, and whether every record could be read."""

    records: list[Record]
    faults: list[Fault]

    @property
    def complete(self) -> bool:
        return not any(fault.reason in _UNREADABLE for fault in self.faults)


@dataclass(frozen=True, slots=True)
class _Frame:
    number: int
    raw: bytes
    end: bytes

    @property
    def kind(self) -> str:
        return chr(self.raw[0]) if self.raw and chr(self.raw[0]) in _KINDS else ""


def read(data: bytes, line_end: LineEnd | None = None) -> Framed:
    """The records of a file and all faults of its frame; `line_end` is what the bank wants, None either."""
    faults = []
    for bom in _BOMS:
        if data.startswith(bom):
            faults.append(Fault(1, 0, len(bom), FaultReason.BOM))
            data = data[len(bom) :]
    body = re.sub(rb"\x1a[\x1a\r\n]*\Z", b"", data)
    frames = _split(body)
    if len(body) < len(data):
        faults.append(Fault(len(frames) + 1, 0, len(data) - len(body), FaultReason.EOF_MARK))
    inside, after = _cut_at_end(frames)
    if after:
        length = sum(len(frame.raw) + len(frame.end) for frame in after)
        faults.append(Fault(after[0].number, 0, length, FaultReason.AFTER_END))
    faults += _line_end_faults(inside, line_end)
    misplaced = list(_record_faults(inside))
    broken = {fault.record_no for fault in misplaced}
    records = [_record(frame) for frame in inside if frame.number not in broken]
    return Framed(records, faults + misplaced + list(_missing_faults(inside)))


def _split(data: bytes) -> list[_Frame]:
    for end in (CRLF, b""):
        step = RECORD_BYTES + len(end)
        starts = range(0, len(data), step)
        if len(data) % step == 0 and all(
            data[at + RECORD_BYTES : at + step] == end and chr(data[at]) in _KINDS for at in starts
        ):
            pieces = [(data[at : at + RECORD_BYTES], end) for at in starts]
            break
    else:
        if re.search(rb"[\r\n]", data):
            found = re.finditer(rb"([^\r\n]*)(\r\n|\n|\r|\Z)", data)
            pieces = [(piece[1], piece[2]) for piece in found if piece[0]]
        else:
            pieces = [(data[at : at + RECORD_BYTES], b"") for at in range(0, len(data), RECORD_BYTES)]
    return [_Frame(number, raw, end) for number, (raw, end) in enumerate(pieces, 1)]


def _cut_at_end(frames: list[_Frame]) -> tuple[list[_Frame], list[_Frame]]:
    """An end record stands after a trailer; without such a one the first record marked as end counts."""
    ends = [at for at, frame in enumerate(frames) if frame.kind == END]
    proper = [at for at in ends if at and frames[at - 1].kind == TRAILER]
    cut = (proper or ends or [len(frames)])[0] + 1
    return frames[:cut], frames[cut:]


def _line_end_faults(frames: list[_Frame], line_end: LineEnd | None) -> Iterator[Fault]:
    """One fault for each kind of wrong line end, at its first place; `detail` counts the records."""
    usual = CRLF if any(frame.end for frame in frames) else b""
    wanted = usual if line_end is None else LINE_ENDS[line_end]
    named = {b"\n": FaultReason.LF_ONLY, b"\r": FaultReason.CR_ONLY}
    first: dict[FaultReason, _Frame] = {}
    count: dict[FaultReason, int] = {}
    for frame in frames:
        if frame.end != wanted:
            reason = named.get(frame.end, FaultReason.LINE_END)
            first.setdefault(reason, frame)
            count[reason] = count.get(reason, 0) + 1
    for reason, frame in first.items():
        yield Fault(frame.number, len(frame.raw), len(frame.end) or len(wanted), reason, str(count[reason]))


def _record_faults(frames: list[_Frame]) -> Iterator[Fault]:
    """Records that can't be read in their place, one fault each."""
    for frame, following in zip(frames, [*frames[1:], None], strict=False):
        size = len(frame.raw)
        if size != RECORD_BYTES:
            start = min(size, RECORD_BYTES)
            yield Fault(frame.number, start, abs(size - RECORD_BYTES), FaultReason.RECORD_LENGTH, str(size))
        elif not frame.kind:
            yield Fault(frame.number, 0, 1, FaultReason.RECORD_KIND)
        elif frame.number == 1 and frame.kind != HEADER:
            yield Fault(1, 0, 1, FaultReason.HEADER_MISSING)
        elif frame.number > 1 and _out_of_order(frame.kind, following):
            yield Fault(frame.number, 0, 1, FaultReason.RECORD_ORDER)


def _out_of_order(kind: str, following: _Frame | None) -> bool:
    """Of a record that isn't the first: a header, a trailer inside the data, an end before something."""
    if kind == TRAILER:
        return following is not None and following.kind not in ("", END)
    return kind == HEADER or (kind == END and following is not None)


def _missing_faults(frames: list[_Frame]) -> Iterator[Fault]:
    kinds = [frame.kind for frame in frames]
    if "" in kinds:
        return  # a record of unknown kind may be the one that seems to be missing
    last = len(frames) + 1
    if not frames:
        yield Fault(1, 0, 0, FaultReason.HEADER_MISSING)
    if DATA not in kinds:
        yield Fault(min(2, last), 0, 0, FaultReason.NO_TRANSFERS)
    if TRAILER not in kinds:
        yield Fault(last - 1 if END in kinds else last, 0, 0, FaultReason.TRAILER_MISSING)
    if END not in kinds:
        yield Fault(last, 0, 0, FaultReason.END_MISSING)


def _record(frame: _Frame) -> Record:
    text = codecs.charmap_decode(frame.raw, "strict", _JIS_X_0201)[0]
    edi = frame.kind == DATA and text[EDI_MARK_AT] == "Y"
    fields = fields_of(frame.kind, edi)
    texts = {field.name: text[field.offset : field.offset + field.length] for field in fields}
    return Record(frame.number, frame.kind, edi, texts)
