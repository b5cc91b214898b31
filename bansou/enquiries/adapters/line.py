"""LINE's Messaging API: a reply while its token is fresh, else a push; photos and voices; the month's quota."""

from datetime import datetime
from http.client import HTTPException
from typing import Any

from django.conf import settings

from bansou.enquiries.actions.channels import note_quota, note_state, open_config
from bansou.enquiries.actions.line import NotReady
from bansou.enquiries.actions.outbox import NotSent, Parcel
from bansou.enquiries.adapters.http import Answer, call
from bansou.enquiries.enums import Failure, Kind
from bansou.enquiries.models import Channel
from bansou.enquiries.rules.line import parts

SECONDS = 10


def carry(config: dict[str, Any], parcel: Parcel) -> None:
    """Send an answer. Raises NotSent. A reply costs nothing, a push counts against the month's quota."""
    messages = [{"type": "text", "text": part} for part in parts(parcel.text)]
    if parcel.reply_token:
        answer = _post(config, "message/reply", {"replyToken": parcel.reply_token, "messages": messages})
        if answer.status == 200:
            return
        if answer.status >= 500:
            raise NotSent(Failure.UNREACHABLE, all_wait=True)
    # The same key at every attempt: LINE answers 409 to what it has taken already.
    key = {"X-Line-Retry-Key": str(parcel.key)}
    answer = _post(config, "message/push", {"to": parcel.to, "messages": messages}, key)
    if answer.status not in (200, 409):
        raise _problem(answer)


def fetch(channel: Channel, message_id: str) -> bytes | None:
    """The content of a message, None where it is gone. Raises NotReady."""
    url = f"{settings.LINE_URLS[1]}/v2/bot/message/{message_id}/content"
    try:
        answer = call("GET", url, headers=_headers(open_config(channel)), seconds=SECONDS)
    except (OSError, HTTPException):
        raise NotReady from None
    if answer.status in (404, 410):
        return None
    if answer.status != 200:
        raise NotReady
    return answer.body


def quota(config: dict[str, Any]) -> tuple[int, int | None]:
    """(messages sent this month, how many may be sent; None without limit). Raises NotSent."""
    used, limit = (_get(config, f"message/quota{part}") for part in ("/consumption", ""))
    return int(used.get("totalUsage") or 0), limit.get("value") if limit.get("type") == "limited" else None


def ask_quotas(*, now: datetime) -> None:
    """Note on every LINE account how much it has sent this month, or why that cannot be asked."""
    for channel in Channel.objects.filter(kind=Kind.LINE, active=True).exclude(sealed_config=None):
        try:
            used, limit = quota(open_config(channel))
        except NotSent as problem:
            note_state(channel, problem.failure, now=now)
        else:
            note_quota(channel, used, limit, now=now)


def try_it(config: dict[str, Any]) -> str:
    """The name of the account, when its token is right. Raises NotSent."""
    return str(_get(config, "info").get("displayName") or "")


def _headers(config: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {config['token']}"}


def _post(config: dict[str, Any], what: str, told: Any, headers: dict[str, str] | None = None) -> Answer:
    url = f"{settings.LINE_URLS[0]}/v2/bot/{what}"
    try:
        return call("POST", url, told=told, headers={**_headers(config), **(headers or {})}, seconds=SECONDS)
    except (OSError, HTTPException):
        raise NotSent(Failure.UNREACHABLE, all_wait=True) from None


def _get(config: dict[str, Any], what: str) -> dict[str, Any]:
    try:
        answer = call(
            "GET", f"{settings.LINE_URLS[0]}/v2/bot/{what}", headers=_headers(config), seconds=SECONDS
        )
    except (OSError, HTTPException):
        raise NotSent(Failure.UNREACHABLE) from None
    if answer.status != 200 or not isinstance(answer.told, dict):
        raise _problem(answer)
    return answer.told


def _problem(answer: Answer) -> NotSent:
    if answer.status in (401, 403):
        return NotSent(Failure.SIGN_IN, all_wait=True)
    if answer.status == 429:
        # Both limits have the same number; only the words tell the month from the minute.
        monthly = b"monthly limit" in answer.body
        return NotSent(Failure.QUOTA if monthly else Failure.UNREACHABLE, final=monthly, all_wait=not monthly)
    if answer.status >= 500:
        return NotSent(Failure.UNREACHABLE, all_wait=True)
    return NotSent(Failure.REFUSED, final=True)
