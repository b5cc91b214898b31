"""A mailbox: read by IMAP every minute, answered by SMTP."""

import imaplib
import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError
from django.db.models import F

from bansou.enquiries.actions.channels import note_state, open_config
from bansou.enquiries.actions.mail import Taken, take_in
from bansou.enquiries.actions.outbox import NotSent, Parcel
from bansou.enquiries.enums import Failure
from bansou.enquiries.models import Channel
from bansou.enquiries.rules.letters import Letter, read

logger = logging.getLogger(__name__)

SECONDS = 10
AT_ONCE = 50
# A larger mail is read as far as its words go; its files stay in the mailbox.
MOST_BYTES, READ_BYTES = 30_000_000, 500_000
# How far back is looked when the server has numbered its mails anew.
RENUMBERED = timedelta(days=3)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class SignInRefused(Exception):
    """The server knows no such user with such a password."""


def poll(channel: Channel, *, now: datetime) -> int:
    """Read what is new in a mailbox; notes on the channel how it went. Returns how many became messages."""
    try:
        config = open_config(channel)
        with _signed_in(config) as imap:
            new, failure = _read_new(channel, config, imap, now)
    except SignInRefused:
        new, failure = 0, Failure.SIGN_IN
    except (OSError, imaplib.IMAP4.error):
        new, failure = 0, Failure.UNREACHABLE
    note_state(channel, failure, now=now)
    return new


def carry(config: dict[str, Any], parcel: Parcel) -> None:
    """Send an answer. Raises NotSent."""
    domain = config["address"].rpartition("@")[2]
    headers = {"Message-ID": f"<{parcel.key}@{domain}>"}
    if parcel.in_reply_to:
        headers |= {"In-Reply-To": parcel.in_reply_to, "References": parcel.in_reply_to}
    if parcel.neutral:
        headers["Auto-Submitted"] = "auto-generated"
    mail = EmailMessage(
        parcel.subject,
        parcel.text + "\n",
        from_email=formataddr((parcel.sender, config["address"])),
        to=[parcel.to],
        headers=headers,
    )
    server = _smtp(config)
    try:
        server.open()
        server.send_messages([mail])
    except smtplib.SMTPAuthenticationError:
        raise NotSent(Failure.SIGN_IN, all_wait=True) from None
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException, ValueError) as error:
        raise NotSent(Failure.REFUSED, final=_is_final(error)) from None
    except OSError:
        raise NotSent(Failure.UNREACHABLE, all_wait=True) from None
    finally:
        with suppress(OSError):
            server.close()


def try_it(config: dict[str, Any]) -> None:
    """Sign in at both servers and do nothing there. Raises NotSent."""
    server = _smtp(config)
    try:
        with _signed_in(config):
            pass
        server.open()
        server.close()
    except (SignInRefused, smtplib.SMTPAuthenticationError):
        raise NotSent(Failure.SIGN_IN) from None
    except (OSError, imaplib.IMAP4.error):
        raise NotSent(Failure.UNREACHABLE) from None


def _smtp(config: dict[str, Any]) -> EmailBackend:
    return EmailBackend(
        host=config["smtp_host"],
        port=config["smtp_port"],
        username=config["smtp_user"],
        password=config["smtp_password"],
        use_tls=config["smtp_security"] == "starttls",
        use_ssl=config["smtp_security"] == "tls",
        timeout=SECONDS,
    )


def _is_final(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return True


@contextmanager
def _signed_in(config: dict[str, Any]) -> Iterator[imaplib.IMAP4]:
    host, port = config["imap_host"], config["imap_port"]
    # imaplib's own context would take any certificate.
    context = ssl.create_default_context()
    if config["imap_security"] == "tls":
        imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=SECONDS)
    else:
        imap = imaplib.IMAP4(host, port, timeout=SECONDS)
    try:
        if config["imap_security"] == "starttls":
            imap.starttls(context)
        _sign_in(imap, config)
        yield imap
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            imap.logout()


def _sign_in(imap: imaplib.IMAP4, config: dict[str, Any]) -> None:
    try:
        imap.login(config["imap_user"], config["imap_password"])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise SignInRefused from None


