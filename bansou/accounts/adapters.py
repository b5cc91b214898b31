"""How django-allauth sends mail and keeps its secrets here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        # Supporters come in by registering, staff by invitation.
        return False


class MFAAdapter(DefaultMFAAdapter):
    pass
