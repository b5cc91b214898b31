"""Recognises what a file is by its bytes; its name and what its sender says about it count for nothing."""

import re
from collections.abc import Callable
from typing import NamedTuple


class Kind(NamedTuple):
    """`decoder` is the name of Pillow's format for pictures, and empty for what is kept as it is."""

    media_type: str
    ending: str
    decoder: str = ""


PDF = Kind("application/pdf", "pdf")
MP3, WAV = Kind("audio/mpeg", "mp3"), Kind("audio/wav", "wav")
MP4, WEBM, OGG = Kind("audio/mp4", "m4a"), Kind("audio/webm", "weba"), Kind("audio/ogg", "ogg")
# Whatever a picture was, it is kept as a JPEG.
JPEG, PNG, WEBP, HEIF = (Kind("image/jpeg", "jpg", name) for name in ("JPEG", "PNG", "WEBP", "HEIF"))
ENDINGS = {kind.media_type: kind.ending for kind in (JPEG, PDF, MP3, WAV, MP4, WEBM, OGG)}

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SOUND, _VIDEO = (re.compile(rb"hdlr.{8}" + track, re.DOTALL) for track in (b"soun", b"vide"))
_CLUSTER = b"\x1f\x43\xb6\x75"


def kind_of(data: bytes) -> Kind | None:
    """None for everything that is not taken: films, SVG, office documents, programs, archives."""
    return next((kind for kind, is_one in _SIGNS if is_one(data)), None)


def _is_heif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS


def _is_mp4(data: bytes) -> bool:
    # Films and voices share one container; its list of tracks tells them apart.
    return (
        data[4:8] == b"ftyp" and not _is_heif(data) and bool(_SOUND.search(data)) and not _VIDEO.search(data)
    )


def _is_webm(data: bytes) -> bool:
    head = data.partition(_CLUSTER)[0]
    return (
        data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head and b"A_OPUS" in head and b"V_" not in head
    )


def _is_ogg(data: bytes) -> bool:
    return data.startswith(b"OggS") and b"OpusHead" in data[:64]


def _is_mp3(data: bytes) -> bool:
    start = 0
    if data.startswith(b"ID3") and len(data) > 10:
        # The length of the tag, seven bits in each of four bytes.
        start = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
        )
    header = int.from_bytes(data[start : start + 4], "big")
    sync, layer, bitrate, rate = header >> 21, header >> 17 & 3, header >> 12 & 15, header >> 10 & 3
    return sync == 0x7FF and layer == 1 and 0 < bitrate < 15 and rate < 3


_SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (JPEG, lambda data: data.startswith(b"\xff\xd8\xff")),
    (PNG, lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    (WEBP, lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP"),
    (HEIF, _is_heif),
    (PDF, lambda data: data.startswith(b"%PDF-")),
    (WEBM, _is_webm),
    (OGG, _is_ogg),
    (MP4, _is_mp4),
    (WAV, lambda data: data[:4] == b"RIFF" and data[8:12] == b"WAVE"),
    (MP3, _is_mp3),
)
