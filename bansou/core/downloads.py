"""Owns files that leave the site."""

from django.http import HttpResponse

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
