"""What LINE's webhook says, and whether it is LINE that says it (developers.line.biz, Messaging API reference)."""

import base64
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

# LINE tells of an event again when it got no answer; what is older was recorded by somebody and is played again.
OLDEST = timedelta(days=3)
# A clock that is wrong, ours or theirs.
AHEAD = timedelta(minutes=10)
# One text message holds 5,000 UTF-16 units, and one call five messages.
LONGEST, AT_ONCE = 5000, 5


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether the header X-Line-Signature belongs to these very bytes; takes as long for any wrong one."""
    right = base64.b64encode(hmac.new(secret.encode(), body, sha256).digest())
    return hmac.compare_digest(right, signature.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Event:
    """An event of one person. `kind`: message, unsend, follow, unfollow. `user`, `message_id` name them at LINE.

    `words` is what stands for the message as text, `content` what has to be fetched: image, audio, file.
    """

    event_id: str
    kind: str
    at: datetime
    user: str = field(repr=False)
    message_id: str = ""
    words: str = field(default="", repr=False)
    content: str = ""
    file_name: str = field(default="", repr=False)
    reply_token: str = field(default="", repr=False)


def read(told: Any) -> Event | None:
    """An event out of the webhook's list; None for what concerns no single person, or is none of the four kinds."""
    try:
        if told["source"]["type"] != "user" or told["type"] not in (
            "message",
            "unsend",
            "follow",
            "unfollow",
        ):
            return None
        message = told.get("message", {})
        return Event(
            event_id=str(told["webhookEventId"]),
            kind=told["type"],
            at=datetime.fromtimestamp(told["timestamp"] / 1000, UTC),
            user=str(told["source"]["userId"]),
            message_id=str(message.get("id") or told.get("unsend", {}).get("messageId") or ""),
            words=_words(message),
            content=message.get("type") if message.get("type") in ("image", "audio", "file") else "",
            file_name=str(message.get("fileName") or ""),
            reply_token=str(told.get("replyToken") or ""),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError):
        return None


def is_timely(event: Event, *, now: datetime) -> bool:
    return now - OLDEST <= event.at <= now + AHEAD


def _words(message: dict[str, Any]) -> str:
    kind = message.get("type")
    if kind == "text":
        return str(message.get("text") or "").replace("\x00", "")
    if kind == "sticker":
        return "[sticker: {}]".format(", ".join(map(str, (message.get("keywords") or [])[:5])) or "?")
    if kind == "location":
        told = (message.get(name) for name in ("title", "address", "latitude", "longitude"))
        return "[location: {}]".format(", ".join(str(each) for each in told if each))
    return f"[{kind}]"


def parts(text: str) -> list[str]:
    """A text cut into at most five messages of LINE, at ends of lines where that is possible."""
    found: list[str] = []
    while text and len(found) < AT_ONCE:
        cut = _fitting(text)
        found.append(text[:cut].strip() or "…")
        text = text[cut:].strip()
    return found


def _fitting(text: str) -> int:
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return len(text)
    # Decoding leaves out half a letter at the end.
    most = len(text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore"))
    end = text.rfind("\n", most // 2, most)
    return end if end > 0 else most