def _read_new(
    channel: Channel, config: dict[str, Any], imap: imaplib.IMAP4, now: datetime
) -> tuple[int, str]:
    imap.select("INBOX")
    told = imap.response("UIDVALIDITY")[1][0]
    validity, highest = (told or b"0").decode(), _highest(imap)
    known, _slash, last = channel.cursor.partition("/")
    if not channel.cursor:
        # What lay there before the channel was made stays there.
        _keep_cursor(channel, validity, highest)
        return 0, ""
    uids = _newer(imap, int(last)) if known == validity else _lately(imap, now)
    if known != validity and not uids:
        _keep_cursor(channel, validity, highest)
    taken = [_take(channel, config, imap, f"{validity}/{uid}", now) for uid in uids[:AT_ONCE]]
    return taken.count(Taken.NEW), Failure.TROUBLE if None in taken else ""


def _take(
    channel: Channel, config: dict[str, Any], imap: imaplib.IMAP4, cursor: str, now: datetime
) -> Taken | None:
    """One mail; None for one that nobody foresaw: it stays in the mailbox and does not hold up the others."""
    validity, _slash, uid = cursor.partition("/")
    try:
        letter = _letter(imap, uid)
        taken = take_in(channel, letter, own=config["address"], now=now) if letter else Taken.SEEN
    except (DatabaseError, OSError, imaplib.IMAP4.error):
        # The mail is good, something else is not: next time.
        raise
    except Exception as error:
        logger.error("a mail could not be read: %s", type(error).__name__)
        taken = None
    # First our own memory, then the mark in the mailbox: that is only for people who look there.
    _keep_cursor(channel, validity, int(uid), skipped=taken in (Taken.LEFT, None))
    _mark(imap, uid, taken, delete=config["delete"])
    return taken


def _letter(imap: imaplib.IMAP4, uid: str) -> Letter | None:
    """None when somebody removed it a moment ago."""
    size = _size(imap, uid)
    if size is None:
        return None
    if size <= MOST_BYTES:
        return read(_fetched(imap, uid, ""))
    letter = read(_fetched(imap, uid, f"<0.{READ_BYTES}>"))
    names = tuple(name for name, _data in letter.files)
    return replace(letter, files=(), left_out=(*names, *letter.left_out))


def _keep_cursor(channel: Channel, validity: str, uid: int, *, skipped: bool = False) -> None:
    cursor = f"{validity}/{uid}"
    Channel.objects.filter(pk=channel.pk).update(cursor=cursor, skipped=F("skipped") + int(skipped))


def _mark(imap: imaplib.IMAP4, uid: str, taken: Taken | None, *, delete: bool) -> None:
    """Read what we have; a star on what was left for people; removed only where the channel says so."""
    if taken in (Taken.LEFT, None):
        imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)")
    elif not delete:
        imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
    else:
        imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)")
        # Without this extension all that anybody marked would go; then the mailbox is tidied by its own program.
        if b"UIDPLUS" in imap.capability()[1][0]:
            imap.uid("EXPUNGE", uid)


def _highest(imap: imaplib.IMAP4) -> int:
    told = imap.response("UIDNEXT")[1][0]
    return int(told) - 1 if told else max(_search(imap, "ALL"), default=0)


def _newer(imap: imaplib.IMAP4, last: int) -> list[int]:
    # "n:*" always holds the last mail, even when its number is below n.
    return [uid for uid in _search(imap, f"UID {last + 1}:*") if uid > last]


def _lately(imap: imaplib.IMAP4, now: datetime) -> list[int]:
    """After a change of all numbers; what is known already is recognised by its Message-ID."""
    since = imaplib.Time2Internaldate(now - RENUMBERED).strip('"').split()[0]
    return _search(imap, f"SINCE {since}")


def _search(imap: imaplib.IMAP4, what: str) -> list[int]:
    _ok, told = imap.uid("SEARCH", what)
    return sorted(int(uid) for uid in (told[0] or b"").split())


def _size(imap: imaplib.IMAP4, uid: str) -> int | None:
    _ok, told = imap.uid("FETCH", uid, "(RFC822.SIZE)")
    size = _SIZE.search(b" ".join(part for part in told if isinstance(part, bytes)))
    return int(size.group(1)) if size else None


def _fetched(imap: imaplib.IMAP4, uid: str, partial: str) -> bytes:
    _ok, told = imap.uid("FETCH", uid, f"(BODY.PEEK[]{partial})")
    return next((part[1] for part in told if isinstance(part, tuple)), b"")
