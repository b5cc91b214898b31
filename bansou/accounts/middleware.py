"""Keeps staff out until they have a second factor."""

from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect
from django.urls import resolve

from bansou.accounts.permissions import is_staff

OPEN = ("mfa_", "account_", "static", "usersessions_")


class SecondFactorForStaff:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and is_staff(user) and not self._has_factor(request):
            name = resolve(request.path_info).url_name or ""
            if not name.startswith(OPEN):
                return redirect("mfa_index")
        return self.get_response(request)

    def _has_factor(self, request) -> bool:
        # Remembered in the session, so that a page costs no query more; removing a factor ends the session.
        if not request.session.get("second_factor"):
            request.session["second_factor"] = is_mfa_enabled(request.user)
        return request.session["second_factor"]
