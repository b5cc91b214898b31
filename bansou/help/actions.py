"""What a visitor's session remembers for a while, sealed: a stolen database tells nothing, an old one neither."""

import json
import uuid
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Any

from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable

# One key a day. Sessions are shorter, so what they hold is unreadable on the third day, in backups too.
KEPT = timedelta(days=2)
NAMESPACE = uuid.UUID("0b4e2a5c-7f0d-4f6a-9a43-5d2c1e8b7a90")
PLACE = "help.session"


def seal_for_session(told: dict[str, Any], *, now: datetime) -> list[str]:
    """JSON for the session: the scope of the day's key, and the sealed text."""
    day = now.date()
    scope = uuid.uuid5(NAMESPACE, day.isoformat())
    vault.ensure_key("session", scope=scope, erase_on=day + KEPT, now=now)
    sealed = vault.seal(scope, PLACE, json.dumps(told, ensure_ascii=False))
    return [str(scope), b64encode(sealed).decode()]


def open_of_session(kept: list[str]) -> dict[str, Any] | None:
    """What `seal_for_session` sealed; None once the day's key is gone."""
    scope, sealed = kept
    try:
        return json.loads(vault.unseal(uuid.UUID(scope), PLACE, b64decode(sealed)))
    except Unreadable:
        return None


def forget_old_sessions(*, now: datetime) -> None:
    vault.erase_old("session", before=now - KEPT)
