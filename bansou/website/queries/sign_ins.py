"""The sign-ins of a demo, which it shows to everybody."""

import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.enquiries.rules.receipts import Receipt

# All staff of a demo have it; it is worth nothing without the code beside it.
PASSWORD = "walking-together-2026"  # noqa: S105
# Of one who asked for help, so that a visitor can come back as that person would.
RECEIPT = Receipt("2026112200001234", "202611")


@dataclass(frozen=True)
class SignIn:
    """What a visitor of the demo types; supporters get a code by mail instead (empty password and code)."""

    role: str
    name: str
    mail: str
    password: str
    code: str

    @property
    def secret(self) -> str:
        return f"{self.password} {self.code}".strip()


def sign_ins() -> list[SignIn]:
    """One sign-in per role, with the current code of the second factor; empty outside a demo."""
    if not settings.DEMO:
        return []
    found = []
    for kind in RoleKind:
        user = User.objects.filter(roles__kind=kind, is_active=True).order_by("created_at", "pk").first()
        if user:
            password = PASSWORD if user.has_usable_password() else ""
            found.append(SignIn(str(kind.label), user.name, user.email, password, _current_code(user)))
    return found


def _current_code(user: User) -> str:
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(decrypt(factor.data["secret"]), counter))
