"""Mail about referrals: that one waits or was answered, never about whom or what."""

from datetime import datetime

from bansou.accounts.models import User
from bansou.notices.actions import queue_mail
from bansou.referrals.models import Referral


def tell_receiver(referral: Referral, what: str, *, now: datetime) -> None:
    """To a colleague who reads it here; others are told by the sender, by phone or on paper."""
    if referral.to_user:
        _tell(referral.to_user, what, now)


def tell_sender(referral: Referral, what: str, *, now: datetime) -> None:
    _tell(referral.sent_by, what, now)


def _tell(user: User, what: str, now: datetime) -> None:
    queue_mail(
        to=user.email,
        language=user.language,
        template=f"referrals/mail/{what}",
        context={"name": user.name},
        now=now,
    )
