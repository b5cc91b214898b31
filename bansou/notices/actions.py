"""Putting mail into the outbox and sending it."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from bansou.notices.models import Mail
from bansou.vault import actions as vault
from bansou.vault.models import DataKey

KEPT_DAYS = 30
RETRIES_MINUTES = (1, 5, 30, 120, 720)
NAMESPACE = uuid.UUID("6f0e7f6e-5a0c-4c58-9d3e-1b1c3d1f6b1a")


def queue_mail(*, to: str, language: str, template: str, context: dict[str, Any], now: datetime) -> Mail:
    """Render `<template>.subject.txt` and `<template>.txt` in the reader's language; sent after commit.

    A subject never names a person, an amount or what the mail is about in detail.
    """
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        body = render_to_string(f"{template}.txt", context).strip() + "\n"
    mail = Mail(kind=template.rsplit("/", 1)[-1], scope=_scope_of_day(now), created_at=now, next_try_at=now)
    payload = json.dumps({"to": to, "subject": subject, "body": body}, ensure_ascii=False)
    mail.sealed = vault.seal(mail.scope, f"notices.mail.sealed|{mail.pk}", payload)
    mail.save(force_insert=True)
    from bansou.notices.tasks import send_mail  # the task module imports this one

    transaction.on_commit(lambda: send_mail.enqueue(str(mail.pk)))
    return mail


def send(mail_id: uuid.UUID, *, now: datetime) -> None:
    """Send one mail, or put its next try later. Sending twice after a crash is possible, losing it is not."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(pk=mail_id, sent_at=None).first()
        if mail is None or mail.next_try_at is None:
            return
        mail.attempts += 1
        try:
            _deliver(mail)
        except OSError as error:
            _try_later(mail, error, now)
        else:
            mail.sent_at, mail.next_try_at, mail.sealed = now, None, b""
        mail.save()


def _deliver(mail: Mail) -> None:
    payload = json.loads(vault.unseal(mail.scope, f"notices.mail.sealed|{mail.pk}", mail.sealed))
    EmailMessage(payload["subject"], payload["body"], to=[payload["to"]]).send()


def _try_later(mail: Mail, error: Exception, now: datetime) -> None:
    mail.last_error = type(error).__name__
    wait = RETRIES_MINUTES[mail.attempts - 1 : mail.attempts]
    mail.next_try_at = now + timedelta(minutes=wait[0]) if wait else None


def _scope_of_day(now: datetime) -> uuid.UUID:
    # One key a day: destroying it after KEPT_DAYS makes unsent leftovers unreadable.
    day = now.date()
    scope = uuid.uuid5(NAMESPACE, day.isoformat())
    if not DataKey.objects.filter(scope=scope).exists():
        vault.create_key("mail", erase_on=day + timedelta(days=KEPT_DAYS), now=now, scope=scope)
    return scope
