"""The quick exit, and the way back for those who want it."""

import secrets

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bansou.core.languages import offered
from bansou.core.office import exit_sites
from bansou.help.rules import AWAY_COOKIE, AWAY_SECONDS


@login_not_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """GET leaves for one of several neutral sites, always the same one would give a reader away. POST comes back."""
    return _come_back(request) if request.method == "POST" else _go(request)


def _go(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect(secrets.choice(exit_sites()))
    for name in request.COOKIES:
        response.delete_cookie(name)
    response.set_cookie(AWAY_COOKIE, "1", AWAY_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax")
    # Here, and here only: everywhere else forms need the browser to say where they come from.
    response["Referrer-Policy"] = "no-referrer"
    if request.is_secure():
        # Not "cookies": the one just set must stay.
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _come_back(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language")
    response = redirect(f"/{language}/" if language in offered() else "/")
    response.delete_cookie(AWAY_COOKIE)
    return response
