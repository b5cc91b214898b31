"""One call to a web service whose address staff or settings gave: no redirects, a time limit, a size limit."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bansou.enquiries.rules.hosts import is_safe

MOST_BYTES = 16_000_000


class _NoRedirects(HTTPRedirectHandler):
    # The secrets in the head of a call are for the host that was asked, and for no other.
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = field(repr=False)

    @property
    def told(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def call(
    method: str, url: str, *, told: Any = None, headers: dict[str, str] | None = None, seconds: float
) -> Answer:
    """Raises OSError when nobody answers in time, ValueError for an address that is not safe."""
    if not is_safe(url):
        raise ValueError("neither https nor this machine")
    data = None if told is None else json.dumps(told, ensure_ascii=False).encode()
    kind = {} if told is None else {"Content-Type": "application/json"}
    request = Request(url, data=data, method=method, headers={**kind, **(headers or {})})  # noqa: S310
    try:
        with _opener.open(request, timeout=seconds) as answer:
            return Answer(answer.status, _read(answer))
    except HTTPError as error:
        with error:
            return Answer(error.code, _read(error))


def _read(answer: Any) -> bytes:
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise OSError("too much")
    return body
