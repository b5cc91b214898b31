"""What the server remembers of a visitor for half an hour without a page: nothing of it is on the phone."""

from typing import Any

from django.http import HttpRequest

from bansou.core import clock
from bansou.help import actions

IDLE_SECONDS = 30 * 60
# Noted this often only, so that most pages write nothing.
NOTED_SECONDS = 60


def remember(request: HttpRequest, name: str, told: dict[str, Any]) -> None:
    """Keep JSON under a name; the quick exit and the end of the session take it along."""
    now = clock.now()
    request.session[name] = [int(now.timestamp()), *actions.seal_for_session(told, now=now)]


def recall(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """What was kept under a name, unless half an hour went by without anybody asking for it."""
    if name not in request.session:
        return None
    seen, *kept = request.session[name]
    now = int(clock.now().timestamp())
    told = actions.open_of_session(kept) if now - seen <= IDLE_SECONDS else None
    if told is None:
        del request.session[name]
    elif now - seen > NOTED_SECONDS:
        request.session[name] = [now, *kept]
    return told


def forget(request: HttpRequest, *names: str) -> None:
    for name in names:
        request.session.pop(name, None)
