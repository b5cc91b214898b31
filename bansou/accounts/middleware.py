"""How long a session lasts, and that staff have a second factor before anything else."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect
from django.urls import resolve

from bansou.accounts.permissions import is_staff
from bansou.core import clock

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60
# Noted this often only, so that most pages write nothing.
NOTED_SECONDS = 60

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What staff without a second factor may open: the pages of the sign-in, to set one up or to leave.
OPEN = "allauth."
# What only staff have; supporters sign in by a mailed code alone.
PASSWORDS_AND_FACTORS = ("mfa_", "account_change_password", "account_set_password")


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


class SecondFactorForStaff:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        lacking = user.is_authenticated and is_staff(user) and not self._has_factor(request)
        request.lacks_second_factor = lacking
        if lacking and not resolve(request.path_info).func.__module__.startswith(OPEN):
            return redirect("mfa_index")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # A session left open must leave no other way in behind.
        name = request.resolver_match.url_name or ""
        if (
            request.user.is_authenticated
            and name.startswith(PASSWORDS_AND_FACTORS)
            and not is_staff(request.user)
        ):
            raise Http404

    def _has_factor(self, request) -> bool:
        # Remembered in the session, so that a page costs no query more; removing a factor ends the session.
        if not request.session.get("second_factor"):
            request.session["second_factor"] = is_mfa_enabled(request.user, FACTORS)
        return request.session["second_factor"]
