"""The demo's mailbox: mails as Django's file backend wrote them, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# The backend's line between two mails of one file.
_BORDER = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail; `text` is its plain part."""

    to: str
    subject: str
    text: str
    at: datetime | None


def letters(*, to: str = "", most: int = 30) -> list[Letter]:
    """The newest mails, at most `most`; `to` narrows them to recipients that contain it."""
    wanted = to.strip().lower()
    return list(islice((letter for letter in _all() if wanted in letter.to.lower()), most))


def _all() -> Iterator[Letter]:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = folder.glob("*.log") if folder.is_dir() else ()
    for file in sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True):
        for part in reversed(file.read_bytes().split(_BORDER)):
            if part.strip():
                yield _read(message_from_bytes(part.lstrip(), policy=modern))


def _read(message: EmailMessage) -> Letter:
    body = message.get_body(("plain",))
    try:
        # Django writes the zone as -0000, which stands for UTC and is read without a zone.
        written = parsedate_to_datetime(str(message["date"]))
        at = timezone.localtime(written if written.tzinfo else written.replace(tzinfo=UTC))
    except ValueError:
        at = None
    text = body.get_content().strip() if body else ""
    return Letter(str(message["to"] or ""), str(message["subject"] or ""), text, at)
