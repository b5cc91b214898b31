"""Files as phones, browsers and attackers send them."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = b"35.6895N-139.6917E"
ORIENTATION, GPS = 0x0112, 0x8825
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(width=120, height=80) -> Image.Image:
    """Left half red, right half blue, as the eye should see it."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def exif(orientation=1) -> bytes:
    data = Image.Exif()
    data[0x010E] = SECRET.decode()
    data[ORIENTATION] = orientation
    data[GPS] = {1: "N", 2: (35.0, 41.0, 22.0), 3: "E", 4: (139.0, 41.0, 30.0)}
    return data.tobytes()


def jpeg(image=None, **options) -> bytes:
    return _saved(image or picture(), "JPEG", quality=90, exif=exif(), comment=SECRET, **options)


def png() -> bytes:
    text = PngInfo()
    text.add_text("Location", SECRET.decode())
    return _saved(picture(), "PNG", pnginfo=text, exif=exif())


def webp() -> bytes:
    frames = [picture(), Image.new("RGB", (120, 80), "green")]
    return _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=exif(), lossless=True)


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(out, quality=90, exif=exif())
    return out.getvalue()


def bomb(width=30_000, height=30_000) -> bytes:
    """900 megapixels of nothing in about 100 kB."""
    deflate = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    body = b"".join(deflate.compress(row) for _ in range(height)) + deflate.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def mp4(track=b"soun", brand=b"M4A ") -> bytes:
    handler = _box(b"hdlr", bytes(8) + track + bytes(12))
    return _box(b"ftyp", brand + bytes(4)) + _box(b"moov", handler) + _box(b"mdat", b"sound")


def webm(*codecs: bytes) -> bytes:
    tracks = b"".join(b"\x86" + bytes([0x80 | len(codec)]) + codec for codec in codecs)
    return b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + tracks + b"\x1f\x43\xb6\x75" + b"V_ is chance in here"


VOICES = {
    "audio/webm": webm(b"A_OPUS"),
    "audio/ogg": b"OggS" + bytes(24) + b"OpusHead" + bytes(40),
    "audio/mp4": mp4(),
    "audio/wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    "audio/mpeg": b"ID3\x04\0\0\0\0\0\x05hello\xff\xfb\x90\x64" + bytes(100),
}

REFUSED = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg with declaration": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": b"GIF89a" + bytes(20),
    "zip": b"PK\x03\x04" + bytes(40),
    "program": b"\x7fELF" + bytes(40),
    "film": mp4(b"vide", b"isom"),
    "film with sound": mp4() + _box(b"hdlr", bytes(8) + b"vide"),
    "browser film": webm(b"V_VP9", b"A_OPUS"),
    "html behind a space": b" %PDF-1.7",
    "text like a sound": b"\xff\xfe<\0h\0t\0m\0l\0>\0",
    "tag without sound": b"ID3\x04\0\0\0\0\0\x02hi<html>",
    "nothing": b"",
    "one byte": b"\xff",
}
