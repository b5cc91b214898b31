"""What people see when something went wrong: the reason, the way out and whom to ask."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader

from bansou.core.office import office


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page("413.html", 413)
    return _page("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page("500.html", 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when the cross-site check of a form failed (settings.CSRF_FAILURE_VIEW)."""
    return _page("403_csrf.html", 403)


def _page(template: str, status: int) -> HttpResponse:
    # Without the request: an error page asks no database.
    context = {"office": _office(), "demo": settings.DEMO}
    return HttpResponse(loader.get_template(template).render(context), status=status)


def _office() -> dict[str, Any]:
    try:
        return dict(office())
    except (OSError, ValueError, KeyError):
        return {}
