"""Owns the making of PDFs: Typst templates, data that is only ever text, no reading outside one small folder.

A template is `bansou/<app>/documents/<name>.typ`, handed to the compiler as bytes. The compiler's root is
`shared/`, which holds only what templates import (docs/decisions/0003).
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any, cast

import segno

if TYPE_CHECKING:
    import typst

BANSOU = Path(str(files("bansou")))
SHARED = BANSOU / "core" / "documents" / "shared"
JAPANESE_FAMILIES = ("Noto Sans CJK JP", "Noto Serif CJK JP")
BATCH = 100
"""Members to put into one PDF of many: larger ones take time and memory out of proportion. Callers split."""
MAX_DATA_BYTES = 4_000_000
"""A run of 10,000 lines stays below."""
LARGE_DATA_BYTES = 64_000
"""From here a document is made in a process of its own, since the compiler gives little memory back."""
TIME_LIMIT_SECONDS = 120

_JAPAN = timezone(timedelta(hours=9))
_thread = local()
_fonts_lock = Lock()


class DocumentTooLarge(ValueError):
    """One document has more than MAX_DATA_BYTES of data or takes longer than TIME_LIMIT_SECONDS."""


class DocumentFailed(ValueError):
    """The data does not have the shape that the template reads."""


def render_pdf(template: str, data: Mapping[str, Any], *, issued_on: date, lang: str = "ja") -> bytes:
    """An accessible PDF (PDF/UA-1) of `template`, e.g. "supporters/memorandum", from data as in `shapes`.

    The same arguments give the same bytes. `issued_on` is printed where the paper bears a day, and is the
    PDF's own day. Raises FileNotFoundError for an unknown template, DocumentTooLarge, and DocumentFailed if
    the data does not have the shape.
    """
    source = source_of(template)
    inputs = json.dumps({**data, "issued_on": issued_on.isoformat()}, ensure_ascii=False)
    size = len(inputs.encode())
    if size > MAX_DATA_BYTES:
        raise DocumentTooLarge(template)
    if size > LARGE_DATA_BYTES:
        return _compile_alone(template, inputs, lang)
    return compile_pdf(source, inputs, lang)


def compile_pdf(source: bytes, inputs: str, lang: str) -> bytes:
    """Compile in this process. `inputs` is JSON with `issued_on`; for render_pdf and its process alone."""
    import typst

    issued_on = date.fromisoformat(json.loads(inputs)["issued_on"])
    try:
        pdf = _compiler().compile(
            input=source,
            format="pdf",
            # Always passed: a compiler remembers the last person's data otherwise.
            sys_inputs={"data": inputs, "lang": lang},
            pdf_standards="ua-1",
            timestamp=datetime.combine(issued_on, datetime.min.time(), _JAPAN),
        )
        # One file; a list of bytes is for pictures of pages.
        return cast(bytes, pdf)
    except typst.TypstError as error:
        # Not the diagnostic, nor the chain: what is logged must not quote the data.
        raise DocumentFailed(error.message) from None


def _compile_alone(template: str, inputs: str, lang: str) -> bytes:
    """Compile in a short-lived process: data goes through a pipe, never through arguments or files."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bansou.core.documents.alone", template, lang],
            input=inputs.encode(),
            capture_output=True,
            cwd=BANSOU.parent,
            timeout=TIME_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise DocumentTooLarge(template) from None
    if done.returncode:
        raise DocumentFailed(template)
    return done.stdout


def qr_svg(text: str) -> str:
    """A QR code as SVG, for the `qr` fields of `shapes`; `text` is a code or a URL with an opaque token."""
    return segno.make(text, error="m", micro=False).svg_inline(border=4)


def has_japanese_fonts() -> bool:
    """Whether this machine has a font family that the templates ask for; missing glyphs would be silent."""
    return not set(JAPANESE_FAMILIES).isdisjoint(_fonts().families())


@cache
def source_of(template: str) -> bytes:
    """The text of a template of ours."""
    if not re.fullmatch(r"[a-z_]+/[a-z_]+", template):
        raise FileNotFoundError(template)
    app, name = template.split("/")
    return (BANSOU / app / "documents" / f"{name}.typ").read_bytes()


def _fonts() -> "typst.Fonts":
    with _fonts_lock:
        return _scan_fonts()


@cache
def _scan_fonts() -> "typst.Fonts":
    # Imported late: workers that never make a PDF should not carry 84 MB of compiler.
    import typst

    return typst.Fonts()


def _compiler() -> "typst.Compiler":
    """One per thread, since a compiler cannot be shared; the fonts can."""
    if not hasattr(_thread, "compiler"):
        import typst

        _thread.compiler = typst.Compiler(root=str(SHARED), font_paths=_fonts())
    return _thread.compiler
