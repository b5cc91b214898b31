"""Putting mail into the outbox and sending it."""

import json
import re
import smtplib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template import Context, Engine
from django.utils import translation

from bansou.audit import actions as audit
from bansou.audit import queries as audit_queries
from bansou.notices.models import Mail
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable

# Unsent leftovers become unreadable then; rows without content stay a little to answer questions.
READABLE_DAYS, KEPT_DAYS = 30, 90
# After a failure of its own a mail waits so many minutes: 1, 5, 30, then every two hours for three days.
WAIT_MINUTES = (1, 5, 30, *[120] * 35)
# A mail server out of reach is no failure of any mail: all of them wait.
PAUSE = timedelta(minutes=1)
# Longer than any delivery: after a crash within it the mail goes out again rather than never.
LEASE = timedelta(minutes=5)
AT_ONCE = 50
NAMESPACE = uuid.UUID("6f0e7f6e-5a0c-4c58-9d3e-1b1c3d1f6b1a")
_untold: ContextVar[bool] = ContextVar("untold", default=False)


@contextmanager
def untold() -> Iterator[None]:
    """Within it no mail is queued: for what happened long ago and is only now written down."""
    token = _untold.set(True)
    try:
        yield
    finally:
        _untold.reset(token)


def queue_mail(
    *, to: str, language: str, template: str, context: dict[str, Any], now: datetime
) -> Mail | None:
    """Render `<template>.subject.txt` and `<template>.txt` in the reader's language, with `site_url`.

    Call it in the transaction of the action: the worker sends what was committed. A subject never names a
    person, an amount or what the mail is about in detail. None within `untold`.
    """
    if _untold.get():
        return None
    with translation.override(language):
        subject = " ".join(_render(f"{template}.subject.txt", context).split())
        body = _render(f"{template}.txt", context).strip() + "\n"
    mail = Mail(kind=template.rsplit("/", 1)[-1], scope=_scope_of_day(now), created_at=now, next_try_at=now)
    payload = json.dumps({"to": to, "subject": subject, "body": body}, ensure_ascii=False)
    mail.sealed = vault.seal(mail.scope, _place(mail), payload)
    mail.save(force_insert=True)
    return mail


def send_due(*, now: datetime) -> int:
    """Send up to 50 mails that are due. Returns how many left. Sending one twice after a crash is possible
    (with the same Message-ID), losing one is not."""
    due = list(Mail.objects.due(now).values_list("pk", flat=True)[:AT_ONCE])
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        Mail.objects.due(now).update(next_try_at=now + PAUSE, last_error=type(error).__name__)
        return 0
    try:
        return sum(_send(pk, connection, now) for pk in due)
    finally:
        connection.close()


def retry(mail: Mail, *, actor: Any, now: datetime) -> None:
    """Try once more at once, also after it was given up."""
    Mail.objects.filter(pk=mail.pk, sent_at=None).update(next_try_at=now)
    audit.record(actor, "mail.retry", mail, now=now)


def open_mail(mail: Mail, *, actor: Any, now: datetime) -> dict[str, str] | None:
    """Recipient and subject of a mail in trouble, for staff; None once unreadable. Raises Refused (quota)."""
    item = vault.Sealed(mail.scope, _place(mail), mail.sealed)
    [told] = audit.open_sealed(actor, "mail.read", mail, sealed=[item], now=now, fields=["to", "subject"])
    return json.loads(told) if told else None


def send_anchor(*, now: datetime) -> None:
    """Mail the end of the audit chain to a mailbox outside (BANSOU_AUDIT_ANCHOR_TO)."""
    anchor = audit_queries.anchor()
    if settings.AUDIT_ANCHOR_TO and anchor:
        queue_mail(
            to=settings.AUDIT_ANCHOR_TO,
            language="ja",
            template="notices/mail/audit_anchor",
            context={"seq": str(anchor[0]), "mac": anchor[1]},
            now=now,
        )


def prune(*, now: datetime) -> None:
    vault.erase_old("mail", before=now - timedelta(days=READABLE_DAYS))
    Mail.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS)).delete()


def _send(pk: uuid.UUID, connection: Any, now: datetime) -> bool:
    # The lease is committed before the mail leaves, so no transaction stays open while the server answers.
    mine = Mail.objects.filter(pk=pk, next_try_at__lte=now)
    if not mine.update(next_try_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    mail = Mail.objects.get(pk=pk)
    try:
        _deliver(mail, connection)
    except Exception as error:  # whatever it is, the mail must not be tried again at once
        connection.close()
        next_try_at = None if _is_final(error) else _next_try(mail, now)
        Mail.objects.filter(pk=pk).update(next_try_at=next_try_at, last_error=type(error).__name__)
        return False
    Mail.objects.filter(pk=pk).update(sent_at=now, next_try_at=None, sealed=b"", last_error="")
    return True


def _deliver(mail: Mail, connection: Any) -> None:
    told = json.loads(vault.unseal(mail.scope, _place(mail), mail.sealed))
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(
        told["subject"], told["body"], to=[told["to"]], headers=headers, connection=connection
    ).send()


def _is_final(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, Unreadable | ValueError)


def _next_try(mail: Mail, now: datetime) -> datetime | None:
    wait = WAIT_MINUTES[mail.attempts - 1 : mail.attempts]
    return now + timedelta(minutes=wait[0]) if wait else None


def _scope_of_day(now: datetime) -> uuid.UUID:
    # One key a day: erasing it after READABLE_DAYS makes unsent leftovers unreadable.
    day = now.date()
    scope = uuid.uuid5(NAMESPACE, day.isoformat())
    vault.ensure_key("mail", scope=scope, erase_on=day + timedelta(days=READABLE_DAYS), now=now)
    return scope


def _place(mail: Mail) -> str:
    return f"notices.mail.sealed|{mail.pk}"


def _render(name: str, context: dict[str, Any]) -> str:
    template = Engine.get_default().get_template(name)
    text = template.render(Context({"site_url": settings.SITE_URL, **context}, autoescape=False))
    # The filters of pages keep numbers left-to-right with a tag that plain text has no use for.
    return re.sub(r'<bdi dir="ltr">|</bdi>', "", text)
