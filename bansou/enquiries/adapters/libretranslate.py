"""LibreTranslate's HTTP API: off unless the network runs one; numbers, addresses and @names never reach it."""

from datetime import datetime
from http.client import HTTPException

from bansou.enquiries.actions import channels
from bansou.enquiries.actions.translating import Engine
from bansou.enquiries.adapters.http import call
from bansou.enquiries.enums import Failure
from bansou.enquiries.rules.masks import mask, unmask

SECONDS = 10
# What it calls languages otherwise than we do; easy Japanese is Japanese to a machine.
_CODES = {"zh-hans": "zh", "zh-hant": "zt", "pt-br": "pt", "fil": "tl", "ja-simple": "ja"}


def translate(text: str, source: str, target: str, *, now: datetime) -> str | None:
    """The text in another language; None when there is no service, it fails, or it lost a masked word.

    Whether the person agreed is asked before, by actions.translating.
    """
    found = channels.open_translator()
    if found is None:
        return None
    translator, config = found
    failure, translated = "", None
    try:
        translated = ask(config["url"], config["key"], text, source, target)
    except (OSError, HTTPException, ValueError):
        failure = Failure.UNREACHABLE
    channels.note_translator(translator, failure, now=now)
    return translated


def try_it(*, now: datetime) -> Failure | str:
    """Have one word translated, whether the service is switched on or not; returns the failure, if any."""
    found = channels.open_translator(active_only=False)
    if found is None:
        return Failure.OFF
    translator, config = found
    failure: Failure | str = ""
    try:
        translated = ask(config["url"], config["key"], "Hello", "en", "ja")
        failure = "" if translated else Failure.REFUSED
    except (OSError, HTTPException, ValueError):
        failure = Failure.UNREACHABLE
    channels.note_translator(translator, failure, now=now)
    return failure


def ask(url: str, key: str, text: str, source: str, target: str) -> str | None:
    """None for a language that the service does not have. Raises OSError or ValueError when it cannot be asked."""
    masked, hidden = mask(text)
    told = {
        "q": masked,
        "source": _CODES.get(source, source),
        "target": _CODES.get(target, target),
        "format": "text",
        **({"api_key": key} if key else {}),
    }
    answer = call("POST", f"{url.rstrip('/')}/translate", told=told, seconds=SECONDS)
    if answer.status >= 500 or answer.status in (403, 429):
        raise OSError("refused")
    if answer.status != 200 or not isinstance(answer.told, dict):
        return None
    return unmask(str(answer.told.get("translatedText") or ""), hidden)


ENGINE = Engine("LibreTranslate", translate)
