"""How long a session lasts, and who needs a second factor before what."""

from functools import partial

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect
from django.urls import resolve

from bansou.accounts.permissions import is_staff
from bansou.core import clock
from bansou.core.access import SecondFactorNeeded

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60
# Noted this often only, so that most pages write nothing.
NOTED_SECONDS = 60

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What staff without a second factor may open: the pages of the sign-in, to set one up or to leave.
OPEN = "allauth."
# What only staff have; supporters sign in by a mailed code.
PASSWORDS = ("account_change_password", "account_set_password")
FACTOR_PAGES = "mfa_"
# In the session of a supporter whom a page asked for a second factor.
ASKED = "second_factor_asked"
FRESH_SECONDS = 5 * 60


class SessionLimits:
    """Signs out after 30 minutes without a page, and 12 hours after the sign-in whatever happens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            began, seen = request.session.get("began_and_seen", (now, 0))
            if now - began > LONGEST_SECONDS or (seen and now - seen > IDLE_SECONDS):
                logout(request)
            elif now - seen > NOTED_SECONDS:
                request.session["began_and_seen"] = (began, now)
        return self.get_response(request)


class SecondFactor:
    """Staff set one up before anything else; supporters when a page asks for it (core.access.SecondFactorNeeded)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.has_second_factor = partial(_has_factor, request)
        request.is_fresh = partial(_is_fresh, request)
        lacking = user.is_authenticated and is_staff(user) and not _has_factor(request)
        request.lacks_second_factor = lacking
        if lacking and not resolve(request.path_info).func.__module__.startswith(OPEN):
            return redirect("mfa_index")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # A session left open must leave no other way in behind.
        if not request.user.is_authenticated or is_staff(request.user):
            return
        name = request.resolver_match.url_name or ""
        may_set_up = _has_factor(request) or (request.session.get(ASKED) and _is_fresh(request))
        if name.startswith(PASSWORDS) or (name.startswith(FACTOR_PAGES) and not may_set_up):
            raise Http404

    def process_exception(self, request, exception):
        if isinstance(exception, SecondFactorNeeded):
            request.session[ASKED] = True
            return redirect("account_second_factor")
        return None


def _is_fresh(request) -> bool:
    """Whether the sign-in was a moment ago: who has only a mailed code proves by it that they are still there."""
    now = int(clock.now().timestamp())
    began, _seen = request.session.get("began_and_seen", (now, 0))
    return now - began <= FRESH_SECONDS


def _has_factor(request) -> bool:
    # Remembered in the session, so that a page costs no query more; removing a factor ends the session.
    if not request.session.get("second_factor"):
        request.session["second_factor"] = is_mfa_enabled(request.user, FACTORS)
    return request.session["second_factor"]
