"""Ways in and out that need an account: mailboxes, LINE accounts and the translation service, their secrets sealed."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from bansou.audit import actions as audit
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Channel, Translator
from bansou.enquiries.queries import sealed
from bansou.vault import actions as vault

# Secrets are sealed as long as they are used: every change of them begins the period anew.
KEPT = timedelta(days=3650)
EVERY, IN_TROUBLE = timedelta(minutes=1), timedelta(minutes=5)
# What is never shown again. Left empty in a form, it stays what it was.
SECRETS = {Kind.MAIL: ("imap_password", "smtp_password"), Kind.LINE: ("secret", "token")}


def open_config(channel: Channel) -> dict[str, Any]:
    """Hosts, accounts and secrets, for adapters; empty where there are none. Raises vault.crypto.Unreadable.

    Mail: `address`, and `host`, `port`, `security` (tls, starttls, none), `user`, `password` each with imap_ and smtp_
    before it, `delete`. LINE: `secret`, `token`.
    """
    if channel.sealed_config is None:
        return {}
    return json.loads(vault.unseal(channel.pk, sealed.config_place(channel), channel.sealed_config))


def shown_config(channel: Channel) -> dict[str, Any]:
    """The same without secrets, for the form."""
    hidden = SECRETS.get(Kind(channel.kind), ())
    return {name: value for name, value in open_config(channel).items() if name not in hidden}


@transaction.atomic
def save_channel(
    channel: Channel | None,
    *,
    kind: Kind,
    name: str,
    region: str,
    config: Mapping[str, Any],
    actor: Any,
    now: datetime,
) -> Channel:
    """Add a mailbox or a LINE account, or change one. Secrets that are empty stay as they were."""
    old = open_config(channel) if channel else {}
    channel = channel or Channel(kind=kind)
    if old.get("imap_host") != config.get("imap_host") or old.get("imap_user") != config.get("imap_user"):
        # Another mailbox: it is read from now on.
        channel.cursor = ""
    kept = {secret: old[secret] for secret in SECRETS[kind] if _keeps(secret, old, config)}
    _ensure_key("channel", channel, now)
    told = json.dumps({**config, **kept}, ensure_ascii=False)
    channel.sealed_config = vault.seal(channel.pk, sealed.config_place(channel), told)
    channel.name, channel.region, channel.last_error = name, region, ""
    channel.save()
    audit.record(actor, "enquiries.save_channel", channel, now=now, fields=sorted(config))
    return channel


def _keeps(secret: str, old: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    """Whether a secret that was not typed again stays. A password is never handed to another server."""
    way, _, what = secret.partition("_")
    moved = what == "password" and old.get(f"{way}_host") != config.get(f"{way}_host")
    return secret in old and not config.get(secret) and not moved


@transaction.atomic
def switch_channel(channel: Channel, *, active: bool, actor: Any, now: datetime) -> None:
    """Switched off, a mailbox is not read, LINE's messages are not taken, and answers wait."""
    Channel.objects.filter(pk=channel.pk).update(active=active, last_error="")
    audit.record(actor, "enquiries.switch_on" if active else "enquiries.switch_off", channel, now=now)


def note_state(channel: Channel, failure: str, *, now: datetime) -> None:
    """What the last attempt to reach the other side came to; an empty failure is success."""
    Channel.objects.filter(pk=channel.pk).update(seen_at=now, last_error=failure)


def note_quota(channel: Channel, used: int, limit: int | None, *, now: datetime) -> None:
    Channel.objects.filter(pk=channel.pk).update(
        quota_used=used, quota_limit=limit, seen_at=now, last_error=""
    )


def mailboxes_due(*, now: datetime) -> list[Channel]:
    """Mailboxes to be read now: every minute, in trouble every five. Two workers never get the same one."""
    boxes = Channel.objects.filter(kind=Kind.MAIL, active=True).exclude(sealed_config=None)
    return [box for box in boxes if _claim(box, now)]


def _claim(box: Channel, now: datetime) -> bool:
    before = now - (IN_TROUBLE if box.last_error else EVERY)
    waits = Channel.objects.filter(Q(seen_at=None) | Q(seen_at__lte=before), pk=box.pk)
    return bool(waits.update(seen_at=now))


def the_translator() -> Translator | None:
    return Translator.objects.first()


def open_translator(*, active_only: bool = True) -> tuple[Translator, dict[str, str]] | None:
    """The translation service with its `url` and `key`; None where there is none or it is switched off."""
    found = the_translator()
    if found is None or (active_only and not found.active):
        return None
    return found, _opened(found)


def translator_url(translator: Translator) -> str:
    """Its address, for the form; its key is never shown."""
    return _opened(translator)["url"]


def _opened(translator: Translator) -> dict[str, str]:
    place = sealed.translator_place(translator)
    return json.loads(vault.unseal(translator.pk, place, translator.sealed_config))


@transaction.atomic
def save_translator(*, url: str, key: str, active: bool, actor: Any, now: datetime) -> Translator:
    """Set the translation service. An empty key stays as it was, unless the address is another one."""
    translator = the_translator() or Translator()
    if translator.sealed_config:
        old = _opened(translator)
        # A key is never handed to another host.
        key = key or (old["key"] if old["url"] == url else "")
    _ensure_key("translator", translator, now)
    told = json.dumps({"url": url, "key": key})
    translator.sealed_config = vault.seal(translator.pk, sealed.translator_place(translator), told)
    translator.active, translator.last_error = active, ""
    translator.save()
    audit.record(actor, "enquiries.save_translator", translator, now=now, fields=["url", "key", "active"])
    return translator


def note_translator(translator: Translator, failure: str, *, now: datetime) -> None:
    Translator.objects.filter(pk=translator.pk).update(seen_at=now, last_error=failure)


def _ensure_key(kind: str, row: Channel | Translator, now: datetime) -> None:
    day = now.date() + KEPT
    vault.ensure_key(kind, scope=row.pk, erase_on=day, now=now)
    vault.keep_until(row.pk, erase_on=day)
