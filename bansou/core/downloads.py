"""Owns files that leave the site."""

import re

from django.http import HttpRequest, HttpResponse

from bansou.core.uploads.kinds import ENDINGS

KINDS = {
    "pdf": "application/pdf",
    "toml": "application/toml; charset=utf-8",
    "txt": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes | str, name: str) -> HttpResponse:
    """An answer that browsers keep as a file; the ending of `name` says what it is. No name says about whom."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=KINDS[name.rpartition(".")[2]], headers=headers)


def show(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """A handed-in file: pictures and sound inside a page, a PDF only as a download; nothing in it has any rights.

    Players jump by asking for a range, and some play nothing without it.
    """
    shown = "inline" if media_type.startswith(("image/", "audio/")) else "attachment"
    headers = {
        "Content-Disposition": f'{shown}; filename="file.{ENDINGS[media_type]}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Accept-Ranges": "bytes",
    }
    wanted = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", request.headers.get("Range", ""))
    if wanted is None or wanted[0] == "bytes=-":
        return HttpResponse(content, content_type=media_type, headers=headers)
    first, behind = _span(wanted[1], wanted[2], len(content))
    if first >= behind:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{behind - 1}/{len(content)}"
    return HttpResponse(content[first:behind], status=206, content_type=media_type, headers=headers)


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """From which byte, and before which: "5-9" from the start, "5-" to the end, "-5" the last five."""
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
