"""Rebuilds a picture from its pixels: a program of its own that reads standard input and writes a JPEG.

    python pictures.py HEIF <photo >clean.jpg

It runs apart (`bansou.core.uploads.clean`), because decoders are written in C and read what strangers send.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageOps

# What phones call 24 megapixels is 5712 × 4284.
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2400
QUALITY = 85
# Such a picture needs 250 to 460 MB, by its format.
MEMORY_BYTES = 800_000_000
CPU_SECONDS = 10

TOO_MANY_PIXELS, DAMAGED = 3, 4


class TooManyPixels(Exception):
    """More than MOST_PIXELS, said by the header: nothing was decoded."""


def main() -> None:
    _limit()
    try:
        clean = rebuilt(sys.stdin.buffer.read(), sys.argv[1])
    except TooManyPixels:
        sys.exit(TOO_MANY_PIXELS)
    except Exception:
        # What a damaged picture raises is different for each decoder, and none of it helps its sender.
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(clean)


def rebuilt(data: bytes, kind: str) -> bytes:
    """A JPEG of what the first frame shows, turned upright, longest side 2400: pixels and nothing else."""
    picture = _opened(data, kind)
    # A large JPEG is decoded in a smaller size at once.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    flat = _flat(picture)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(flat)
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _opened(data: bytes, kind: str) -> Image.Image:
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False, decode_threads=2)
    try:
        picture = Image.open(io.BytesIO(data), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    if picture.width * picture.height > MOST_PIXELS:
        raise TooManyPixels
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    """In RGB, on white where it was transparent; still knowing how the camera was held."""
    if picture.mode == "I;16":
        picture = picture.point(lambda value: value / 256)
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    over = picture if picture.mode == "RGBA" else picture.convert("RGBA")
    white = Image.new("RGB", over.size, "white")
    white.paste(over, mask=over)
    white.info = over.info
    return white


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # A core dump would hold the picture.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")


if __name__ == "__main__":
    main()
