"""What becomes of a photo, a voice and everything that pretends to be one."""

import io
import resource
import subprocess
import sys
import zipfile

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from bansou.core import uploads
from bansou.core.uploads import Unfit, Why, kinds, pictures
from tests.files import samples

PICTURES = {
    "JPEG": samples.jpeg(),
    "PNG": samples.png(),
    "WEBP": samples.webp(),
    "HEIF": samples.heic(),
}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=["JPEG"])
    image.load()
    return image


def near(pixel, colour) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", PICTURES)
def test_nothing_but_pixels_stays(kind):
    data = PICTURES[kind]
    # The samples do carry what must go.
    assert samples.SECRET in data
    clean = uploads.clean(data, f"IMG_0001.{kind}")
    assert clean.media_type == "image/jpeg" and clean.name == "IMG_0001.jpg"
    assert samples.SECRET not in clean.content
    image = opened(clean.content)
    assert not image.getexif() and set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert image.size == (120, 80)
    # The first frame of an animation, not its second.
    assert near(image.getpixel((20, 40)), samples.RED) and near(image.getpixel((100, 40)), samples.BLUE)


def test_the_iphone_sample_knows_its_place():
    image = pillow_heif.open_heif(io.BytesIO(samples.heic())).to_pillow()
    assert samples.GPS in image.getexif()


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_stands_as_it_was_seen(turn):
    """Cameras save what the sensor saw and say how they were held."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    seen = samples.picture()
    seen.paste((30, 200, 30), (0, 0, 60, 40))
    held = seen.transpose(undo[turn]) if turn in undo else seen
    out = io.BytesIO()
    held.save(out, "JPEG", quality=95, exif=samples.exif(turn))
    image = opened(uploads.clean(out.getvalue(), "a.jpg").content)
    assert image.size == (120, 80)
    assert near(image.getpixel((30, 20)), (30, 200, 30))
    assert near(image.getpixel((30, 60)), samples.RED)
    assert near(image.getpixel((90, 20)), samples.BLUE)


def test_a_second_file_behind_the_picture_is_gone():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("evil.html", "<script>alert(1)</script>")
    for data in PICTURES.values():
        both = data + archive.getvalue()
        assert zipfile.is_zipfile(io.BytesIO(both))
        clean = uploads.clean(both, "both.jpg").content
        assert not zipfile.is_zipfile(io.BytesIO(clean)) and b"evil" not in clean


def test_large_pictures_become_smaller_and_transparent_ones_white():
    large = uploads.clean(samples.jpeg(samples.picture(5000, 3000)), "large.jpg").content
    assert opened(large).size == (2400, 1440)
    for mode in ("RGBA", "LA"):
        out = io.BytesIO()
        Image.new(mode, (50, 50)).save(out, "PNG")
        assert near(
            opened(uploads.clean(out.getvalue(), "a.png").content).getpixel((25, 25)), (255, 255, 255)
        )


@pytest.mark.parametrize(("mode", "grey"), [("1", 0), ("L", 90), ("P", 90), ("CMYK", 90), ("I;16", 90 * 256)])
def test_other_colours_are_taken(mode, grey):
    out = io.BytesIO()
    flat = (
        Image.new("RGB", (50, 50), (grey,) * 3).convert(mode)
        if grey < 256
        else Image.new(mode, (50, 50), grey)
    )
    flat.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert near(
        opened(uploads.clean(out.getvalue(), "a").content).getpixel((25, 25)),
        (grey % 256 or grey // 256,) * 3,
    )


def test_a_bomb_is_refused_before_it_is_decoded():
    bomb = samples.bomb()
    assert len(bomb) < 130_000
    with pytest.raises(Unfit) as refused:
        uploads.clean(bomb, "bomb.png")
    assert refused.value.why is Why.TOO_MANY_PIXELS

    # Enough for Python and its decoders to start, not for any of the 900 million pixels.
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (60_000_000, 60_000_000))

    command = [sys.executable, "-I", pictures.__file__, "PNG"]
    done = subprocess.run(command, input=bomb, capture_output=True, preexec_fn=little)
    assert (done.returncode, done.stdout, done.stderr) == (pictures.TOO_MANY_PIXELS, b"", b"")


@pytest.mark.parametrize("size", [(5001, 5000), (9000, 9000), (12_000, 12_000)])
def test_every_size_beyond_the_limit_is_named_as_such(size):
    with pytest.raises(Unfit) as refused:
        uploads.clean(samples.bomb(*size), "large.png")
    assert refused.value.why is Why.TOO_MANY_PIXELS


def test_a_photo_of_a_phone_of_24_megapixels_is_taken():
    assert opened(uploads.clean(samples.bomb(5712, 4284), "IMG_1.png").content).size == (2400, 1800)


def test_a_header_that_lies_is_found_out():
    """A HEIC that calls itself small, with far more inside."""
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (2000, 2000))).save(out, quality=10)
    size = (2000).to_bytes(4, "big") * 2
    assert size in out.getvalue()
    with pytest.raises(Unfit) as refused:
        uploads.clean(out.getvalue().replace(size, (64).to_bytes(4, "big") * 2), "a.heic")
    assert refused.value.why is Why.DAMAGED


@pytest.mark.parametrize("what", samples.REFUSED)
def test_other_kinds_are_refused_whatever_they_are_called(what):
    for name in ("photo.jpg", "voice.mp3", "paper.pdf"):
        with pytest.raises(Unfit) as refused:
            uploads.clean(samples.REFUSED[what], name)
        assert refused.value.why is Why.NOT_TAKEN


@pytest.mark.parametrize("media_type", samples.VOICES)
def test_voices_are_known_by_their_bytes_and_kept(media_type):
    data = samples.VOICES[media_type]
    clean = uploads.clean(data, "voice.html")
    assert (clean.content, clean.media_type) == (data, media_type)
    assert clean.name == f"voice.{kinds.ENDINGS[media_type]}"


def test_a_pdf_is_kept():
    clean = uploads.clean(b"%PDF-1.7\n...", "letter.exe")
    assert (clean.content, clean.media_type, clean.name) == (
        b"%PDF-1.7\n...",
        "application/pdf",
        "letter.pdf",
    )


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\a.b.pdf", "a.b.pdf"),
        ("evil\r\nX: y\u202e.pdf", "evilX: y.pdf"),
        ("", "file.pdf"),
        ("..", "...pdf"),
        ("通知" * 200 + ".pdf", "通知" * 50 + ".pdf"),
    ],
)
def test_names_lose_paths_and_tricks(given_name, kept):
    assert uploads.clean(b"%PDF-1.7", given_name).name == kept


def test_size_is_asked_first():
    with pytest.raises(Unfit) as refused:
        uploads.clean(b"%PDF-" + bytes(uploads.MOST_BYTES), "a.pdf")
    assert refused.value.why is Why.TOO_LARGE


@st.composite
def damaged(draw) -> tuple[str, bytes]:
    """A picture in which up to eight bytes are others, cut short now and then."""
    kind = draw(st.sampled_from(sorted(PICTURES)))
    data = bytearray(PICTURES[kind])
    for where in draw(st.lists(st.integers(0, len(data) - 1), max_size=8)):
        data[where] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data))) :]
    return kind, bytes(data)


@hypothesis_settings(max_examples=500)
@given(damaged())
def test_no_damage_does_more_than_an_exception(sample):
    """The program's own function without its process, so that a crash would end this test."""
    kind, data = sample
    try:
        clean = pictures.rebuilt(data, kind)
    except Exception:
        return
    assert samples.SECRET not in clean and opened(clean).size


