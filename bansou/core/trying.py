"""Owns how a page tells the way an action went: done, or why not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from bansou.core.refusal import Refused


def tried(request: HttpRequest, done: str, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do it and say so (unless `done` is empty), or say why not; the result is None after a refusal."""
    try:
        result = action(*args, **kwargs)
    except Refused as refused:
        messages.error(request, refused.message)
        return None
    if done:
        messages.success(request, done)
    return result
