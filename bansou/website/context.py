"""What every page shows around its content: the menu of the reader's roles, and whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bansou.core import clock
from bansou.website.queries.menu import menu


def navigation(request: HttpRequest) -> dict[str, Any]:
    # Lazy: fragments and pages with a menu of their own ask nothing.
    return {"nav": SimpleLazyObject(lambda: _menu(request)), "demo": settings.DEMO}


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    # Staff without a second factor learn nothing yet, not even how much waits.
    return (
        []
        if getattr(request, "lacks_second_factor", False)
        else menu(request.user, request.path, now=clock.now())
    )