@hypothesis_settings(max_examples=60)
@given(damaged())
def test_damaged_pictures_are_refused_or_cleaned(sample):
    try:
        clean = uploads.clean(sample[1], "a.jpg")
    except Unfit as unfit:
        assert unfit.why in Why
    else:
        assert opened(clean.content).size or clean.media_type != "image/jpeg"


@hypothesis_settings(max_examples=300)
@given(
    start=st.sampled_from(
        [b"", b"ID3", b"OggS", b"RIFF", b"\xff\xfb", b"\x1a\x45\xdf\xa3", b"\0\0\0\x08ftyp"]
    ),
    rest=st.binary(max_size=80),
)
def test_any_bytes_are_of_one_kind_or_of_none(start, rest):
    kind = kinds.kind_of(start + rest)
    assert kind is None or kind.media_type in kinds.ENDINGS


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_cut_short_is_refused_by_the_process(kind):
    data = PICTURES[kind]
    for part in (0.3, 0.7):
        with pytest.raises(Unfit) as refused:
            uploads.clean(data[: int(len(data) * part)], "a.jpg")
        assert refused.value.why is Why.DAMAGED


def test_the_program_ends_by_its_limits_and_not_ours(tmp_path):
    """A decoder that eats memory or time ends alone."""
    for trap in ("bytearray(2 * 10**9)", "sum(range(10**12))"):
        program = tmp_path / "trap.py"
        source = f"import sys; sys.path.insert(0, {str(pictures.__file__.rpartition('/')[0])!r})\n"
        source += "import pictures; pictures.CPU_SECONDS = 1; pictures._limit()\n"
        program.write_text(source + trap)
        assert subprocess.run([sys.executable, "-I", program], capture_output=True).returncode != 0
