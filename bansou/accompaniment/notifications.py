"""Telling supporters by mail, each in their language. A mail names the claim and no more: families read mail."""

from collections.abc import Iterable
from datetime import datetime

from bansou.accompaniment.models import Claim
from bansou.notices.actions import queue_mail
from bansou.supporters.models import Supporter


def tell_applicant(claim: Claim, template: str, *, now: datetime) -> None:
    _tell(claim.applicant, claim, template, now)


def tell_all(claim: Claim, supporters: Iterable[Supporter], template: str, *, now: datetime) -> None:
    for supporter in supporters:
        _tell(supporter, claim, template, now)


def _tell(supporter: Supporter, claim: Claim, template: str, now: datetime) -> None:
    queue_mail(
        to=supporter.user.email,
        language=supporter.user.language,
        template=f"accompaniment/mail/{template}",
        context={"number": claim.number, "name": supporter.name},
        now=now,
    )
