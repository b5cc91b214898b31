"""Telling supporters by mail, each in their language. A mail names the claim and no more: families read mail."""

from datetime import datetime

from bansou.accompaniment.models import Claim
from bansou.notices.actions import queue_mail
from bansou.supporters.models import Supporter


def tell_applicant(claim: Claim, template: str, *, now: datetime) -> None:
    _tell(claim.applicant, claim, template, now)


def tell_second(claim: Claim, template: str, *, now: datetime) -> None:
    """The second supporter, if one was named and has not declined."""
    for part in claim.participations.filter(position=2, declined_at=None).select_related("supporter__user"):
        _tell(part.supporter, claim, template, now)


def tell_both(claim: Claim, template: str, *, now: datetime) -> None:
    tell_applicant(claim, template, now=now)
    tell_second(claim, template, now=now)


def _tell(supporter: Supporter, claim: Claim, template: str, now: datetime) -> None:
    queue_mail(
        to=supporter.user.email,
        language=supporter.user.language,
        template=f"accompaniment/mail/{template}",
        context={"number": claim.number, "name": supporter.name},
        now=now,
    )
