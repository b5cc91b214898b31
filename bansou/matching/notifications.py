"""Mail about requests and appointments: that something waits, never what, where or about whom."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from bansou.accounts.models import User
from bansou.cases.enums import Role
from bansou.cases.models import Case
from bansou.cases.permissions import live_members
from bansou.matching.models import Ask
from bansou.notices.actions import queue_mail
from bansou.supporters.models import Supporter


def tell_supporters(supporters: Iterable[Supporter], what: str, *, now: datetime) -> None:
    for supporter in supporters:
        _tell(supporter.user, what, now)


def tell_asker(ask: Ask, what: str, *, now: datetime) -> None:
    if ask.asked_by:
        _tell(ask.asked_by, what, now)


def tell_leads(case: Case, what: str, *, now: datetime) -> None:
    for member in live_members(now=now).filter(case=case, role=Role.LEAD).select_related("user"):
        _tell(member.user, what, now)


def _tell(user: User, what: str, now: datetime) -> None:
    with translation.override(user.language):
        sign_in = settings.SITE_URL + reverse("account_login")
    queue_mail(
        to=user.email,
        language=user.language,
        template=f"matching/mail/{what}",
        context={"name": user.name, "sign_in": sign_in},
        now=now,
    )
