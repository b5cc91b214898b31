"""How django-allauth sends mail, keeps its secrets and signs people in here."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.cryptokit import generate_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from bansou.accounts import actions
from bansou.accounts.models import User
from bansou.accounts.permissions import is_staff
from bansou.core import clock
from bansou.notices.actions import queue_mail
from bansou.vault import actions as vault

# Staff sign in with a password, supporters with a code: who asks for the other is told so, in the mail only.
CODES = {
    ("login_code", False): "login_code",
    ("login_code", True): "use_password",
    ("password_reset_code", True): "password_code",
    ("password_reset_code", False): "use_code",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        # Supporters come in by registering, staff by invitation.
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            return
        template = CODES.get((template_prefix.rsplit("/", 1)[-1], is_staff(user)), "sign_in_changed")
        told = {"code": context["code"]} if template.endswith("_code") and "code" in context else {}
        queue_mail(
            to=user.email,
            language=user.language,
            template=f"accounts/mail/{template}",
            context=told,
            now=clock.now(),
        )

    def generate_login_code(self) -> str:
        # Digits are quick to type on a phone; eight of them stand three guesses a mail, three mails a minute.
        return generate_user_code(length=8, numeric=True)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        records = get_authentication_records(request, user)
        if records and records[-1]["method"] == "code" and is_staff(user):
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("own_account")


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed with a key outside the database."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(vault.protect("mfa", text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.reveal("mfa", base64.b64decode(encrypted_text))


def on_factor_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Other sessions end when a second factor is added, removed or made anew; this one goes on."""
    actions.end_sessions(user)
    request.session.pop("second_factor", None)
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
