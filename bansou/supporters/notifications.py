"""Mail to supporters, in their own language."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from bansou.accounts.models import User
from bansou.notices.actions import queue_mail
from bansou.supporters.models import Registration, Supporter


def id_issued(supporter: Supporter, *, now: datetime) -> None:
    _tell(supporter.user, "id_issued", now=now, name=supporter.name, number=supporter.number)


def already_registered(user: User, *, now: datetime) -> None:
    """To somebody whose mail address was given in a new registration: nobody else learns that it is known."""
    supporter = Supporter.objects.filter(user=user).first()
    number = supporter.number if supporter else ""
    _tell(user, "already_registered", now=now, name=user.name, number=number)


def experience_confirmed(supporter: Supporter, *, now: datetime) -> None:
    _tell(supporter.user, "experience_confirmed", now=now, name=supporter.name)


def new_term(registration: Registration, *, now: datetime) -> None:
    _tell(
        registration.supporter.user, "new_term", now=now,
        name=registration.supporter.name, support_from=registration.terms.support_from,
        support_to=registration.terms.support_to,
    )  # fmt: skip


def payable(registration: Registration, *, now: datetime) -> None:
    _tell(registration.supporter.user, "payable", now=now, name=registration.supporter.name)


def _tell(user: User, kind: str, *, now: datetime, **context: object) -> None:
    with translation.override(user.language):
        sign_in = settings.SITE_URL + reverse("account_login")
    queue_mail(
        to=user.email, language=user.language, template=f"supporters/mail/{kind}",
        context={"sign_in": sign_in, **context}, now=now,
    )  # fmt: skip
