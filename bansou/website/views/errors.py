"""What people see when something went wrong: the reason, the way out and whom to ask."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import get_language

from bansou.core.languages import SITE_LANGUAGES
from bansou.core.office import office
from bansou.help.middleware import is_public


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "413.html", 413)
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500.html", 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when the cross-site check of a form failed (settings.CSRF_FAILURE_VIEW)."""
    return _page(request, "403_csrf.html", 403)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    if _in_public_area(request):
        template = "help/error.html"
    # Without the request: an error page asks no database.
    context = {"office": _office(), "demo": settings.DEMO, "status": status}
    return HttpResponse(loader.get_template(template).render(context), status=status)


def _in_public_area(request: HttpRequest) -> bool:
    """Also where no page is, in a language that only the public area speaks."""
    match = request.resolver_match
    return is_public(match.func) if match else get_language() not in SITE_LANGUAGES


def _office() -> dict[str, Any]:
    try:
        return dict(office())
    except (OSError, ValueError, KeyError):
        return {}
