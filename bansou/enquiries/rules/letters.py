"""Reads a mail as it came from the mailbox: who, when, which words, which files, and whether a machine wrote it."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256

from bansou.enquiries.rules.charsets import decode
from bansou.enquiries.rules.html import to_text

LONGEST = 50_000
# So much markup is looked at; mails that people write have less.
LONGEST_HTML = 300_000
MOST_FILES = 10
_ID = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its wrapping. `sender` is a bare address in lower case, empty where there is none.

    `answers`: the Message-IDs that it names as answered, the nearest first. `automatic`: no human wrote it just now.
    `bounced`: the Message-IDs of our mails that it says did not arrive. `files`: (what the sender called it, bytes).
    """

    message_id: str = field(repr=False)
    # The Message-ID, or for a mail without one what else tells it from others.
    mark: str = field(repr=False)
    sender: str = field(repr=False)
    sent_at: datetime | None
    subject: str = field(repr=False)
    text: str = field(repr=False)
    answers: tuple[str, ...] = field(default=(), repr=False)
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    # Names of what is not looked at: a mail inside the mail, the eleventh file.
    left_out: tuple[str, ...] = field(default=(), repr=False)
    automatic: bool = False
    bounced: tuple[str, ...] = field(default=(), repr=False)


def read(raw: bytes) -> Letter:
    """What a mail says. Never raises for odd mails: what cannot be read is left out."""
    mail = message_from_bytes(raw, policy=email.policy.default)
    found = list(_files(mail))
    answers = [*_ids(mail, "In-Reply-To"), *reversed(_ids(mail, "References"))]
    message_id = next(iter(_ids(mail, "Message-ID")), "")
    return Letter(
        message_id=message_id,
        mark=message_id or sha256(raw).hexdigest(),
        sender=_sender(mail),
        sent_at=_sent_at(mail),
        subject=_plain(" ".join(_header(mail, "Subject").split()))[:200],
        text=_text(mail)[:LONGEST],
        answers=tuple(dict.fromkeys(answers)),
        files=tuple((name, data) for name, data in found if data is not None)[:MOST_FILES],
        left_out=(
            *(name for name, data in found if data is None),
            *[name for name, data in found if data is not None][MOST_FILES:],
        ),
        automatic=_is_automatic(mail),
        bounced=tuple(_bounced(mail)),
    )


def _header(mail: Message, name: str) -> str:
    try:
        return str(mail.get(name, "") or "")
    except Exception:
        # Python's parser of structured headers fails on some that senders make up.
        raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
        return str(raw).replace("\r", " ").replace("\n", " ")


def _ids(mail: Message, name: str) -> list[str]:
    return _ID.findall(_header(mail, name))


def _sender(mail: Message) -> str:
    address = parseaddr(_header(mail, "From"))[1].strip().lower()
    return address if re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}", address) else ""


def _sent_at(mail: Message) -> datetime | None:
    try:
        told = parsedate_to_datetime(_header(mail, "Date"))
        return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _is_automatic(mail: Message) -> bool:
    """RFC 3834 (Auto-Submitted), RFC 2919 and 2369 (List-…), and what came before them."""
    submitted = _header(mail, "Auto-Submitted").split(";")[0].strip().lower()
    precedence = _header(mail, "Precedence").strip().lower()
    names = {name.lower() for name in mail}
    return (
        submitted not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(name.startswith("list-") for name in names)
        or bool(names & {"x-autoreply", "x-autorespond"})
        or mail.get_content_type() in ("multipart/report", "message/disposition-notification")
        or _header(mail, "Return-Path").strip() == "<>"
    )


def _bounced(mail: Message) -> Iterator[str]:
    """RFC 3464: a delivery status that says "failed", with the head of the mail that did not arrive."""
    if mail.get_content_type() != "multipart/report":
        return
    parts = list(mail.walk())
    told = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not any(
        _header(block, "Action").strip().lower() == "failed" for part in told for block in part.walk()
    ):
        return
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            head = message_from_bytes(_bytes(part) or b"", policy=email.policy.default)
            yield from _ids(head, "Message-ID")
        else:
            yield from _ids(part, "Message-ID")


def _text(mail: EmailMessage) -> str:
    plain, html = (_body(mail, kind) for kind in ("plain", "html"))
    text = _decoded(plain) if plain is not None else ""
    if not text.strip() and html is not None:
        text = to_text(_decoded(html)[:LONGEST_HTML])
    return _plain(text.replace("\r\n", "\n"))


def _plain(text: str) -> str:
    # PostgreSQL takes no NUL; lone surrogates are no letters.
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def _body(mail: EmailMessage, kind: str) -> Message | None:
    try:
        return mail.get_body(preferencelist=(kind,))
    except Exception:
        return next((part for part in mail.walk() if part.get_content_type() == f"text/{kind}"), None)


def _bytes(part: Message) -> bytes | None:
    try:
        data = part.get_payload(decode=True)
    except Exception:
        return None
    return data if isinstance(data, bytes) else None


def _decoded(part: Message) -> str:
    return decode(_bytes(part) or b"", part.get_content_charset("") or "")


def _files(mail: Message) -> Iterator[tuple[str, bytes | None]]:
    """Attachments and pictures inside; None for a mail inside the mail, which is not looked into."""
    for part in _leaves(mail):
        name = _name(part)
        if part.get_content_type() == "message/rfc822":
            yield name or "mail.eml", None
        elif part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
            yield name or part.get_content_type().replace("/", "."), _bytes(part)


def _leaves(part: Message) -> Iterator[Message]:
    inside = part.get_payload() if part.get_content_maintype() == "multipart" else None
    if isinstance(inside, list):
        for each in inside:
            if isinstance(each, Message):
                yield from _leaves(each)
    else:
        yield part


def _name(part: Message) -> str:
    try:
        return part.get_filename("") or ""
    except Exception:
        return ""
